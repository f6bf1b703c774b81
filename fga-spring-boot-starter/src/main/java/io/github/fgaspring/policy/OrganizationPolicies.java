package io.github.fgaspring.policy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;

import io.github.fgaspring.authentication.ClaimReader;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.policy.OrganizationPolicy.RequiredClaim;
import io.github.fgaspring.policy.PolicyRefusal.Reason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.util.Assert;

/**
 * Holds sessions against the policies of their organizations.
 * <p>
 * Clocks may disagree, but nobody gains by that: an authentication is as old as this
 * machine's clock says, and one in the future, beyond what clocks may disagree by, is
 * none that is known.
 */
public final class OrganizationPolicies {

	private static final Log logger = LogFactory.getLog(OrganizationPolicies.class);

	/**
	 * What the application itself has had the user do. The others come with each request,
	 * or say what another system may have done without asking the user.
	 */
	private static final Set<String> ACTIVE_FACTORS = Set.of(FactorGrantedAuthority.PASSWORD_AUTHORITY,
			FactorGrantedAuthority.OTT_AUTHORITY, FactorGrantedAuthority.WEBAUTHN_AUTHORITY);

	private final OrganizationPolicyProvider provider;

	private final Duration clockSkew;

	private final Clock clock;

	private final AtomicLongArray refusals = new AtomicLongArray(Reason.values().length);

	/**
	 * Creates an instance.
	 * @param provider knows the policies
	 * @param clockSkew how far clocks may disagree
	 * @param clock tells the time
	 */
	public OrganizationPolicies(OrganizationPolicyProvider provider, Duration clockSkew, Clock clock) {
		Assert.notNull(provider, "provider cannot be null");
		Assert.isTrue(!clockSkew.isNegative(), "clockSkew cannot be negative");
		Assert.notNull(clock, "clock cannot be null");
		this.provider = provider;
		this.clockSkew = clockSkew;
		this.clock = clock;
	}

	/**
	 * Whether there is a policy at all.
	 * @return {@code false} if no session needs to be checked
	 */
	public boolean exist() {
		return this.provider != OrganizationPolicyProvider.NONE;
	}

	/**
	 * Checks what is demanded of every request.
	 * @param session the session
	 * @param authentication who is authenticated
	 * @param remoteAddress where the request comes from
	 * @param reading whether the request changes nothing
	 * @return what is wrong first, or {@code null} if nothing is
	 * @throws CheckUnavailableException if the policy cannot be found out at the moment
	 */
	public @Nullable PolicyRefusal check(FgaSession session, Authentication authentication,
			@Nullable String remoteAddress, boolean reading) {
		OrganizationPolicy policy = policyOf(session);
		Reason reason = violation(policy, session, authentication, remoteAddress, reading);
		return (reason != null) ? refuse(reason, policy, policy.maxSessionAge()) : null;
	}

	/**
	 * Checks what is demanded of an operation besides.
	 * @param session the session
	 * @param authentication who is authenticated
	 * @param maxAge how long ago the user may have authenticated; the organization's
	 * policy may demand less
	 * @return what is wrong, or {@code null} if nothing is
	 * @throws CheckUnavailableException if the policy cannot be found out at the moment
	 */
	public @Nullable PolicyRefusal checkRecent(FgaSession session, Authentication authentication, Duration maxAge) {
		OrganizationPolicy policy = policyOf(session);
		Duration strictest = AgeLimit.stricter(AgeLimit.stricter(maxAge, policy.recentAuthentication()),
				policy.maxSessionAge());
		return isOlder(session, authentication, strictest) ? refuse(Reason.AUTHENTICATION_TOO_OLD, policy, strictest)
				: null;
	}

	private OrganizationPolicy policyOf(FgaSession session) {
		OrganizationPolicy policy = this.provider.policyOf(session.organizationId());
		Assert.state(policy != null, "OrganizationPolicyProvider must not return null");
		return policy;
	}

	private @Nullable Reason violation(OrganizationPolicy policy, FgaSession session, Authentication authentication,
			@Nullable String remoteAddress, boolean reading) {
		if (policy.blocked()) {
			return Reason.BLOCKED;
		}
		if (!policy.allowedNetworks().isEmpty() && !Network.anyHolds(policy.allowedNetworks(), remoteAddress)) {
			return Reason.NETWORK_NOT_ALLOWED;
		}
		for (RequiredClaim claim : policy.requiredClaims()) {
			if (valuesOf(claim.name(), session).stream().noneMatch(claim.values()::contains)) {
				return Reason.CLAIM_MISSING;
			}
		}
		if ((policy.impersonation() == ImpersonationPolicy.DENY
				|| policy.impersonation() == ImpersonationPolicy.READ_ONLY && !reading) && isImpersonated(session)) {
			return Reason.IMPERSONATION_NOT_ALLOWED;
		}
		if (isOlder(session, authentication, policy.maxSessionAge())) {
			return Reason.AUTHENTICATION_TOO_OLD;
		}
		boolean authenticated = policy.authenticationMethods().isEmpty()
				|| valuesOf("amr", session).containsAll(policy.authenticationMethods());
		return authenticated ? null : Reason.AUTHENTICATION_METHOD_MISSING;
	}

	private static Set<String> valuesOf(String claim, FgaSession session) {
		return new ClaimReader(session.claims()).values(claim);
	}

	/**
	 * Whether somebody acts as the user, even if the token does not say legibly who (RFC
	 * 8693, section 4.1).
	 */
	private static boolean isImpersonated(FgaSession session) {
		return session.impersonator() != null || session.claims().get("act") != null;
	}

	private boolean isOlder(FgaSession session, Authentication authentication, @Nullable Duration maxAge) {
		if (maxAge == null) {
			return false;
		}
		Instant authenticatedAt = authenticatedAt(session, authentication);
		if (authenticatedAt == null) {
			return true;
		}
		Instant now = this.clock.instant();
		return Duration.between(authenticatedAt, now).compareTo(maxAge) > 0
				|| authenticatedAt.isAfter(now) && authenticatedAt.isAfter(now.plus(this.clockSkew));
	}

	/**
	 * What the session says. If it does not, what Spring Security has noted about the
	 * login of the application.
	 */
	private static @Nullable Instant authenticatedAt(FgaSession session, Authentication authentication) {
		if (session.authenticatedAt() != null) {
			return session.authenticatedAt();
		}
		return authentication.getAuthorities()
			.stream()
			.filter((authority) -> ACTIVE_FACTORS.contains(authority.getAuthority()))
			.filter(FactorGrantedAuthority.class::isInstance)
			.map((authority) -> ((FactorGrantedAuthority) authority).getIssuedAt())
			.max(Comparator.naturalOrder())
			.orElse(null);
	}

	private PolicyRefusal refuse(Reason reason, OrganizationPolicy policy, @Nullable Duration maxAge) {
		this.refusals.incrementAndGet(reason.ordinal());
		if (logger.isDebugEnabled()) {
			logger.debug("The policy of the organization refuses a session: " + reason);
		}
		return reason.canBeRemedied() ? new PolicyRefusal(reason, maxAge, policy.authenticationMethods())
				: new PolicyRefusal(reason, null, Set.of());
	}

	/**
	 * How often sessions were refused.
	 * @param reason the reason
	 * @return the number since start-up
	 */
	public long getRefusals(Reason reason) {
		return this.refusals.get(reason.ordinal());
	}

}
