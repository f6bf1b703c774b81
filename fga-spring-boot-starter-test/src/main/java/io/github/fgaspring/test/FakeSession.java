package io.github.fgaspring.test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.authentication.FgaSessionAuthentication;
import io.github.fgaspring.authentication.FgaSessionConverter;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.util.Assert;

/**
 * What a session token would say, without the token. It takes the same way to an
 * {@code Authentication} as the claims of a token that has been validated.
 *
 * @param claims the claims but those that date the token; how long ago the user
 * authenticated is a duration here
 */
record FakeSession(Map<String, Object> claims) {

	static final String USER = "user_test";

	static final String SESSION = "session_test";

	static final String ORGANIZATION = "org_test";

	static final String MEMBERSHIP = "om_test";

	/**
	 * How long WorkOS lets a token live.
	 */
	private static final Duration LIFETIME = Duration.ofMinutes(5);

	private static final String ORGANIZATION_CLAIM = "org_id";

	private static final String AUTHENTICATION_CLAIM = "auth_time";

	private static final String MEMBERSHIP_CLAIM = "organization_membership_id";

	FakeSession {
		claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
	}

	/**
	 * A user in an organization who has just authenticated, without roles and
	 * permissions.
	 */
	static FakeSession defaults() {
		return new FakeSession(Map.of(JwtClaimNames.ISS, "https://issuer.test", JwtClaimNames.JTI, "token_test"))
			.user(USER)
			.session(SESSION)
			.organization(ORGANIZATION)
			.membership(MEMBERSHIP)
			.authenticatedAgo(Duration.ZERO);
	}

	FakeSession user(String userId) {
		Assert.hasText(userId, "A session needs a user");
		return claim(JwtClaimNames.SUB, userId);
	}

	FakeSession session(String sessionId) {
		return text("sid", sessionId);
	}

	FakeSession organization(String organizationId) {
		return text(ORGANIZATION_CLAIM, organizationId);
	}

	FakeSession membership(String membershipId) {
		return text(MEMBERSHIP_CLAIM, membershipId);
	}

	FakeSession roles(String... roles) {
		return text("role", (roles.length > 0) ? roles[0] : "").claim("roles", list(roles));
	}

	FakeSession permissions(String... permissions) {
		return claim("permissions", list(permissions));
	}

	FakeSession entitlements(String... entitlements) {
		return claim("entitlements", list(entitlements));
	}

	FakeSession featureFlags(String... featureFlags) {
		return claim("feature_flags", list(featureFlags));
	}

	FakeSession impersonator(String impersonator) {
		return claim("act", impersonator.isEmpty() ? null : Map.of(JwtClaimNames.SUB, impersonator));
	}

	FakeSession authenticatedAgo(@Nullable Duration authenticatedAgo) {
		return claim(AUTHENTICATION_CLAIM, authenticatedAgo);
	}

	FakeSession claim(String name, @Nullable Object value) {
		Map<String, Object> changed = new LinkedHashMap<>(this.claims);
		if (value != null) {
			changed.put(name, value);
		}
		else {
			changed.remove(name);
		}
		return new FakeSession(changed);
	}

	private FakeSession text(String name, String value) {
		return claim(name, value.isEmpty() ? null : value);
	}

	private static @Nullable List<String> list(String[] values) {
		return (values.length > 0) ? List.of(values) : null;
	}

	FgaSessionAuthentication authentication() {
		Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
		Map<String, Object> claims = new LinkedHashMap<>();
		claims.put(JwtClaimNames.IAT, now);
		claims.put(JwtClaimNames.EXP, now.plus(LIFETIME));
		claims.putAll(this.claims);
		claims.computeIfPresent(AUTHENTICATION_CLAIM,
				(name, value) -> (value instanceof Duration ago) ? now.minus(ago).getEpochSecond() : value);
		if (!claims.containsKey(ORGANIZATION_CLAIM)) {
			// A membership is one in an organization.
			claims.remove(MEMBERSHIP_CLAIM);
		}
		return new FgaSessionConverter()
			.convert(Jwt.withTokenValue("fake").header("alg", "none").claims((all) -> all.putAll(claims)).build());
	}

}
