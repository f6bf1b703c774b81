package io.github.fgaspring.authentication;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.util.Assert;

/**
 * Accepts a token whose signature has been verified only if it is a session token of
 * ours:
 * <ul>
 * <li>{@code typ} is {@code JWT} or absent, and no header points to a key or demands an
 * extension ({@code jku}, {@code jwk}, {@code x5u}, {@code crit}; RFC 8725, section
 * 3.10);</li>
 * <li>{@code exp} is present and not past, {@code nbf} is absent or past, both within the
 * clock skew;</li>
 * <li>{@code iss} is one of the configured issuers, compared character by character;</li>
 * <li>the claim with the audience holds one of the configured audiences, if any is
 * configured;</li>
 * <li>{@code client_id} is ours, if the claim is present;</li>
 * <li>the claim with the user id is present, and {@code cnf} is not: a token bound to a
 * key of its sender (RFC 7800) is no bearer token.</li>
 * </ul>
 * For tokens that {@linkplain #forOtherProvider someone else} issues, {@code typ} may
 * also be {@code at+jwt}, and {@code client_id} names a client of theirs (RFC 9068,
 * section 2).
 */
public final class SessionTokenValidator implements OAuth2TokenValidator<Jwt> {

	private static final List<String> REFUSED_HEADERS = List.of("jku", "jwk", "x5u", "crit");

	private final Set<String> issuers;

	private final Set<String> audiences;

	private final @Nullable String clientId;

	private final ClaimNames names;

	private final OAuth2TokenValidator<Jwt> typeAndTime;

	/**
	 * Creates a validator for WorkOS's session tokens.
	 * @param issuers the trusted issuers, at least one
	 * @param audiences the accepted audiences; empty for no check
	 * @param clientId our client id
	 * @param clockSkew how far clocks may disagree
	 * @param clock tells the time
	 */
	public SessionTokenValidator(Collection<String> issuers, Collection<String> audiences, String clientId,
			Duration clockSkew, Clock clock) {
		this(issuers, audiences, clientId, ClaimNames.WORKOS, clockSkew, clock);
	}

	/**
	 * Creates a validator for WorkOS's session tokens with claims of other names.
	 * @param issuers the trusted issuers, at least one
	 * @param audiences the accepted audiences; empty for no check
	 * @param clientId our client id
	 * @param names which claims name the user and the audience
	 * @param clockSkew how far clocks may disagree
	 * @param clock tells the time
	 */
	public SessionTokenValidator(Collection<String> issuers, Collection<String> audiences, String clientId,
			ClaimNames names, Duration clockSkew, Clock clock) {
		this(issuers, audiences, requireText(clientId), names, JwtTypeValidator.jwt(), clockSkew, clock);
	}

	private SessionTokenValidator(Collection<String> issuers, Collection<String> audiences, @Nullable String clientId,
			ClaimNames names, JwtTypeValidator types, Duration clockSkew, Clock clock) {
		Assert.notEmpty(issuers, "issuers cannot be empty");
		Assert.notNull(audiences, "audiences cannot be null");
		Assert.notNull(names, "names cannot be null");
		this.issuers = Set.copyOf(issuers);
		this.audiences = Set.copyOf(audiences);
		this.clientId = clientId;
		this.names = names;
		JwtTimestampValidator timestamps = new JwtTimestampValidator(clockSkew);
		timestamps.setAllowEmptyExpiryClaim(false);
		timestamps.setClock(clock);
		this.typeAndTime = new DelegatingOAuth2TokenValidator<>(types, timestamps);
	}

	/**
	 * Creates a validator for the access tokens of another provider.
	 * @param issuers the trusted issuers, at least one
	 * @param audiences the accepted audiences; empty for no check, which accepts tokens
	 * that the provider issues for any other application
	 * @param names which claims name the user and the audience
	 * @param clockSkew how far clocks may disagree
	 * @param clock tells the time
	 * @return the validator
	 */
	public static SessionTokenValidator forOtherProvider(Collection<String> issuers, Collection<String> audiences,
			ClaimNames names, Duration clockSkew, Clock clock) {
		JwtTypeValidator types = new JwtTypeValidator("JWT", "at+jwt", "application/at+jwt");
		types.setAllowEmpty(true);
		return new SessionTokenValidator(issuers, audiences, null, names, types, clockSkew, clock);
	}

	private static String requireText(String clientId) {
		Assert.hasText(clientId, "clientId cannot be empty");
		return clientId;
	}

	/**
	 * The issuers whose tokens this accepts.
	 * @return the trusted issuers
	 */
	public Set<String> getIssuers() {
		return this.issuers;
	}

	@Override
	public OAuth2TokenValidatorResult validate(Jwt token) {
		for (String header : REFUSED_HEADERS) {
			if (token.getHeaders().containsKey(header)) {
				return failure("The header " + header + " is not accepted");
			}
		}
		if (!(token.getClaims().get("iss") instanceof String issuer) || !this.issuers.contains(issuer)) {
			return failure("The issuer is not trusted");
		}
		if (this.clientId != null && token.hasClaim("client_id")
				&& !this.clientId.equals(token.getClaims().get("client_id"))) {
			return failure("The token was issued for another client");
		}
		ClaimReader claims = new ClaimReader(token.getClaims());
		if (!this.audiences.isEmpty() && !claims.holdsAny(this.names.audience(), this.audiences)) {
			return failure("The token is for another audience");
		}
		if (claims.text(this.names.userId()) == null) {
			return failure("The token names no user");
		}
		if (token.hasClaim("cnf")) {
			return failure("The token is bound to a key of its sender");
		}
		return this.typeAndTime.validate(token);
	}

	private static OAuth2TokenValidatorResult failure(String description) {
		return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", description, null));
	}

}
