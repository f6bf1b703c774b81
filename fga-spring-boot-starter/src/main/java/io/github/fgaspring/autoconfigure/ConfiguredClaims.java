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
		return names("fga.session.claims.", claims, mainPermissions(claims));
	}

	static String mainPermissions(FgaProperties.Session.Claims claims) {
		return Objects.requireNonNullElse(claims.permissions(), "permissions");
	}

	/**
	 * The names for another provider. What it calls permissions are not those of WorkOS
	 * unless somebody says so.
	 */
	static ClaimNames ofProvider(String prefix, FgaProperties.Session.Claims claims) {
		return names(prefix + "claims.", claims, claims.permissions());
	}

	private static ClaimNames names(String prefix, FgaProperties.Session.Claims claims, @Nullable String permissions) {
		return new ClaimNames(name(prefix + "user-id", claims.userId()),
				name(prefix + "session-id", claims.sessionId()),
				name(prefix + "organization-id", claims.organizationId()),
				name(prefix + "organization-membership-id", claims.organizationMembershipId()),
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
