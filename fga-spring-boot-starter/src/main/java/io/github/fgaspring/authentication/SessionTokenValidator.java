package io.github.fgaspring.authentication;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

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
 * <li>{@code aud} holds one of the configured audiences, if any is configured;</li>
 * <li>{@code client_id} is ours, if the claim is present;</li>
 * <li>{@code sub} is present, and {@code cnf} is not: a token bound to a key of its
 * sender (RFC 7800) is no bearer token.</li>
 * </ul>
 */
public final class SessionTokenValidator implements OAuth2TokenValidator<Jwt> {

	private static final List<String> REFUSED_HEADERS = List.of("jku", "jwk", "x5u", "crit");

	private final Set<String> issuers;

	private final Set<String> audiences;

	private final String clientId;

	private final OAuth2TokenValidator<Jwt> typeAndTime;

	/**
	 * Creates a validator.
	 * @param issuers the trusted issuers, at least one
	 * @param audiences the accepted audiences; empty for no check
	 * @param clientId our client id
	 * @param clockSkew how far clocks may disagree
	 * @param clock tells the time
	 */
	public SessionTokenValidator(Collection<String> issuers, Collection<String> audiences, String clientId,
			Duration clockSkew, Clock clock) {
		Assert.notEmpty(issuers, "issuers cannot be empty");
		Assert.hasText(clientId, "clientId cannot be empty");
		this.issuers = Set.copyOf(issuers);
		this.audiences = Set.copyOf(audiences);
		this.clientId = clientId;
		JwtTimestampValidator timestamps = new JwtTimestampValidator(clockSkew);
		timestamps.setAllowEmptyExpiryClaim(false);
		timestamps.setClock(clock);
		this.typeAndTime = new DelegatingOAuth2TokenValidator<>(JwtTypeValidator.jwt(), timestamps);
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
		if (token.hasClaim("client_id") && !this.clientId.equals(token.getClaims().get("client_id"))) {
			return failure("The token was issued for another client");
		}
		if (!this.audiences.isEmpty() && !isForConfiguredAudience(token)) {
			return failure("The token is for another audience");
		}
		if (!(token.getClaims().get("sub") instanceof String subject) || subject.isBlank()) {
			return failure("The token names no user");
		}
		if (token.hasClaim("cnf")) {
			return failure("The token is bound to a key of its sender");
		}
		return this.typeAndTime.validate(token);
	}

	private boolean isForConfiguredAudience(Jwt token) {
		return token.getClaims().get("aud") instanceof Collection<?> audience
				&& !Collections.disjoint(audience, this.audiences);
	}

	private static OAuth2TokenValidatorResult failure(String description) {
		return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", description, null));
	}

}
