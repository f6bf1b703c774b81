package io.github.fgaspring.authorization;

import java.lang.reflect.Method;

import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.util.Assert;

/**
 * Matches exactly the methods that demand a recent authentication.
 */
public final class RecentAuthenticationPointcut extends StaticMethodMatcherPointcut {

	private final RecentAuthenticationRegistry rules;

	/**
	 * Creates a pointcut.
	 * @param rules knows which methods demand it
	 */
	public RecentAuthenticationPointcut(RecentAuthenticationRegistry rules) {
		Assert.notNull(rules, "rules cannot be null");
		this.rules = rules;
		setClassFilter(AnnotatedTypes::contains);
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return RequiresPermissionPointcut.canBeProxied(targetClass) && this.rules.hasRule(method, targetClass);
	}

}
