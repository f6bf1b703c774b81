package io.github.fgaspring.authorization;

import java.util.function.Supplier;

import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.PermissionDecision;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;

/**
 * Decides whether a method of any bean may be entered. This is the guarantee: every call
 * through the bean is decided here with the arguments that the method will see. Only what
 * {@link RequiresPermissionHandlerInterceptor} has granted for the very same arguments in
 * the same request is not asked again.
 */
public final class RequiresPermissionAuthorizationManager implements AuthorizationManager<MethodInvocation> {

	private final PermissionRuleRegistry rules;

	private final PermissionRuleAuthorizer authorizer;

	private final MonitorMode monitorMode;

	/**
	 * Creates a manager.
	 * @param rules finds the rule
	 * @param authorizer decides it
	 * @param monitorMode may waive a refusal
	 */
	public RequiresPermissionAuthorizationManager(PermissionRuleRegistry rules, PermissionRuleAuthorizer authorizer,
			MonitorMode monitorMode) {
		Assert.notNull(rules, "rules cannot be null");
		Assert.notNull(authorizer, "authorizer cannot be null");
		Assert.notNull(monitorMode, "monitorMode cannot be null");
		this.rules = rules;
		this.authorizer = authorizer;
		this.monitorMode = monitorMode;
	}

	/**
	 * Decides a call.
	 * @param authentication who calls
	 * @param invocation the call
	 * @return the decision, or {@code null} if the method may be entered without one: it
	 * needs no permission, or nothing is enforced
	 * @throws org.springframework.security.core.AuthenticationException if there is no
	 * session
	 * @throws CheckUnavailableException if it cannot be decided at the moment
	 */
	@Override
	public @Nullable AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> authentication,
			MethodInvocation invocation) {
		PermissionRule rule = this.rules.find(invocation);
		if (rule == null || this.monitorMode.hasWaived(rule)) {
			return null;
		}
		try {
			PermissionDecision decision = decide(rule, authentication, invocation);
			return (decision.isGranted() || !this.monitorMode.waives(rule, decision)) ? decision : null;
		}
		catch (RuntimeException ex) {
			if (this.monitorMode.waives(rule, ex)) {
				return null;
			}
			throw ex;
		}
	}

	private PermissionDecision decide(PermissionRule rule, Supplier<? extends @Nullable Authentication> authentication,
			MethodInvocation invocation) {
		Caller caller = this.authorizer.caller(authentication.get());
		EarlyGrant early = EarlyGrant.current();
		if (early != null && early.covers(rule, caller.session(), invocation.getArguments())) {
			return early.decision();
		}
		return this.authorizer.authorize(caller, rule, invocation.getArguments(), invocation);
	}

}
