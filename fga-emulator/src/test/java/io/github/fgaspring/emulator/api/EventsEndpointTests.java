package io.github.fgaspring.emulator.api;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One session begins at 12:00 in each of Acme, Globex and no organization, and another in
 * each at 13:00. The first one is revoked at 14:00.
 */
class EventsEndpointTests {

	private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

	private static FgaEmulator emulator;

	private static EmulatorClient client;

	@BeforeAll
	static void start() throws ParseException {
		emulator = FgaEmulator.start(AcmeEmulator.config().withClock(Clock.fixed(NOW, ZoneOffset.UTC)));
		client = new EmulatorClient(emulator);
		String first = emulator.sessionToken("user_alice", "org_acme");
		emulator.sessionToken("user_alice", "org_globex");
		emulator.sessionToken("user_alice");
		emulator.advanceClock(Duration.ofHours(1));
		emulator.sessionToken("user_alice", "org_acme");
		emulator.sessionToken("user_alice", "org_globex");
		emulator.sessionToken("user_alice");
		emulator.advanceClock(Duration.ofHours(1));
		String session = SignedJWT.parse(first).getJWTClaimsSet().getStringClaim("sid");
		client.post("/user_management/sessions/revoke", "{\"session_id\": \"%s\"}".formatted(session));
	}

	@AfterAll
	static void stop() {
		emulator.close();
	}

	@Test
	void listWhenThereIsNoFilterThenHasAllEventsTheLatestFirst() {
		Response response = client.get("/events");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.json().propertyNames()).containsExactly("object", "data", "list_metadata");
		assertThat(response.json().get("list_metadata").toString()).isEqualTo("{\"after\":null}");
		JsonNode data = response.json().get("data");
		assertThat(ids(data)).isEqualTo("7654321");
		assertThat(data.get(0).propertyNames()).containsExactly("object", "id", "event", "data", "created_at");
		assertThat(data.get(0).get("object").stringValue()).isEqualTo("event");
		assertThat(data.get(0).get("event").stringValue()).isEqualTo("session.revoked");
		assertThat(data.get(0).get("created_at").stringValue()).isEqualTo("2026-11-01T14:00:00.000Z");
		assertThat(data.get(0).get("data").get("status").stringValue()).isEqualTo("revoked");
		assertThat(data.get(6).get("data").get("status").stringValue()).isEqualTo("active");
	}

	@ParameterizedTest
	@CsvSource({ "events=session.created, 654321", "events=session.revoked, 7",
			"events=session.created%2Csession.revoked, 7654321", "'events=session.revoked,dsync.user.created', 7",
			"events=user.created, ''", "organization_id=org_acme, 741", "organization_id=org_globex, 52",
			"range_start=2026-11-01T13:00:00Z, 7654", "range_end=2026-11-01T13:00:00Z, 321",
			"range_start=2026-11-01T14:00:00.000%2B01:00&range_end=2026-11-01T14:00:00Z, 654",
			"range_start=2026-11-01, 7654321", "range_end=2026-11-01, ''", "range_start=2026-11-02, ''",
			"order=asc, 1234567", "limit=2, 76", "limit=2&order=asc, 12",
			"organization_id=org_acme&events=session.created&order=asc, 14" })
	void listWhenFilteredThenHasTheEventsAskedFor(String query, String ids) {
		assertThat(ids(client.get("/events?" + query).json().get("data"))).isEqualTo(ids);
	}

	@Test
	void listWhenEventsArePolledThenCursorLeadsThroughThemInOrder() {
		StringBuilder ids = new StringBuilder();
		String after = "";
		do {
			JsonNode page = client.get("/events?order=asc&limit=3" + after).json();
			ids.append(ids(page.get("data"))).append(' ');
			JsonNode cursor = page.get("list_metadata").get("after");
			after = cursor.isNull() ? "" : "&after=" + cursor.stringValue();
		}
		while (!after.isEmpty());
		assertThat(ids).hasToString("123 456 7 ");
		assertThat(ids(client.get("/events?order=asc&after=event_emulator_5").json().get("data"))).isEqualTo("67");
		assertThat(ids(client.get("/events?before=event_emulator_5").json().get("data"))).isEqualTo("76");
	}

	@ParameterizedTest
	@CsvSource({ "limit=0, limit", "limit=many, limit", "order=up, order", "after=event_unknown, after",
			"before=event_unknown, before", "after=a&before=b, before", "type=user.created, type", "events=, events",
			"'events=user.created,', events", "events=user, events", "events=User.Created, events",
			"range_start=yesterday, range_start", "range_start=2026-11-01T12:00:00, range_start",
			"range_end=2026-13-01, range_end", "range_start=2026-11-02&range_end=2026-11-01, range_end" })
	void listWhenParameterIsWrongThenUnprocessableWithItsName(String query, String field) {
		Response response = client.get("/events?" + query);
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.json().propertyNames()).containsExactlyInAnyOrder("message", "errors");
		assertThat(response.json().get("message").stringValue()).startsWith("Validation failed: ");
		assertThat(response.json().get("errors").size()).isOne();
		JsonNode error = response.json().get("errors").get(0);
		assertThat(error.propertyNames()).containsExactlyInAnyOrder("code", "field");
		assertThat(error.get("code").stringValue()).isEqualTo("invalid");
		assertThat(error.get("field").stringValue()).isEqualTo(field);
	}

	@Test
	void listWhenOrganizationIsUnknownThenBadRequest() {
		Response response = client.get("/events?organization_id=org_unknown");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.text()).isEqualTo("{\"message\":\"Organization not found: 'org_unknown'.\"}");
	}

	private static String ids(JsonNode data) {
		StringBuilder ids = new StringBuilder();
		data.forEach((event) -> ids.append(event.get("id").stringValue().substring("event_emulator_".length())));
		return ids.toString();
	}

}
