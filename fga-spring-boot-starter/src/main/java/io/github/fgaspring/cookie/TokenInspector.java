package io.github.fgaspring.cookie;

import java.text.ParseException;
import java.time.Clock;
import java.util.Date;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.fgaspring.decision.CheckUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Finds out whose a session token is, and whether nothing but time is against it.
 */
final class TokenInspector {

	/**
	 * How {@link JwtTimestampValidator} says that a token has expired. If it said so in
	 * other words, no token would count as expired, and no session be refreshed.
	 */
	private static final String EXPIRED = "Jwt expired at";

	/**
	 * What else is said of a token that expired long ago.
	 */
	private static final String TOO_OLD = "The token was issued too long ago";

	private final JwtDecoder decoder;

	private final Clock clock;

	TokenInspector(JwtDecoder decoder, Clock clock) {
		this.decoder = decoder;
		this.clock = clock;
	}

	/**
	 * The user of a valid token.
	 * @return the id, or {@code null} if the token is not valid
	 * @throws CheckUnavailableException if that cannot be found out
	 */
	@Nullable String userOf(String token) {
		try {
			return decode(token).getSubject();
		}
		catch (BadJwtException ex) {
			return null;
		}
	}

	/**
	 * The user of a token that would be valid if it had not expired.
	 * @return the id, or {@code null} if the token is valid, or not valid for another
	 * reason
	 * @throws CheckUnavailableException if that cannot be found out
	 */
	@Nullable String userOfExpired(String token) {
		JWTClaimsSet claims = parse(token);
		// Cheap, and enough for most requests.
		if (claims == null || !isPast(claims.getExpirationTime())) {
			return null;
		}
		// The decoder looks no further than at the expiration.
		if (claims.getNotBeforeTime() != null && !isPast(claims.getNotBeforeTime())) {
			return null;
		}
		try {
			decode(token);
			return null;
		}
		catch (JwtValidationException ex) {
			return isExpiry(ex) ? claims.getSubject() : null;
		}
		catch (BadJwtException ex) {
			return null;
		}
	}

	private static @Nullable JWTClaimsSet parse(String token) {
		try {
			return SignedJWT.parse(token).getJWTClaimsSet();
		}
		catch (ParseException | IllegalArgumentException ex) {
			return null;
		}
	}

	private boolean isPast(@Nullable Date expiration) {
		return expiration != null && !expiration.toInstant().isAfter(this.clock.instant());
	}

	/**
	 * The decoder validates only what it has verified the signature of, and all of it.
	 */
	private static boolean isExpiry(JwtValidationException ex) {
		return ex.getErrors()
			.stream()
			.map((error) -> String.valueOf(error.getDescription()))
			.allMatch((description) -> description.startsWith(EXPIRED) || description.equals(TOO_OLD));
	}

	private Jwt decode(String token) {
		try {
			return this.decoder.decode(token);
		}
		catch (BadJwtException ex) {
			throw ex;
		}
		catch (JwtException ex) {
			throw new CheckUnavailableException("The session keys are out of reach", ex);
		}
	}

}
