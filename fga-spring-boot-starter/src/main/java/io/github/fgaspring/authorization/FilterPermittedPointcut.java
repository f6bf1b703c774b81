package io.github.fgaspring.authorization;

import java.lang.reflect.Method;

import org.springframework.aop.support.StaticMethodMatcherPointcut;
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
		setClassFilter(AnnotatedTypes::contains);
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return RequiresPermissionPointcut.canBeProxied(targetClass) && this.filters.hasFilter(method, targetClass);
	}

}
