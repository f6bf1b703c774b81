package io.github.fgaspring.authentication;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.Jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SessionTokenValidator}.
 */
class SessionTokenValidatorTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration SKEW = Duration.ofSeconds(30);

	private static final String CLIENT_ID = "client_1";

	private static final String ISSUER = "https://api.workos.com/user_management/client_1";

	private final SessionTokenValidator validator = validator(List.of());

	private final SessionTokenValidator otherProvider = SessionTokenValidator.forOtherProvider(List.of(ISSUER),
			List.of(), ClaimNames.WORKOS, SKEW, Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void createWhenNoIssuersThenException() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SessionTokenValidator(List.of(), List.of(), CLIENT_ID, SKEW, Clock.systemUTC()))
			.withMessageContaining("issuers");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void createWhenNoClientIdThenException(String clientId) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SessionTokenValidator(List.of(ISSUER), List.of(), clientId, SKEW, Clock.systemUTC()))
			.withMessageContaining("clientId");
	}

	@Test
	void validateWhenOursThenValid() {
		assertValid(token((jwt) -> {
		}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "JWT", "jwt" })
	void validateWhenTypeIsJwtThenValid(String type) {
		assertValid(token((jwt) -> jwt.header("typ", type)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "at+jwt", "application/jwt", "logout+jwt", "dpop+jwt", "JWE", "JW" })
	void validateWhenTypeIsAnotherThenInvalid(String type) {
		assertInvalid(token((jwt) -> jwt.header("typ", type)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jku", "jwk", "x5u", "crit" })
	void validateWhenHeaderPointsToKeyOrDemandsExtensionThenInvalid(String header) {
		assertInvalid(token((jwt) -> jwt.header(header, "https://attacker.test/keys")), "The header " + header);
	}

	@Test
	void validateWhenExpiredExactlyBySkewThenValid() {
		assertValid(token((jwt) -> jwt.expiresAt(NOW.minus(SKEW))));
	}

	@Test
	void validateWhenExpiredBeyondSkewThenInvalid() {
		assertInvalid(token((jwt) -> jwt.expiresAt(NOW.minus(SKEW).minusMillis(1))));
	}

	@Test
	void validateWhenNoSkewAndExpiresNowThenValidAndInvalidAfterwards() {
		SessionTokenValidator strict = new SessionTokenValidator(List.of(ISSUER), List.of(), CLIENT_ID, Duration.ZERO,
				Clock.fixed(NOW, ZoneOffset.UTC));
		assertThat(strict.validate(token((jwt) -> jwt.expiresAt(NOW))).hasErrors()).isFalse();
		assertThat(strict.validate(token((jwt) -> jwt.expiresAt(NOW.minusMillis(1)))).hasErrors()).isTrue();
	}

	@Test
	void validateWhenNoExpiryThenInvalid() {
		assertInvalid(token((jwt) -> jwt.claims((claims) -> claims.remove("exp"))));
	}

	@Test
	void validateWhenNotBeforeExactlyWithinSkewThenValid() {
		assertValid(token((jwt) -> jwt.notBefore(NOW.plus(SKEW))));
	}

	@Test
	void validateWhenNotBeforeBeyondSkewThenInvalid() {
		assertInvalid(token((jwt) -> jwt.notBefore(NOW.plus(SKEW).plusMillis(1))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.workos.com", "https://api.workos.com/user_management/client_2",
			"https://api.workos.com/user_management/client_1/", "https://api.workos.com/user_management/client_",
			"https://api.workos.com/user_management/client_11", "HTTPS://API.WORKOS.COM/user_management/client_1",
			"https://api.workos.com/user_management/CLIENT_1", " https://api.workos.com/user_management/client_1",
			"https://api.workos.com.attacker.test/user_management/client_1", "", "null" })
	void validateWhenIssuerDiffersThenInvalid(String issuer) {
		assertInvalid(token((jwt) -> jwt.claim("iss", issuer)), "issuer");
	}

	@Test
	void validateWhenIssuerIsMissingOrNoTextThenInvalid() {
		assertInvalid(token((jwt) -> jwt.claims((claims) -> claims.remove("iss"))), "issuer");
		assertInvalid(token((jwt) -> jwt.claim("iss", List.of(ISSUER))), "issuer");
		assertInvalid(token((jwt) -> jwt.claim("iss", 1)), "issuer");
		assertInvalid(token((jwt) -> jwt.claim("iss", Map.of("iss", ISSUER))), "issuer");
	}

	@Test
	void validateWhenClientIdIsOursThenValid() {
		assertValid(token((jwt) -> jwt.claim("client_id", CLIENT_ID)));
	}

	@Test
	void validateWhenClientIdIsAnotherThenInvalid() {
		assertInvalid(token((jwt) -> jwt.claim("client_id", "client_2")), "another client");
		assertInvalid(token((jwt) -> jwt.claim("client_id", "CLIENT_1")), "another client");
		assertInvalid(token((jwt) -> jwt.claim("client_id", "")), "another client");
		assertInvalid(token((jwt) -> jwt.claim("client_id", List.of(CLIENT_ID))), "another client");
		assertInvalid(token((jwt) -> jwt.claim("client_id", 1)), "another client");
		assertInvalid(token((jwt) -> jwt.claims((claims) -> claims.put("client_id", null))), "another client");
	}

	@Test
	void validateWhenNoAudienceConfiguredThenAudienceIsNotChecked() {
		assertValid(token((jwt) -> jwt.audience(List.of("anybody"))));
	}

	@Test
	void validateWhenAudienceConfiguredAndHeldThenValid() {
		SessionTokenValidator audienceChecking = validator(List.of("api", "web"));
		assertThat(audienceChecking.validate(token((jwt) -> jwt.audience(List.of("other", "web")))).hasErrors())
			.isFalse();
	}

	@Test
	void validateWhenAudienceConfiguredAndNotHeldThenInvalid() {
		SessionTokenValidator audienceChecking = validator(List.of("api"));
		assertThat(audienceChecking.validate(token((jwt) -> {
		})).hasErrors()).isTrue();
		assertThat(audienceChecking.validate(token((jwt) -> jwt.audience(List.of()))).hasErrors()).isTrue();
		assertThat(audienceChecking.validate(token((jwt) -> jwt.audience(List.of("API")))).hasErrors()).isTrue();
		assertThat(audienceChecking.validate(token((jwt) -> jwt.audience(List.of("api/")))).hasErrors()).isTrue();
		assertThat(audienceChecking.validate(token((jwt) -> jwt.claim("aud", Map.of("api", true)))).hasErrors())
			.isTrue();
	}

	@Test
	void validateWhenNoUserThenInvalid() {
		assertInvalid(token((jwt) -> jwt.claims((claims) -> claims.remove("sub"))), "names no user");
		assertInvalid(token((jwt) -> jwt.subject("")), "names no user");
		assertInvalid(token((jwt) -> jwt.subject(" \t")), "names no user");
		assertInvalid(token((jwt) -> jwt.claim("sub", 42)), "names no user");
		assertInvalid(token((jwt) -> jwt.claim("sub", List.of("user_1"))), "names no user");
	}

	@Test
	void validateWhenUserIdIsAnotherClaimThenThatOneIsDemanded() {
		SessionTokenValidator byObjectId = new SessionTokenValidator(List.of(ISSUER), List.of(), CLIENT_ID,
				names("oid", "aud"), SKEW, Clock.fixed(NOW, ZoneOffset.UTC));
		assertThat(byObjectId.validate(token((jwt) -> {
		})).getErrors()).extracting(OAuth2Error::getDescription).containsExactly("The token names no user");
		assertThat(byObjectId.validate(token((jwt) -> jwt.claim("oid", 1))).hasErrors()).isTrue();
		assertThat(
				byObjectId.validate(token((jwt) -> jwt.claim("oid", "user_2").claims((claims) -> claims.remove("sub"))))
					.hasErrors())
			.isFalse();
	}

	@Test
	void validateWhenAudienceIsAnotherClaimThenThatOneIsCompared() {
		SessionTokenValidator byClient = SessionTokenValidator.forOtherProvider(List.of(ISSUER), List.of("app_1"),
				names("sub", "client_id"), SKEW, Clock.fixed(NOW, ZoneOffset.UTC));
		assertThat(byClient.validate(token((jwt) -> jwt.claim("client_id", "app_1"))).hasErrors()).isFalse();
		assertThat(byClient.validate(token((jwt) -> jwt.claim("client_id", "app_2"))).hasErrors()).isTrue();
		assertThat(byClient.validate(token((jwt) -> jwt.audience(List.of("app_1")))).hasErrors()).isTrue();
		assertThat(byClient.validate(token((jwt) -> jwt.claims((claims) -> claims.put("client_id", null)))).hasErrors())
			.isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt" })
	void validateWhenOtherProviderAndTypeIsOfAccessTokenThenValid(String type) {
		assertThat(this.otherProvider.validate(token((jwt) -> jwt.header("typ", type))).getErrors()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/jwt", "logout+jwt", "dpop+jwt", "JWE", "secevent+jwt" })
	void validateWhenOtherProviderAndTypeIsAnotherThenInvalid(String type) {
		assertThat(this.otherProvider.validate(token((jwt) -> jwt.header("typ", type))).hasErrors()).isTrue();
	}

	@Test
	void validateWhenOtherProviderThenClientIdIsTheirs() {
		assertThat(this.otherProvider.validate(token((jwt) -> jwt.claim("client_id", "spa"))).getErrors()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jku", "jwk", "x5u", "crit" })
	void validateWhenOtherProviderAndHeaderPointsToKeyThenInvalid(String header) {
		assertThat(this.otherProvider.validate(token((jwt) -> jwt.header(header, "https://attacker.test"))).hasErrors())
			.isTrue();
	}

	@Test
	void validateWhenOtherProviderThenEverythingElseIsDemandedToo() {
		List<Consumer<Jwt.Builder>> flaws = List.of((jwt) -> jwt.claims((claims) -> claims.remove("exp")),
				(jwt) -> jwt.expiresAt(NOW.minusSeconds(31)), (jwt) -> jwt.notBefore(NOW.plusSeconds(31)),
				(jwt) -> jwt.claim("iss", "https://other.test"), (jwt) -> jwt.claim("sub", ""),
				(jwt) -> jwt.claim("cnf", Map.of("jkt", "thumbprint")));
		assertThat(flaws).allSatisfy(
				(flaw) -> assertThat(this.otherProvider.validate(token(flaw)).hasErrors()).as("%s", flaw).isTrue());
	}

	@Test
	void issuersThenThoseTrusted() {
		assertThat(this.otherProvider.getIssuers()).containsExactly(ISSUER);
	}

	private static ClaimNames names(String userId, String audience) {
		return new ClaimNames(userId, "sid", "org_id", "organization_membership_id", "role", "roles", null,
				"entitlements", "feature_flags", "act.sub", "auth_time", audience);
	}

	@Test
	void validateWhenBoundToKeyThenInvalid() {
		assertInvalid(token((jwt) -> jwt.claim("cnf", Map.of("jkt", "thumbprint"))), "bound");
		assertInvalid(token((jwt) -> jwt.claim("cnf", "")), "bound");
	}

	@Test
	void validateWhenInvalidThenErrorRevealsNoClaim() {
		assertThat(this.validator.validate(token((jwt) -> jwt.claim("iss", "https://secret.test"))).getErrors())
			.extracting(OAuth2Error::getDescription)
			.noneMatch((description) -> description.contains("secret"));
	}

	private void assertValid(Jwt token) {
		assertThat(this.validator.validate(token).getErrors()).isEmpty();
	}

	private void assertInvalid(Jwt token) {
		assertThat(this.validator.validate(token).getErrors()).isNotEmpty()
			.extracting(OAuth2Error::getErrorCode)
			.containsOnly("invalid_token");
	}

	private void assertInvalid(Jwt token, String reason) {
		assertInvalid(token);
		assertThat(this.validator.validate(token).getErrors()).extracting(OAuth2Error::getDescription)
			.singleElement()
			.asString()
			.contains(reason);
	}

	private static SessionTokenValidator validator(List<String> audiences) {
		return new SessionTokenValidator(List.of("https://api.workos.test", ISSUER), audiences, CLIENT_ID, SKEW,
				Clock.fixed(NOW, ZoneOffset.UTC));
	}

	private static Jwt token(Consumer<Jwt.Builder> customizer) {
		Jwt.Builder jwt = Jwt.withTokenValue("token")
			.header("alg", "RS256")
			.issuer(ISSUER)
			.subject("user_1")
			.expiresAt(NOW.plusSeconds(60));
		customizer.accept(jwt);
		return jwt.build();
	}

}
