package io.github.fgaspring.authorization;

import io.github.fgaspring.policy.InsufficientUserAuthenticationException;
import io.github.fgaspring.policy.OrganizationPolicies;
import io.github.fgaspring.policy.PolicyRefusal;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.Assert;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Lets only callers pass who have authenticated not long ago: the one way of both
 * enforcement points. Who has passed before the arguments of a handler method were bound
 * need not pass again, so that no request is refused for the time that it takes.
 */
public final class RecentAuthenticationGuard {

	private static final String PASSED = RecentAuthenticationGuard.class.getName() + ".PASSED";

	private final PermissionRuleAuthorizer callers;

	private final OrganizationPolicies policies;

	private final MonitorMode monitorMode;

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	/**
	 * Creates a guard.
	 * @param callers knows the session of a caller
	 * @param policies hold sessions against what is demanded
	 * @param monitorMode may waive a refusal
	 * @param securityContextHolderStrategy knows the caller
	 */
	public RecentAuthenticationGuard(PermissionRuleAuthorizer callers, OrganizationPolicies policies,
			MonitorMode monitorMode, SecurityContextHolderStrategy securityContextHolderStrategy) {
		Assert.notNull(callers, "callers cannot be null");
		Assert.notNull(policies, "policies cannot be null");
		Assert.notNull(monitorMode, "monitorMode cannot be null");
		Assert.notNull(securityContextHolderStrategy, "securityContextHolderStrategy cannot be null");
		this.callers = callers;
		this.policies = policies;
		this.monitorMode = monitorMode;
		this.securityContextHolderStrategy = securityContextHolderStrategy;
	}

	/**
	 * Checks the caller of a handler method, and remembers for the rest of the request
	 * who has passed.
	 * @throws RuntimeException if the caller may not enter
	 */
	void check(RecentAuthenticationRule rule, RequestAttributes request) {
		check(rule);
		request.setAttribute(PASSED, new Passed(rule, authentication()), RequestAttributes.SCOPE_REQUEST);
	}

	/**
	 * Checks the caller.
	 * @throws RuntimeException if the caller may not enter
	 */
	void check(RecentAuthenticationRule rule) {
		Authentication authentication = authentication();
		if (new Passed(rule, authentication).equals(passed())) {
			return;
		}
		try {
			Caller caller = this.callers.caller(authentication);
			PolicyRefusal refusal = this.policies.checkRecent(caller.session(), caller.authentication(), rule.maxAge());
			if (refusal != null) {
				throw new InsufficientUserAuthenticationException(refusal);
			}
		}
		catch (RuntimeException ex) {
			if (!this.monitorMode.waives(rule, ex)) {
				throw ex;
			}
		}
	}

	private @Nullable Authentication authentication() {
		return this.securityContextHolderStrategy.getContext().getAuthentication();
	}

	private static @Nullable Object passed() {
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		try {
			return (attributes != null) ? attributes.getAttribute(PASSED, RequestAttributes.SCOPE_REQUEST) : null;
		}
		catch (IllegalStateException ex) {
			// The request is over, and this is a thread that it left behind.
			return null;
		}
	}

	/**
	 * Who has passed which rule.
	 */
	private record Passed(RecentAuthenticationRule rule, @Nullable Authentication authentication) {

	}

}
