package io.github.fgaspring.authentication;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.util.StringUtils;

/**
 * Maps a validated session token to an {@link FgaSession}.
 * <p>
 * A claim of an unexpected shape counts as absent as a whole: half of a malformed list is
 * never taken for the list. Permissions become authorities as they are and roles with the
 * prefix {@code ROLE_}; a permission that begins like an authority of another kind
 * ({@code ROLE_}, {@code FACTOR_}) does not become one.
 */
public final class FgaSessionConverter implements Converter<Jwt, FgaSessionAuthentication> {

	private static final String ROLE_PREFIX = "ROLE_";

	private static final String FACTOR_PREFIX = "FACTOR_";

	@Override
	public FgaSessionAuthentication convert(Jwt jwt) {
		FgaSession session = session(jwt.getClaims());
		return new FgaSessionAuthentication(session, authorities(session));
	}

	private static FgaSession session(Map<String, Object> claims) {
		String userId = string(claims, "sub");
		if (userId == null) {
			throw new InvalidBearerTokenException("The token names no user");
		}
		return FgaSession.of(userId)
			.sessionId(string(claims, "sid"))
			.organizationId(string(claims, "org_id"))
			.organizationMembershipId(string(claims, "organization_membership_id"))
			.role(string(claims, "role"))
			.roles(strings(claims, "roles"))
			.permissions(strings(claims, "permissions"))
			.entitlements(strings(claims, "entitlements"))
			.featureFlags(strings(claims, "feature_flags"))
			.impersonator((claims.get("act") instanceof Map<?, ?> act) ? string(act, "sub") : null)
			.issuedAt(instant(claims, "iat"))
			.expiresAt(instant(claims, "exp"))
			.authenticatedAt(instant(claims, "auth_time"))
			.claims(claims)
			.build();
	}

	private static List<GrantedAuthority> authorities(FgaSession session) {
		List<GrantedAuthority> authorities = new ArrayList<>();
		for (String permission : session.permissions()) {
			if (!permission.startsWith(ROLE_PREFIX) && !permission.startsWith(FACTOR_PREFIX)) {
				authorities.add(new SimpleGrantedAuthority(permission));
			}
		}
		Set<String> roles = new LinkedHashSet<>(session.roles());
		if (session.role() != null) {
			roles.add(session.role());
		}
		for (String role : roles) {
			authorities.add(new SimpleGrantedAuthority(ROLE_PREFIX + role));
		}
		return authorities;
	}

	private static @Nullable String string(Map<?, ?> claims, String name) {
		return (claims.get(name) instanceof String value && StringUtils.hasText(value)) ? value : null;
	}

	private static Set<String> strings(Map<String, Object> claims, String name) {
		if (!(claims.get(name) instanceof List<?> values)) {
			return Set.of();
		}
		Set<String> strings = new LinkedHashSet<>();
		for (Object value : values) {
			if (!(value instanceof String string) || !StringUtils.hasText(string)) {
				return Set.of();
			}
			strings.add(string);
		}
		return strings;
	}

	private static @Nullable Instant instant(Map<String, Object> claims, String name) {
		Object value = claims.get(name);
		if (value instanceof Instant instant) {
			return instant;
		}
		try {
			return (value instanceof Number number) ? Instant.ofEpochSecond(number.longValue()) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
