package io.github.fgaspring.authorization;

import java.lang.reflect.Method;

import io.github.fgaspring.annotation.FilterPermitted;

import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.Assert;

/**
 * Matches exactly the methods that have a filter.
 */
public final class FilterPermittedPointcut extends StaticMethodMatcherPointcut {

	private final FilterRuleRegistry filters;

	/**
	 * Creates a pointcut.
	 * @param filters knows which methods have a filter
	 */
	public FilterPermittedPointcut(FilterRuleRegistry filters) {
		Assert.notNull(filters, "filters cannot be null");
		this.filters = filters;
		setClassFilter((type) -> AnnotationUtils.isCandidateClass(type, FilterPermitted.class));
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return RequiresPermissionPointcut.canBeProxied(targetClass) && this.filters.hasFilter(method, targetClass);
	}

}
