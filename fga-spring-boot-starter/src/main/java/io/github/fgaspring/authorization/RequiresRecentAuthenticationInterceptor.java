package io.github.fgaspring.authorization;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Decides whether a method of any bean may be entered that demands a recent
 * authentication.
 */
public final class RequiresRecentAuthenticationInterceptor implements MethodInterceptor {

	private final RecentAuthenticationRegistry rules;

	private final RecentAuthenticationGuard guard;

	/**
	 * Creates an interceptor.
	 * @param rules finds the rule
	 * @param guard checks it
	 */
	public RequiresRecentAuthenticationInterceptor(RecentAuthenticationRegistry rules,
			RecentAuthenticationGuard guard) {
		Assert.notNull(rules, "rules cannot be null");
		Assert.notNull(guard, "guard cannot be null");
		this.rules = rules;
		this.guard = guard;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		RecentAuthenticationRule rule = this.rules.find(invocation);
		if (rule != null) {
			this.guard.check(rule);
		}
		return invocation.proceed();
	}

}
