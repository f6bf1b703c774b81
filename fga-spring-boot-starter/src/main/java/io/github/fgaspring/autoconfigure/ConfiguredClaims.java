package io.github.fgaspring.autoconfigure;

import java.util.Objects;

import io.github.fgaspring.authentication.ClaimNames;
import org.jspecify.annotations.Nullable;

/**
 * The names of claims that the properties say.
 */
final class ConfiguredClaims {

	private ConfiguredClaims() {
	}

	/**
	 * The names for the main issuers.
	 */
	static ClaimNames ofMainIssuers(FgaProperties.Session.Claims claims) {
		return names("fga.session.claims.", claims, mainMembership(claims), mainPermissions(claims));
	}

	static String mainMembership(FgaProperties.Session.Claims claims) {
		return Objects.requireNonNullElse(claims.organizationMembershipId(), "organization_membership_id");
	}

	static String mainPermissions(FgaProperties.Session.Claims claims) {
		return Objects.requireNonNullElse(claims.permissions(), "permissions");
	}

	/**
	 * The names for another provider. What it calls permissions are not those of WorkOS
	 * unless somebody says so. Nor does it know memberships: WorkOS is asked about the
	 * one that a token names with the application's own key, and whoever may write claims
	 * there could name anybody's.
	 */
	static ClaimNames ofProvider(String prefix, FgaProperties.Session.Claims claims) {
		return names(prefix + "claims.", claims, claims.organizationMembershipId(), claims.permissions());
	}

	private static ClaimNames names(String prefix, FgaProperties.Session.Claims claims, @Nullable String membership,
			@Nullable String permissions) {
		return new ClaimNames(name(prefix + "user-id", claims.userId()),
				name(prefix + "session-id", claims.sessionId()),
				name(prefix + "organization-id", claims.organizationId()),
				(membership != null) ? name(prefix + "organization-membership-id", membership) : null,
				name(prefix + "role", claims.role()), name(prefix + "roles", claims.roles()),
				(permissions != null) ? name(prefix + "permissions", permissions) : null,
				name(prefix + "entitlements", claims.entitlements()),
				name(prefix + "feature-flags", claims.featureFlags()),
				name(prefix + "impersonator", claims.impersonator()),
				name(prefix + "authenticated-at", claims.authenticatedAt()),
				name(prefix + "audience", claims.audience()));
	}

	private static String name(String property, String value) {
		return Requirements.notBlank(property, value, "It is the name of a claim; remove it for the default.");
	}

}
