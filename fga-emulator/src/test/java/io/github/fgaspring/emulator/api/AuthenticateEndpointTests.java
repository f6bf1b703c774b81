package io.github.fgaspring.emulator.api;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class AuthenticateEndpointTests {

	private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

	private static final String PASSWORD = "password";

	private static final String REFRESH = "refresh_token";

	private static final String SELECTION = "urn:workos:oauth:grant-type:organization-selection";

	private static final Seed SEED = Seed.of("""
			organizations:
			  - { id: org_acme, name: Acme }
			  - { id: org_globex, name: Globex }
			  - { id: org_initech, name: Initech }
			users:
			  - { id: user_none, email: none@acme.test, password: none-password }
			  - { id: user_one, email: one@acme.test, password: one-password }
			  - { id: user_two, email: two@acme.test, password: two-password }
			  - { id: user_social, email: social@acme.test }
			memberships:
			  - { id: om_none, user: user_none, organization: org_acme, status: pending }
			  - { id: om_one, user: user_one, organization: org_acme }
			  - { id: om_one_initech, user: user_one, organization: org_initech, status: inactive }
			  - { id: om_two_acme, user: user_two, organization: org_acme }
			  - { id: om_two_globex, user: user_two, organization: org_globex }
			""");

	private static FgaEmulator emulator;

	private static EmulatorClient client;

	@BeforeAll
	static void start() {
		emulator = FgaEmulator
			.start(EmulatorConfig.defaults().withSeed(SEED).withClock(Clock.fixed(NOW, ZoneOffset.UTC)));
		client = new EmulatorClient(emulator);
	}

	@AfterAll
	static void stop() {
		emulator.close();
	}

	@AfterEach
	void reset() {
		emulator.reset();
	}

	@Test
	void passwordWhenOneActiveMembershipThenSelectsItsOrganization() throws ParseException, JOSEException {
		JsonNode json = signIn("one");
		assertThat(json.propertyNames()).containsExactlyInAnyOrder("user", "organization_id", "access_token",
				"refresh_token", "authentication_method");
		assertThat(json.get("user").get("id").stringValue()).isEqualTo("user_one");
		assertThat(json.get("user").get("last_sign_in_at").stringValue()).isEqualTo("2026-11-01T12:00:00.000Z");
		assertThat(json.get("organization_id").stringValue()).isEqualTo("org_acme");
		assertThat(json.get("refresh_token").stringValue()).startsWith("refresh_token_emulator_").hasSize(66);
		assertThat(json.get("authentication_method").stringValue()).isEqualTo("Password");
		SignedJWT token = SignedJWT.parse(json.get("access_token").stringValue());
		JWKSet keys = JWKSet.parse(client.get("/sso/jwks/client_emulator").text());
		assertThat(token.verify(new RSASSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
			.isTrue();
		assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("user_one");
		assertThat(token.getJWTClaimsSet().getStringClaim("org_id")).isEqualTo("org_acme");
	}

	@Test
	void passwordWhenNoActiveMembershipThenSelectsNoOrganization() throws ParseException {
		JsonNode json = signIn("none");
		assertThat(json.has("organization_id")).isFalse();
		assertThat(claims(json).getClaims()).doesNotContainKey("org_id");
	}

	@Test
	void passwordWhenEmailIsInOtherCaseThenSignsIn() {
		assertThat(authenticate(PASSWORD, Map.of("email", "One@ACME.test", "password", "one-password")).status())
			.isEqualTo(200);
	}

	@Test
	void passwordWhenThereIsNoApiKeyThenSignsInAllTheSame() {
		String body = body(PASSWORD, Map.of("email", "one@acme.test", "password", "one-password"));
		assertThat(client
			.send(HttpRequest.newBuilder(emulator.baseUrl().resolve("/user_management/authenticate"))
				.POST(BodyPublishers.ofString(body))
				.build())
			.status()).isEqualTo(200);
	}

	@Test
	void passwordWhenEmailIsNotVerifiedThenForbidden() {
		client.put("/user_management/users/user_one", "{\"email_verified\": false}");
		Response response = authenticate(PASSWORD, Map.of("email", "one@acme.test", "password", "one-password"));
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.json().propertyNames()).containsExactlyInAnyOrder("code", "message");
		assertThat(response.json().get("code").stringValue()).isEqualTo("email_verification_required");
		client.put("/user_management/users/user_one", "{\"email_verified\": true}");
		assertThat(authenticate(PASSWORD, Map.of("email", "one@acme.test", "password", "one-password")).status())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "one@acme.test, wrong", "unknown@acme.test, one-password", "social@acme.test, null" })
	void passwordWhenWrongThenInvalidCredentials(String email, String password) {
		Response response = authenticate(PASSWORD, Map.of("email", email, "password", password));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json().propertyNames()).containsExactlyInAnyOrder("code", "message");
		assertThat(response.json().get("code").stringValue()).isEqualTo("invalid_credentials");
		assertThat(response.text()).doesNotContain(password + "\"", email);
	}

	@Test
	void passwordWhenRightThenIsToldBeforeTheSession() {
		signIn("one");
		JsonNode events = events();
		assertThat(events.valueStream().map((event) -> event.get("event").stringValue()))
			.containsExactly("authentication.password_succeeded", "session.created");
		assertThat(events.get(0).get("data")).isEqualTo(JsonMapper.shared().readTree("""
				{"type": "password", "status": "succeeded", "ip_address": "192.0.2.1", "user_agent": "JUnit",
				 "user_id": "user_one", "email": "one@acme.test"}"""));
	}

	@ParameterizedTest
	@CsvSource({ "one@acme.test, '\"user_one\"'", "unknown@acme.test, null" })
	void passwordWhenWrongThenIsToldWithoutThePassword(String email, String userId) {
		authenticate(PASSWORD, Map.of("email", email, "password", "wrong-password"));
		JsonNode events = events();
		assertThat(events).hasSize(1);
		assertThat(events.get(0).get("event").stringValue()).isEqualTo("authentication.password_failed");
		assertThat(events.get(0).get("data")).isEqualTo(JsonMapper.shared()
			.readTree("""
					{"type": "password", "status": "failed", "ip_address": "192.0.2.1", "user_agent": "JUnit",
					 "user_id": %s, "email": "%s",
					 "error": {"code": "invalid_credentials", "message": "The email or the password is wrong."}}"""
				.formatted(userId, email)));
	}

	@Test
	void passwordWhenOrganizationMustBeSelectedThenIsToldOnce() {
		select(selectionRequired().json().get("pending_authentication_token").stringValue(), "org_acme");
		assertThat(events().valueStream().map((event) -> event.get("event").stringValue()))
			.containsExactly("authentication.password_succeeded", "session.created");
	}

	@Test
	void passwordWhenClientIsAnotherThenNothingIsTold() {
		authenticate(PASSWORD,
				Map.of("email", "one@acme.test", "password", "one-password", "client_id", "client_other"));
		assertThat(events()).isEmpty();
	}

	@Test
	void passwordWhenSeveralMembershipsThenOrganizationMustBeSelected() throws ParseException {
		Response response = selectionRequired();
		assertThat(response.status()).isEqualTo(403);
		JsonNode json = response.json();
		assertThat(json.propertyNames()).containsExactlyInAnyOrder("code", "message", "pending_authentication_token",
				"user", "organizations");
		assertThat(json.get("code").stringValue()).isEqualTo("organization_selection_required");
		assertThat(json.get("user").get("id").stringValue()).isEqualTo("user_two");
		assertThat(json.get("organizations").toString())
			.isEqualTo("[{\"id\":\"org_acme\",\"name\":\"Acme\"},{\"id\":\"org_globex\",\"name\":\"Globex\"}]");
		String pending = json.get("pending_authentication_token").stringValue();
		assertThat(pending).startsWith("pending_authentication_token_emulator_");
		assertThat(sessions("user_two")).isEmpty();
		JsonNode selected = select(pending, "org_globex").json();
		assertThat(selected.get("organization_id").stringValue()).isEqualTo("org_globex");
		assertThat(claims(selected).getStringClaim("org_id")).isEqualTo("org_globex");
		assertThat(sessions("user_two")).hasSize(1);
	}

	@Test
	void selectionWhenTokenIsUsedTwiceThenRefused() {
		String pending = selectionRequired().json().get("pending_authentication_token").stringValue();
		assertThat(select(pending, "org_acme").status()).isEqualTo(200);
		assertError(select(pending, "org_acme"), 400, "code", "invalid_pending_authentication_token");
	}

	@Test
	void selectionWhenTokenIsOlderThanTenMinutesThenRefused() {
		String pending = selectionRequired().json().get("pending_authentication_token").stringValue();
		emulator.advanceClock(Duration.ofMinutes(10));
		assertError(select(pending, "org_acme"), 400, "code", "invalid_pending_authentication_token");
	}

	@Test
	void selectionWhenOrganizationIsForeignThenRefusedAndTokenStaysGood() {
		String pending = selectionRequired().json().get("pending_authentication_token").stringValue();
		assertError(select(pending, "org_initech"), 400, "error", "organization_membership_not_found");
		assertError(select(pending, "org_unknown"), 400, "error", "organization_not_found");
		assertThat(select(pending, "org_acme").status()).isEqualTo(200);
	}

	@Test
	void refreshWhenTokenIsGoodThenKeepsSessionAndTimeOfSignIn() throws ParseException {
		JsonNode signedIn = signIn("one");
		emulator.advanceClock(Duration.ofMinutes(4));
		JsonNode refreshed = refresh(signedIn).json();
		assertThat(refreshed.get("organization_id").stringValue()).isEqualTo("org_acme");
		assertThat(refreshed.get("refresh_token").stringValue())
			.isNotEqualTo(signedIn.get("refresh_token").stringValue());
		for (String claim : List.of("sub", "sid", "auth_time", "org_id")) {
			assertThat(claims(refreshed).getClaim(claim)).isEqualTo(claims(signedIn).getClaim(claim)).isNotNull();
		}
		assertThat(claims(refreshed).getIssueTime()).isEqualTo(NOW.plus(Duration.ofMinutes(4)));
		assertThat(claims(refreshed).getJWTID()).isNotEqualTo(claims(signedIn).getJWTID());
		assertThat(sessions("user_one")).hasSize(1);
	}

	@Test
	void refreshWhenTokenIsUsedTwiceThenInvalidGrant() {
		JsonNode signedIn = signIn("one");
		JsonNode refreshed = refresh(signedIn).json();
		assertError(refresh(signedIn), 400, "error", "invalid_grant");
		assertThat(refresh(refreshed).status()).isEqualTo(200);
	}

	@Test
	void refreshWhenTokenIsUnknownThenInvalidGrantWithoutTheToken() {
		Response response = authenticate(REFRESH, Map.of("refresh_token", "refresh_token_guessed"));
		assertError(response, 400, "error", "invalid_grant");
		assertThat(response.text()).doesNotContain("refresh_token_guessed");
	}

	@Test
	void refreshWhenSessionIsOverThenInvalidGrant() {
		JsonNode signedIn = signIn("one");
		emulator.advanceClock(Duration.ofDays(30));
		assertError(refresh(signedIn), 400, "error", "invalid_grant");
	}

	@Test
	void refreshWhenOrganizationIsNamedThenSwitchesSession() throws ParseException {
		JsonNode inAcme = select(selectionRequired().json().get("pending_authentication_token").stringValue(),
				"org_acme")
			.json();
		JsonNode inGlobex = refresh(inAcme, "org_globex").json();
		assertThat(inGlobex.get("organization_id").stringValue()).isEqualTo("org_globex");
		assertThat(claims(inGlobex).getStringClaim("org_id")).isEqualTo("org_globex");
		assertThat(claims(inGlobex).getStringClaim("sid")).isEqualTo(claims(inAcme).getStringClaim("sid"));
		assertThat(refresh(inGlobex).json().get("organization_id").stringValue()).isEqualTo("org_globex");
		assertThat(sessions("user_two").get(0).get("organization_id").stringValue()).isEqualTo("org_globex");
	}

	@ParameterizedTest
	@CsvSource({ "org_globex, organization_membership_not_found", "org_initech, organization_membership_not_found",
			"org_unknown, organization_not_found" })
	void refreshWhenOrganizationCannotBeSelectedThenRefusedAndTokenStaysGood(String organization, String code) {
		JsonNode signedIn = signIn("one");
		assertError(refresh(signedIn, organization), 400, "error", code);
		assertThat(refresh(signedIn).json().get("organization_id").stringValue()).isEqualTo("org_acme");
	}

	@Test
	void authenticateWhenTemplateMakesTokenTooBigThenRefusedAndNothingHappens() {
		Seed templated = Seed.of("""
				users: [{ id: user_one, email: one@acme.test, password: one-password }]
				jwt-template: '{"big": "%s"}'
				""".formatted("x".repeat(4000)));
		try (FgaEmulator big = FgaEmulator.start(EmulatorConfig.defaults().withSeed(templated))) {
			EmulatorClient bigClient = new EmulatorClient(big);
			Response response = bigClient.post("/user_management/authenticate",
					body(PASSWORD, Map.of("email", "one@acme.test", "password", "one-password")));
			assertError(response, 400, "error", "token_too_big");
			assertThat(bigClient.get("/user_management/users/user_one/sessions").json().get("data")).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "client_id, client_other", "client_secret, sk_test_other" })
	void authenticateWhenClientIsAnotherThenInvalidClient(String field, String value) {
		Map<String, String> fields = new HashMap<>(Map.of("email", "one@acme.test", "password", "one-password"));
		fields.put(field, value);
		Response response = authenticate(PASSWORD, fields);
		assertError(response, 400, "error", "invalid_client");
		assertThat(response.text()).doesNotContain("sk_test");
		String refreshToken = signIn("one").get("refresh_token").stringValue();
		assertError(authenticate(REFRESH, Map.of("refresh_token", refreshToken, field, value)), 400, "error",
				"invalid_client");
	}

	@Test
	void refreshWhenClientIsPublicThenNeedsNoSecret() {
		Map<String, String> body = Map.of("grant_type", REFRESH, "client_id", "client_emulator", "refresh_token",
				signIn("one").get("refresh_token").stringValue());
		assertThat(post(JsonMapper.shared().writeValueAsString(body)).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@MethodSource
	void authenticateWhenBodyIsWrongThenUnprocessable(String body, String problem) {
		Response response = post(body);
		assertError(response, 422, "code", "invalid_request_parameters");
		assertThat(response.json().get("message").stringValue()).contains(problem);
		assertThat(response.text()).doesNotContain("one-password");
	}

	static Stream<Arguments> authenticateWhenBodyIsWrongThenUnprocessable() {
		String credentials = "'client_id': 'c', 'client_secret': 's'";
		return Stream.of(Arguments.of("", "not a JSON object"), Arguments.of("grant_type=password&email=one", "JSON"),
				wrong("{" + credentials + "}",
						"grant_type must be one of authorization_code, password, refresh_token, urn:workos"),
				wrong("{'grant_type': 'client_credentials', " + credentials + "}", "grant_type must be"),
				wrong("{'grant_type': 'authorization_code', " + credentials + "}", "code is required"),
				wrong("{'grant_type': ['password'], " + credentials + "}", "grant_type must be one of"),
				wrong("{'grant_type': 'password', 'email': 'one@acme.test', " + credentials + "}",
						"password is required"),
				wrong("{'grant_type': 'password', 'password': 'one-password', " + credentials + "}",
						"email is required"),
				wrong("{'grant_type': 'password', 'email': 'e', 'password': 'one-password', 'client_id': 'c'}",
						"client_secret is required"),
				wrong("{'grant_type': 'password', 'email': 7, 'password': 'one-password', " + credentials + "}",
						"email must be"),
				wrong("{'grant_type': 'password', 'email': 'e', 'password': null, " + credentials + "}",
						"password must be"),
				wrong("{'grant_type': 'password', 'email': 'e', 'password': 'p', 'ip_address': 1, " + credentials + "}",
						"ip_address must be"),
				wrong("{'grant_type': 'refresh_token', 'refresh_token': 'r', 'password': 'one-password', " + credentials
						+ "}", "password is not a field here"),
				wrong("{'grant_type': 'refresh_token', 'refresh_token': 'r'}", "client_id is required"),
				wrong("{'grant_type': 'refresh_token', " + credentials + "}", "refresh_token is required"),
				wrong("{'grant_type': '" + SELECTION + "', 'organization_id': 'o', " + credentials + "}",
						"pending_authentication_token is required"),
				wrong("{'grant_type': '" + SELECTION + "', 'pending_authentication_token': 'p', " + credentials + "}",
						"organization_id is required"));
	}

	private static Arguments wrong(String body, String problem) {
		return Arguments.of(body.replace('\'', '"'), problem);
	}

	private JsonNode signIn(String name) {
		Response response = authenticate(PASSWORD,
				Map.of("email", name + "@acme.test", "password", name + "-password"));
		assertThat(response.status()).as(response.text()).isEqualTo(200);
		return response.json();
	}

	private Response selectionRequired() {
		return authenticate(PASSWORD, Map.of("email", "two@acme.test", "password", "two-password"));
	}

	private Response select(String pendingToken, String organization) {
		return authenticate(SELECTION,
				Map.of("pending_authentication_token", pendingToken, "organization_id", organization));
	}

	private Response refresh(JsonNode tokens) {
		return authenticate(REFRESH, Map.of("refresh_token", tokens.get("refresh_token").stringValue()));
	}

	private Response refresh(JsonNode tokens, String organization) {
		return authenticate(REFRESH,
				Map.of("refresh_token", tokens.get("refresh_token").stringValue(), "organization_id", organization));
	}

	private Response authenticate(String grantType, Map<String, String> fields) {
		return post(body(grantType, fields));
	}

	private Response post(String body) {
		return client.post("/user_management/authenticate", body);
	}

	private static String body(String grantType, Map<String, String> fields) {
		Map<String, String> body = new HashMap<>(Map.of("client_id", "client_emulator", "client_secret",
				"sk_test_emulator", "grant_type", grantType, "ip_address", "192.0.2.1", "user_agent", "JUnit"));
		body.putAll(fields);
		return JsonMapper.shared().writeValueAsString(body);
	}

	private List<JsonNode> sessions(String user) {
		List<JsonNode> sessions = new ArrayList<>();
		client.get("/user_management/users/" + user + "/sessions").json().get("data").forEach(sessions::add);
		return sessions;
	}

	private JsonNode events() {
		return client.get("/events?order=asc").json().get("data");
	}

	private static JWTClaimsSet claims(JsonNode tokens) throws ParseException {
		return SignedJWT.parse(tokens.get("access_token").stringValue()).getJWTClaimsSet();
	}

	private static void assertError(Response response, int status, String codeField, String code) {
		assertThat(response.status()).as(response.text()).isEqualTo(status);
		assertThat(response.json().propertyNames()).containsExactlyInAnyOrder(codeField,
				codeField.equals("error") ? "error_description" : "message");
		assertThat(response.json().get(codeField).stringValue()).isEqualTo(code);
	}

}
