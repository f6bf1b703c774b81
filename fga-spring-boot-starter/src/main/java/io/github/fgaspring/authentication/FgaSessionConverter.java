package io.github.fgaspring.authentication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.util.Assert;

/**
 * Maps a validated session token to an {@link FgaSession}, by the {@linkplain ClaimNames
 * names of claims} that fit its issuer.
 * <p>
 * A claim of an unexpected shape counts as absent as a whole: half of a malformed list is
 * never taken for the list. Permissions become authorities as they are and roles with the
 * prefix {@code ROLE_}; a permission that begins like an authority of another kind
 * ({@code ROLE_}, {@code FACTOR_}) does not become one. {@code FACTOR_BEARER} says when
 * the user last authenticated actively, for rules of the application on that; long ago if
 * the token does not say.
 */
public final class FgaSessionConverter implements Converter<Jwt, FgaSessionAuthentication> {

	private static final String ROLE_PREFIX = "ROLE_";

	private static final String FACTOR_PREFIX = "FACTOR_";

	private final ClaimNames names;

	private final Map<String, ClaimNames> namesByIssuer;

	/**
	 * Creates a converter for WorkOS's session tokens.
	 */
	public FgaSessionConverter() {
		this(ClaimNames.WORKOS, Map.of());
	}

	/**
	 * Creates a converter.
	 * @param names which claims say what
	 * @param namesByIssuer the same for tokens with these values of {@code iss}
	 */
	public FgaSessionConverter(ClaimNames names, Map<String, ClaimNames> namesByIssuer) {
		Assert.notNull(names, "names cannot be null");
		Assert.notNull(namesByIssuer, "namesByIssuer cannot be null");
		this.names = names;
		this.namesByIssuer = Map.copyOf(namesByIssuer);
	}

	/**
	 * The issuers whose tokens have names of claims of their own.
	 * @return the values of {@code iss}
	 */
	public Set<String> getIssuers() {
		return this.namesByIssuer.keySet();
	}

	@Override
	public FgaSessionAuthentication convert(Jwt jwt) {
		FgaSession session = session(jwt.getClaims());
		return new FgaSessionAuthentication(session, authorities(session));
	}

	private FgaSession session(Map<String, Object> claims) {
		ClaimNames names = names(claims);
		ClaimReader reader = new ClaimReader(claims);
		String userId = reader.text(names.userId());
		if (userId == null) {
			throw new InvalidBearerTokenException("The token names no user");
		}
		FgaSession.Builder session = FgaSession.of(userId)
			.sessionId(reader.text(names.sessionId()))
			.organizationId(reader.text(names.organizationId()))
			.role(reader.text(names.role()))
			.roles(reader.texts(names.roles()))
			.entitlements(reader.texts(names.entitlements()))
			.featureFlags(reader.texts(names.featureFlags()))
			.impersonator(reader.text(names.impersonator()))
			.issuedAt(reader.instant(JwtClaimNames.IAT))
			.expiresAt(reader.instant(JwtClaimNames.EXP))
			.authenticatedAt(reader.instant(names.authenticatedAt()))
			.claims(claims);
		if (names.organizationMembershipId() != null) {
			session.organizationMembershipId(reader.text(names.organizationMembershipId()));
		}
		if (names.permissions() != null) {
			session.permissions(reader.texts(names.permissions()));
		}
		return session.build();
	}

	private ClaimNames names(Map<String, Object> claims) {
		return (claims.get(JwtClaimNames.ISS) instanceof String issuer)
				? this.namesByIssuer.getOrDefault(issuer, this.names) : this.names;
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
		authorities.add(FactorGrantedAuthority.withAuthority(FactorGrantedAuthority.BEARER_AUTHORITY)
			.issuedAt((session.authenticatedAt() != null) ? session.authenticatedAt() : Instant.EPOCH)
			.build());
		return authorities;
	}

}
