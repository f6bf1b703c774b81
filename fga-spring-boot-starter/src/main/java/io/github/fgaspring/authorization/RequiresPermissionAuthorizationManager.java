package io.github.fgaspring.authorization;

import java.util.function.Supplier;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Decides whether a method of any bean may be entered. This is the guarantee: every call
 * through the bean is decided here with the arguments that the method will see. Only what
 * {@link RequiresPermissionHandlerInterceptor} has granted for the very same arguments in
 * the same request is not asked again.
 */
public final class RequiresPermissionAuthorizationManager implements AuthorizationManager<MethodInvocation> {

	private final PermissionRuleRegistry rules;

	private final PermissionRuleAuthorizer authorizer;

	public RequiresPermissionAuthorizationManager(PermissionRuleRegistry rules, PermissionRuleAuthorizer authorizer) {
		Assert.notNull(rules, "rules cannot be null");
		Assert.notNull(authorizer, "authorizer cannot be null");
		this.rules = rules;
		this.authorizer = authorizer;
	}

	/**
	 * Decides a call.
	 * @param authentication who calls
	 * @param invocation the call
	 * @return the decision, or {@code null} if the method needs no permission
	 * @throws org.springframework.security.core.AuthenticationException if there is no
	 * session
	 * @throws CheckUnavailableException if it cannot be decided at the moment
	 */
	@Override
	public @Nullable AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> authentication,
			MethodInvocation invocation) {
		Object target = invocation.getThis();
		// The class that the pointcut has seen, which may itself be a JDK proxy.
		Class<?> targetClass = (target != null) ? ClassUtils.getUserClass(target)
				: invocation.getMethod().getDeclaringClass();
		PermissionRule rule = this.rules.find(invocation.getMethod(), targetClass);
		if (rule == null) {
			return null;
		}
		FgaSession session = this.authorizer.session(authentication.get());
		EarlyGrant early = EarlyGrant.current();
		if (early != null && early.covers(rule, session, invocation.getArguments())) {
			return early.decision();
		}
		return this.authorizer.authorize(session, rule, invocation.getArguments());
	}

}
