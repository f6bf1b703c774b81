package io.github.fgaspring.authentication;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.util.Assert;

/**
 * Accepts a token only if it was issued neither too long ago nor in the future. A
 * revocation is forgotten when no token that was issued before it can be accepted any
 * more, so there must be such a time, and when a token was issued must be known.
 */
public final class TokenAgeValidator implements OAuth2TokenValidator<Jwt> {

	private final Duration maxAge;

	private final Duration clockSkew;

	private final Clock clock;

	/**
	 * Creates a validator.
	 * @param maxAge how long ago a token may have been issued
	 * @param clockSkew how far clocks may disagree
	 * @param clock tells the time
	 */
	public TokenAgeValidator(Duration maxAge, Duration clockSkew, Clock clock) {
		Assert.isTrue(maxAge.compareTo(Duration.ZERO) > 0, "maxAge must be positive");
		Assert.isTrue(!clockSkew.isNegative(), "clockSkew cannot be negative");
		Assert.notNull(clock, "clock cannot be null");
		this.maxAge = maxAge;
		this.clockSkew = clockSkew;
		this.clock = clock;
	}

	@Override
	public OAuth2TokenValidatorResult validate(Jwt token) {
		Instant issuedAt = token.getIssuedAt();
		if (issuedAt == null) {
			return failure("The token does not say when it was issued");
		}
		Instant now = this.clock.instant();
		if (issuedAt.isAfter(now.plus(this.clockSkew))) {
			return failure("The token was issued in the future");
		}
		if (issuedAt.isBefore(now.minus(this.maxAge).minus(this.clockSkew))) {
			return failure("The token was issued too long ago");
		}
		return OAuth2TokenValidatorResult.success();
	}

	private static OAuth2TokenValidatorResult failure(String description) {
		return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", description, null));
	}

}
