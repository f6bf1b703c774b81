package io.github.fgaspring.authentication;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.Jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TokenAgeValidator}.
 */
class TokenAgeValidatorTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final Duration MAX_AGE = Duration.ofHours(24);

	private static final Duration SKEW = Duration.ofSeconds(30);

	private final TokenAgeValidator validator = new TokenAgeValidator(MAX_AGE, SKEW, Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void createWhenLimitsMakeNoSenseThenFails() {
		Clock clock = Clock.systemUTC();
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenAgeValidator(Duration.ZERO, SKEW, clock));
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenAgeValidator(MAX_AGE, SKEW.negated(), clock));
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenAgeValidator(MAX_AGE, SKEW, null));
	}

	@ParameterizedTest
	@CsvSource({ "0", "-86400000", "-86430000", "30000" })
	void validateWhenIssuedNotTooLongAgoThenValid(long millis) {
		assertThat(this.validator.validate(token(NOW.plusMillis(millis))).hasErrors()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "-86430001, The token was issued too long ago", "30001, The token was issued in the future" })
	void validateWhenIssuedTooLongAgoOrInTheFutureThenInvalid(long millis, String description) {
		assertInvalid(token(NOW.plusMillis(millis)), description);
	}

	@Test
	void validateWhenIssuedAtTheEndsOfTimeThenInvalid() {
		assertInvalid(token(Instant.MIN), "The token was issued too long ago");
		assertInvalid(token(Instant.MAX), "The token was issued in the future");
	}

	@Test
	void validateWhenTokenDoesNotSayThenInvalid() {
		assertInvalid(new Jwt("token", null, null, Map.of("alg", "RS256"), Map.of("sub", "user_1")),
				"The token does not say when it was issued");
	}

	private void assertInvalid(Jwt token, String description) {
		assertThat(this.validator.validate(token).getErrors()).singleElement().satisfies((error) -> {
			assertThat(error).extracting(OAuth2Error::getErrorCode).isEqualTo("invalid_token");
			assertThat(error).extracting(OAuth2Error::getDescription).isEqualTo(description);
		});
	}

	private static Jwt token(Instant issuedAt) {
		return new Jwt("token", issuedAt, null, Map.of("alg", "RS256"), Map.of("iat", issuedAt));
	}

}
