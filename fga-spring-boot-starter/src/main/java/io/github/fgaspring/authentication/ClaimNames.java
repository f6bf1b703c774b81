package io.github.fgaspring.authentication;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Which claims of a token say what.
 * <p>
 * A name is first looked for as it is, dots included, as in
 * {@code https://example.com/org}. If there is no such claim, its dots lead into nested
 * claims, as in {@code realm_access.roles}. Names of nested claims may themselves hold
 * dots; if more than one reading leads to a claim, the one with the longest first name
 * counts.
 * <p>
 * A list is a JSON array of texts. Only the claims {@code scope} and {@code scp} may also
 * be one text with spaces in between (RFC 8693, section 4.2).
 *
 * @param userId the claim with the id of the user
 * @param sessionId the claim with the id of the session
 * @param organizationId the claim with the id of the organization
 * @param organizationMembershipId the claim with the id of the user's membership in the
 * organization, or {@code null} if no claim says so, and the membership is to be looked
 * up
 * @param role the claim with the user's first role
 * @param roles the claim with the list of the user's roles
 * @param permissions the claim with the list of all permissions that the user has in the
 * whole organization, or {@code null} if no claim says so, and WorkOS is to be asked
 * @param entitlements the claim with the list of the organization's entitlements
 * @param featureFlags the claim with the list of the enabled feature flags
 * @param impersonator the claim with who acts as the user
 * @param authenticatedAt the claim with the time of the last active authentication, in
 * seconds since the epoch
 * @param audience the claim that is compared with the accepted audiences
 */
public record ClaimNames(String userId, String sessionId, String organizationId,
		@Nullable String organizationMembershipId, String role, String roles, @Nullable String permissions,
		String entitlements, String featureFlags, String impersonator, String authenticatedAt, String audience) {

	/**
	 * The claims of WorkOS's session tokens.
	 */
	public static final ClaimNames WORKOS = new ClaimNames("sub", "sid", "org_id", "organization_membership_id", "role",
			"roles", "permissions", "entitlements", "feature_flags", "act.sub", "auth_time", "aud");

	public ClaimNames {
		Assert.hasText(userId, "userId cannot be empty");
		Assert.hasText(sessionId, "sessionId cannot be empty");
		Assert.hasText(organizationId, "organizationId cannot be empty");
		Assert.isTrue(organizationMembershipId == null || !organizationMembershipId.isBlank(),
				"organizationMembershipId cannot be empty");
		Assert.hasText(role, "role cannot be empty");
		Assert.hasText(roles, "roles cannot be empty");
		Assert.isTrue(permissions == null || !permissions.isBlank(), "permissions cannot be empty");
		Assert.hasText(entitlements, "entitlements cannot be empty");
		Assert.hasText(featureFlags, "featureFlags cannot be empty");
		Assert.hasText(impersonator, "impersonator cannot be empty");
		Assert.hasText(authenticatedAt, "authenticatedAt cannot be empty");
		Assert.hasText(audience, "audience cannot be empty");
	}

}
