package io.github.fgaspring.emulator.api;

import java.net.http.HttpRequest.BodyPublishers;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class JwtTemplateEndpointTests {

	private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

	private static final String PATH = "/user_management/jwt_template";

	private static final Seed SEED = Seed.of("""
			organizations: [{ id: org_acme, name: Acme, external-id: acme }]
			users: [{ id: user_alice, email: alice@acme.test, first-name: Alice }]
			memberships: [{ id: om_alice, user: user_alice, organization: org_acme }]
			jwt-template: '{"om": "{{ organization_membership.id }}"}'
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
	void getWhenSeedHasTemplateThenHasItsText() {
		Response response = client.get(PATH);
		assertThat(response.status()).isEqualTo(200);
		assertTemplate(response.json(), "{\"om\": \"{{ organization_membership.id }}\"}", "2026-11-01T12:00:00.000Z");
	}

	@Test
	void getWhenThereIsNoTemplateThenNotFound() {
		try (FgaEmulator empty = FgaEmulator.start(EmulatorConfig.defaults())) {
			Response response = new EmulatorClient(empty).get(PATH);
			assertThat(response.status()).isEqualTo(404);
			assertThat(response.json().propertyNames()).containsExactly("message");
			assertThat(put(new EmulatorClient(empty), "{\"a\": 1}").status()).isEqualTo(200);
			assertThat(new EmulatorClient(empty).get(PATH).status()).isEqualTo(200);
		}
	}

	@Test
	void updateWhenTextIsRightThenNextTokensHaveTheClaims() throws ParseException {
		emulator.advanceClock(Duration.ofMinutes(1));
		String content = """
				{ "om": "{{ organization_membership.id }}", "name": {{ user.first_name || 'Somebody' }},
				"verified": {{ user.email_verified }}, "tenant": "{{ organization.external_id }}/{{ user.last_name }}",
				"tier": {{ organization.metadata.tier }} }""";
		Response response = put(client, content);
		assertThat(response.status()).isEqualTo(200);
		assertTemplate(response.json(), content, "2026-11-01T12:01:00.000Z");
		assertTemplate(client.get(PATH).json(), content, "2026-11-01T12:01:00.000Z");
		Map<String, Object> claims = SignedJWT.parse(emulator.sessionToken("user_alice", "org_acme"))
			.getJWTClaimsSet()
			.getClaims();
		assertThat(claims).containsEntry("om", "om_alice")
			.containsEntry("name", "Alice")
			.containsEntry("verified", true)
			.containsEntry("tenant", "acme/")
			.doesNotContainKey("tier");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "[]", "{}", "{\"sub\": 1}", "{\"a\": {{ user.mail }}}", "{\"a\"" })
	void updateWhenTextIsWrongThenUnprocessableAndTemplateStays(String content) {
		assertUnprocessable(put(client, content));
		assertThat(client.get(PATH).json().get("content").stringValue()).contains("{{ organization_membership.id }}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{}", "{\"content\": null}", "{\"content\": {\"a\": 1}}",
			"{\"content\": \"{\\\"a\\\": 1}\", \"name\": \"b\"}" })
	void updateWhenBodyIsWrongThenUnprocessable(String body) {
		assertUnprocessable(client.send(client.request(PATH).PUT(BodyPublishers.ofString(body)).build()));
	}

	@Test
	void updateWhenTextIsVeryLongThenUnprocessable() {
		assertUnprocessable(put(client, "{\"a\": \"" + "x".repeat(65536) + "\"}"));
	}

	private static Response put(EmulatorClient client, String content) {
		String body = JsonMapper.shared().writeValueAsString(Map.of("content", content));
		return client.send(client.request(PATH).PUT(BodyPublishers.ofString(body)).build());
	}

	private static void assertTemplate(JsonNode json, String content, String updatedAt) {
		assertThat(json.propertyNames()).containsExactly("object", "content", "created_at", "updated_at");
		assertThat(json.get("object").stringValue()).isEqualTo("jwt_template");
		assertThat(json.get("content").stringValue()).isEqualTo(content);
		assertThat(json.get("created_at").stringValue()).isEqualTo("2026-11-01T12:00:00.000Z");
		assertThat(json.get("updated_at").stringValue()).isEqualTo(updatedAt);
	}

	private static void assertUnprocessable(Response response) {
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.json().propertyNames()).containsExactlyInAnyOrder("code", "message");
		assertThat(response.json().get("code").stringValue()).isEqualTo("invalid_request_parameters");
	}

}
