package io.github.fgaspring.emulator.api;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import com.nimbusds.jwt.SignedJWT;
import io.github.fgaspring.emulator.AcmeEmulator;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class SessionsEndpointTests {

	private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

	private static final String OF_ALICE = "/user_management/users/user_alice/sessions";

	private static FgaEmulator emulator;

	private static EmulatorClient client;

	@BeforeAll
	static void start() {
		emulator = FgaEmulator.start(AcmeEmulator.config().withClock(Clock.fixed(NOW, ZoneOffset.UTC)));
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
	void listWhenSignedInThenHasTheActiveSessionsOfThePerson() throws ParseException {
		String inAcme = signIn("user_alice", "org_acme");
		signIn("user_bob", "org_acme");
		emulator.advanceClock(Duration.ofMinutes(1));
		String inGlobex = signIn("user_alice", "org_globex");
		JsonNode data = client.get(OF_ALICE).json().get("data");
		assertThat(data).extracting((session) -> session.get("id").stringValue()).containsExactly(inGlobex, inAcme);
		assertThat(data.get(1).toString())
			.isEqualTo("{\"object\":\"session\",\"id\":\"%s\",\"user_id\":\"user_alice\",".formatted(inAcme)
					+ "\"organization_id\":\"org_acme\",\"auth_method\":\"password\",\"status\":\"active\","
					+ "\"ip_address\":null,\"user_agent\":null,\"expires_at\":\"2026-12-01T12:00:00.000Z\","
					+ "\"ended_at\":null,\"created_at\":\"2026-11-01T12:00:00.000Z\","
					+ "\"updated_at\":\"2026-11-01T12:00:00.000Z\"}");
	}

	@Test
	void listWhenThereAreManyThenIsPaged() throws ParseException {
		String first = signIn("user_alice", "org_acme");
		String second = signIn("user_alice", "org_acme");
		JsonNode page = client.get(OF_ALICE + "?limit=1").json();
		assertThat(page.get("data").get(0).get("id").stringValue()).isEqualTo(second);
		JsonNode rest = client.get(OF_ALICE + "?after=" + page.get("list_metadata").get("after").stringValue()).json();
		assertThat(rest.get("data").get(0).get("id").stringValue()).isEqualTo(first);
		assertThat(rest.get("list_metadata").get("after").isNull()).isTrue();
	}

	@Test
	void listWhenSessionHasExpiredThenLeavesItOut() throws ParseException {
		signIn("user_alice", "org_acme");
		emulator.advanceClock(Duration.ofDays(30));
		assertThat(client.get(OF_ALICE).json().get("data")).isEmpty();
	}

	@Test
	void listWhenUserIsUnknownThenNotFound() {
		Response response = client.get("/user_management/users/user_unknown/sessions");
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

	@ParameterizedTest
	@ValueSource(strings = { "limit=0", "order=up", "after=session_unknown", "status=active" })
	void listWhenParameterIsWrongThenUnprocessable(String query) {
		Response response = client.get(OF_ALICE + "?" + query);
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.json().get("code").stringValue()).isEqualTo("invalid_request_parameters");
	}

	@Test
	void revokeWhenActiveThenEndsSessionOnce() throws ParseException {
		String session = signIn("user_alice", "org_acme");
		for (int i = 0; i < 2; i++) {
			Response response = revoke("{\"session_id\": \"%s\"}".formatted(session));
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.text()).isEmpty();
		}
		assertThat(client.get(OF_ALICE).json().get("data")).isEmpty();
		JsonNode revoked = client.get("/events?events=session.revoked").json().get("data");
		assertThat(revoked).hasSize(1);
		assertThat(revoked.get(0).get("data").get("status").stringValue()).isEqualTo("revoked");
		assertThat(revoked.get(0).get("data").get("ended_at").stringValue()).isEqualTo("2026-11-01T12:00:00.000Z");
	}

	@Test
	void revokeWhenSessionIsUnknownThenBadRequest() {
		Response response = revoke("{\"session_id\": \"session_unknown\"}");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.text()).isEqualTo("{\"message\":\"Session not found: 'session_unknown'.\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"session_id\": 1}", "{\"session_id\": null}", "{\"id\": \"a\"}" })
	void revokeWhenBodyIsWrongThenUnprocessable(String body) {
		Response response = revoke(body);
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

	@Test
	void logOutWhenNoAddressThenEndsSession() throws ParseException {
		Response response = logOut("session_id=" + signIn("user_alice", "org_acme"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).isEmpty();
		assertThat(client.get(OF_ALICE).json().get("data")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost", "http://localhost:8080/signed-out?a=b#c", "https://LOCALHOST:8443/",
			"http://127.0.0.1:3000/", "http://127.1.2.3/", "http://[::1]:8080/", "http://acme.localhost/" })
	void logOutWhenAddressIsOfThisMachineThenRedirects(String returnTo) throws ParseException {
		Response response = logOut("session_id=%s&return_to=%s".formatted(signIn("user_alice", "org_acme"),
				URLEncoder.encode(returnTo, StandardCharsets.UTF_8)));
		assertThat(response.status()).isEqualTo(302);
		assertThat(response.http().headers().firstValue("Location")).hasValue(returnTo);
		assertThat(client.get(OF_ALICE).json().get("data")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://attacker.test/", "//attacker.test", "/signed-out", "localhost:8080",
			"javascript:alert(1)", "http://localhost@attacker.test/", "http://localhost:80@attacker.test/",
			"http://attacker.test#@localhost", "http://attacker.test/http://localhost",
			"http://attacker.test\\@localhost", "http://127.0.0.1.attacker.test/", "http://localhost.attacker.test/",
			"http:///attacker.test", "http://", "ftp://localhost/", "http://localhost/\r\nSet-Cookie: a=b",
			"http://user@localhost/", "http://0.0.0.0/" })
	void logOutWhenAddressIsElsewhereThenRefusedAndSessionLivesOn(String returnTo) throws ParseException {
		Response response = logOut("session_id=%s&return_to=%s".formatted(signIn("user_alice", "org_acme"),
				URLEncoder.encode(returnTo, StandardCharsets.UTF_8)));
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.http().headers().firstValue("Location")).isEmpty();
		assertThat(response.json().propertyNames()).containsExactly("message");
		assertThat(client.get(OF_ALICE).json().get("data")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "session_id=session_unknown", "return_to=http://localhost/" })
	void logOutWhenSessionIsMissingOrUnknownThenUnprocessable(String query) {
		Response response = logOut(query);
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

	private String signIn(String user, String organization) throws ParseException {
		return SignedJWT.parse(emulator.sessionToken(user, organization)).getJWTClaimsSet().getStringClaim("sid");
	}

	private Response revoke(String body) {
		return client.post("/user_management/sessions/revoke", body);
	}

	private Response logOut(String query) {
		return client
			.send(HttpRequest.newBuilder(emulator.baseUrl().resolve("/user_management/sessions/logout?" + query))
				.build());
	}

}
