package io.github.fgaspring.emulator.api;

import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.EmulatorSnapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The exchange of what the sign-in page gives to an application.
 */
class AuthorizationCodeGrantTests extends AbstractSignInTests {

	private static final String SECRET = "sk_test_emulator";

	@Test
	void exchangeWhenProvedThenSignsIn() throws ParseException {
		JsonNode json = signedIn(exchange(code(), VERIFIER, null));
		assertThat(json.propertyNames()).containsExactlyInAnyOrder("user", "organization_id", "access_token",
				"refresh_token", "authentication_method");
		assertThat(json.get("user").get("id").stringValue()).isEqualTo("user_one");
		assertThat(json.get("user").get("last_sign_in_at").stringValue()).isEqualTo("2026-11-01T12:00:00.000Z");
		assertThat(json.get("organization_id").stringValue()).isEqualTo("org_acme");
		assertThat(json.get("authentication_method").stringValue()).isEqualTo("Password");
		JWTClaimsSet claims = SignedJWT.parse(json.get("access_token").stringValue()).getJWTClaimsSet();
		assertThat(claims.getSubject()).isEqualTo("user_one");
		assertThat(claims.getStringClaim("org_id")).isEqualTo("org_acme");
		assertThat(claims.getStringListClaim("roles")).containsExactly("admin", "member");
	}

	@Test
	void exchangeWhenPersonHasNoOrganizationThenSelectsNone() {
		String code = ask().press("Continue as Nora").redirectQuery().get("code");
		assertThat(signedIn(exchange(code, VERIFIER, SECRET)).has("organization_id")).isFalse();
	}

	@Test
	void exchangeWhenOrganizationWasChosenThenSelectsThatOne() {
		String code = ask().press("Continue as two@acme.test").press("Globex").redirectQuery().get("code");
		assertThat(signedIn(exchange(code, VERIFIER, SECRET)).get("organization_id").stringValue())
			.isEqualTo("org_globex");
	}

	@Test
	void exchangeWhenThereIsNoChallengeThenNeedsTheSecret() {
		String code = codeWithoutChallenge();
		assertError(exchange(code, null, null), "error", "invalid_client");
		assertError(exchange(code, VERIFIER, null), "code", "code_challenge_not_found");
		assertError(exchange(code, VERIFIER, SECRET), "code", "code_challenge_not_found");
		signedIn(exchange(code, null, SECRET));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(
			strings = { "a-verifier-of-43-characters~as-the-RFC-asks", "A-verifier-of-43-characters~as-the-RFC-asks.",
					"a-verifier-of-43-characters~as-the-RFC-asks. ", "short", "ä" })
	void exchangeWhenVerifierIsAnotherThenInvalidGrant(@Nullable String verifier) {
		String code = code();
		assertError(exchange(code, verifier, SECRET), "error", "invalid_grant");
		signedIn(exchange(code, VERIFIER, SECRET));
	}

	@Test
	void exchangeWhenVerifierIsTheChallengeThenInvalidGrant() {
		assertError(exchange(code(), challenge(VERIFIER), SECRET), "error", "invalid_grant");
	}

	@ParameterizedTest
	@ValueSource(ints = { 42, 129 })
	void exchangeWhenVerifierHasAnotherLengthThenInvalidGrant(int length) {
		String verifier = "v".repeat(length);
		String code = ask(parameters("code_challenge", challenge(verifier))).press("Continue as Olga")
			.redirectQuery()
			.get("code");
		assertError(exchange(code, verifier, SECRET), "error", "invalid_grant");
	}

	@ParameterizedTest
	@ValueSource(ints = { 43, 128 })
	void exchangeWhenVerifierHasAnAllowedLengthThenSignsIn(int length) {
		String verifier = "v".repeat(length);
		String code = ask(parameters("code_challenge", challenge(verifier))).press("Continue as Olga")
			.redirectQuery()
			.get("code");
		signedIn(exchange(code, verifier, null));
	}

	@ParameterizedTest
	@CsvSource({ "client_id, client_other", "client_secret, sk_test_other" })
	void exchangeWhenClientIsAnotherThenInvalidClient(String field, String value) {
		String code = code();
		Map<String, String> fields = fields(code, VERIFIER, SECRET);
		fields.put(field, value);
		assertError(post(fields), "error", "invalid_client");
		signedIn(exchange(code, VERIFIER, SECRET));
	}

	@Test
	void exchangeWhenCodeWasUsedThenEndsTheSession() {
		String code = code();
		JsonNode first = signedIn(exchange(code, VERIFIER, null));
		for (int i = 0; i < 2; i++) {
			assertError(exchange(code, VERIFIER, null), "error", "invalid_grant");
		}
		assertThat(client.get("/user_management/users/user_one/sessions").json().get("data")).isEmpty();
		assertThat(client.get("/events?events=session.revoked").json().get("data")).hasSize(1);
		assertError(post(Map.of("grant_type", "refresh_token", "client_id", "client_emulator", "refresh_token",
				first.get("refresh_token").stringValue())), "error", "invalid_grant");
	}

	@Test
	void exchangeWhenCodeIsTooOldThenInvalidGrant() {
		String code = code();
		emulator.advanceClock(Duration.ofMinutes(10).minusMillis(1));
		EmulatorSnapshot snapshot = emulator.snapshot();
		signedIn(exchange(code, VERIFIER, SECRET));
		emulator.restore(snapshot);
		emulator.advanceClock(Duration.ofMillis(1));
		assertError(exchange(code, VERIFIER, SECRET), "error", "invalid_grant");
	}

	@ParameterizedTest
	@ValueSource(strings = { "code_emulator_guessed", "<script>", "%00" })
	void exchangeWhenCodeIsUnknownThenInvalidGrant(String code) {
		assertError(exchange(code, VERIFIER, SECRET), "error", "invalid_grant");
	}

	@Test
	void exchangeWhenTicketIsSentThenInvalidGrant() {
		assertError(exchange(ask().fields().get("ticket"), VERIFIER, SECRET), "error", "invalid_grant");
	}

	@Test
	void exchangeWhenEmulatorWasResetThenCodeIsGone() {
		String code = code();
		EmulatorSnapshot snapshot = emulator.snapshot();
		emulator.reset();
		assertError(exchange(code, VERIFIER, SECRET), "error", "invalid_grant");
		emulator.restore(snapshot);
		signedIn(exchange(code, VERIFIER, SECRET));
		emulator.restore(snapshot);
		signedIn(exchange(code, VERIFIER, SECRET));
	}

	@Test
	void exchangeWhenMembershipWasDeactivatedMeanwhileThenIsRefused() {
		String code = code();
		client.putNothing("/user_management/organization_memberships/om_one/deactivate");
		assertError(exchange(code, VERIFIER, SECRET), "error", "organization_membership_not_found");
		client.putNothing("/user_management/organization_memberships/om_one/reactivate");
		signedIn(exchange(code, VERIFIER, SECRET));
	}

	@ParameterizedTest
	@CsvSource({ "/organizations/org_acme, organization_not_found", "/user_management/users/user_one, invalid_grant" })
	void exchangeWhenSomethingWasDeletedMeanwhileThenIsRefused(String path, String error) {
		String code = code();
		client.delete(path);
		assertError(exchange(code, VERIFIER, SECRET), "error", error);
	}

	@ParameterizedTest
	@CsvSource({ "redirect_uri, http://localhost/", "state, a", "code, ''", "code_verifier, ''" })
	void exchangeWhenFieldIsWrongThenUnprocessable(String field, String value) {
		Map<String, String> fields = fields(code(), VERIFIER, SECRET);
		fields.put(field, value);
		assertThat(post(fields).status()).isEqualTo(422);
	}

	@Test
	void exchangeWhenEveryKnownFieldIsGivenThenSignsIn() {
		Map<String, String> fields = fields(code(), VERIFIER, SECRET);
		fields.putAll(Map.of("invitation_token", "token", "ip_address", "192.0.2.1", "device_id", "device",
				"user_agent", "JUnit", "signals_id", "signals"));
		signedIn(post(fields));
	}

	private String code() {
		return ask().press("Continue as Olga").redirectQuery().get("code");
	}

	private String codeWithoutChallenge() {
		Map<String, String> parameters = parameters();
		parameters.remove("code_challenge");
		parameters.remove("code_challenge_method");
		return ask(parameters).press("Continue as Olga").redirectQuery().get("code");
	}

	private static Response exchange(String code, @Nullable String verifier, @Nullable String secret) {
		return post(fields(code, verifier, secret));
	}

	private static Map<String, String> fields(String code, @Nullable String verifier, @Nullable String secret) {
		Map<String, String> fields = new HashMap<>(
				Map.of("grant_type", "authorization_code", "client_id", "client_emulator", "code", code));
		if (verifier != null) {
			fields.put("code_verifier", verifier);
		}
		if (secret != null) {
			fields.put("client_secret", secret);
		}
		return fields;
	}

	private static Response post(Map<String, String> fields) {
		return client.post("/user_management/authenticate", JsonMapper.shared().writeValueAsString(fields));
	}

	private static JsonNode signedIn(Response response) {
		assertThat(response.status()).as(response.text()).isEqualTo(200);
		return response.json();
	}

	private static void assertError(Response response, String codeField, String code) {
		assertThat(response.status()).as(response.text()).isEqualTo(400);
		assertThat(response.json().propertyNames()).containsExactlyInAnyOrder(codeField,
				codeField.equals("error") ? "error_description" : "message");
		assertThat(response.json().get(codeField).stringValue()).isEqualTo(code);
	}

}
