package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;

import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Matches exactly the methods that have a rule.
 */
public final class RequiresPermissionPointcut extends StaticMethodMatcherPointcut {

	private final PermissionRuleRegistry rules;

	/**
	 * Creates a pointcut.
	 * @param rules knows which methods have a rule
	 */
	public RequiresPermissionPointcut(PermissionRuleRegistry rules) {
		Assert.notNull(rules, "rules cannot be null");
		this.rules = rules;
		setClassFilter(AnnotatedTypes::contains);
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return canBeProxied(targetClass) && this.rules.hasRule(method, targetClass);
	}

	/**
	 * Whether instances of a class can be proxied at all. For a class that cannot, no
	 * match is better than the attempt: {@link UnprotectedAnnotationDetector} then says
	 * which method is the problem.
	 */
	static boolean canBeProxied(Class<?> type) {
		return !Modifier.isFinal(type.getModifiers()) || Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type);
	}

}
