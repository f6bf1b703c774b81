package io.github.fgaspring.emulator.api;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.github.fgaspring.emulator.AcmeEmulator;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class MembershipsEndpointTests {

	private static final String ALL_OF_ACME = "organization_id=org_acme&statuses=active,inactive,pending";

	private static FgaEmulator emulator;

	private static EmulatorClient client;

	@BeforeAll
	static void start() {
		Clock clock = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
		emulator = FgaEmulator.start(AcmeEmulator.config().withClock(clock));
		client = new EmulatorClient(emulator);
	}

	@AfterAll
	static void stop() {
		emulator.close();
	}

	@Test
	void listWhenUserAndOrganizationThenHasEveryFieldOfTheMembership() {
		JsonNode expected = JsonMapper.shared().readTree("""
				{
				  "object": "list",
				  "data": [ {
				    "object": "organization_membership",
				    "id": "om_alice",
				    "user_id": "user_alice",
				    "organization_id": "org_acme",
				    "status": "active",
				    "directory_managed": false,
				    "organization_name": "Acme",
				    "custom_attributes": {},
				    "role": { "slug": "member" },
				    "roles": [ { "slug": "member" } ],
				    "user": {
				      "object": "user",
				      "id": "user_alice",
				      "email": "alice@acme.test",
				      "email_verified": true,
				      "first_name": null,
				      "last_name": null,
				      "name": null,
				      "profile_picture_url": null,
				      "external_id": "42",
				      "metadata": {},
				      "last_sign_in_at": null,
				      "locale": null,
				      "created_at": "2026-11-01T12:00:00.000Z",
				      "updated_at": "2026-11-01T12:00:00.000Z"
				    },
				    "created_at": "2026-11-01T12:00:00.000Z",
				    "updated_at": "2026-11-01T12:00:00.000Z"
				  } ],
				  "list_metadata": { "before": null, "after": null }
				}""");
		Response response = list("user_id=user_alice&organization_id=org_acme");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.json()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			user_id=user_alice                              | om_alice_globex om_alice
			organization_id=org_globex                      | om_alice_globex
			organization_id=org_acme                        | om_carol om_bob om_alice
			organization_id=org_acme&statuses=inactive      | om_dave
			organization_id=org_acme&statuses=active,pending | om_erin om_carol om_bob om_alice
			organization_id=org_acme&statuses=active%2Cpending | om_erin om_carol om_bob om_alice
			organization_id=org_acme&order=asc              | om_alice om_bob om_carol
			organization_id=org_acme&order=normal           | om_carol om_bob om_alice
			user_id=user_bob&organization_id=org_globex     | ''
			user_id=user_none                               | ''
			organization_id=org_none                        | ''
			""")
	void listWhenFilteredThenHasMatchesInOrder(String query, String expected) {
		assertThat(ids(list(query))).containsExactlyElementsOf(words(expected));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "null", textBlock = """
			limit=2                        | om_erin om_dave  | null     | om_dave
			limit=2&after=om_dave          | om_carol om_bob  | om_carol | om_bob
			limit=2&after=om_bob           | om_alice         | om_alice | null
			limit=2&before=om_alice        | om_carol om_bob  | om_carol | om_bob
			limit=2&before=om_carol        | om_erin om_dave  | null     | om_dave
			limit=100&before=om_erin       | ''               | null     | null
			limit=2&order=asc              | om_alice om_bob  | null     | om_bob
			limit=2&order=asc&after=om_bob | om_carol om_dave | om_carol | om_dave
			limit=2&order=normal           | om_erin om_dave  | om_dave  | null
			limit=2&order=normal&before=om_dave | om_carol om_bob | om_bob | om_carol
			limit=2&order=normal&after=om_alice | om_carol om_bob | om_bob | om_carol
			""")
	void listWhenPagedThenHasPartAndCursors(String query, String expected, String before, String after) {
		Response response = list(ALL_OF_ACME + "&" + query);
		assertThat(ids(response)).containsExactlyElementsOf(words(expected));
		JsonNode metadata = response.json().get("list_metadata");
		assertThat(metadata.get("before").asString(null)).isEqualTo(before);
		assertThat(metadata.get("after").asString(null)).isEqualTo(after);
	}

	@Test
	void listWhenNoLimitThenPagesByTen() {
		StringBuilder seed = new StringBuilder("organizations: [{ id: org_big }]\nusers:\n");
		StringBuilder memberships = new StringBuilder("memberships:\n");
		for (int i = 0; i < 12; i++) {
			seed.append("  - { id: user_%d, email: %d@big.test }\n".formatted(i, i));
			memberships.append("  - { id: om_%d, user: user_%d, organization: org_big }\n".formatted(i, i));
		}
		try (FgaEmulator big = FgaEmulator
			.start(AcmeEmulator.config().withSeed(Seed.of(seed.append(memberships).toString())))) {
			EmulatorClient bigClient = new EmulatorClient(big);
			assertThat(ids(bigClient.get("/user_management/organization_memberships?organization_id=org_big")))
				.hasSize(10);
		}
	}

	@Test
	void listWhenNeitherUserNorOrganizationThenBadRequest() {
		Response response = list("statuses=active");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json().propertyNames()).containsExactly("code", "message");
		assertThat(response.json().get("code").stringValue()).isEqualTo("missing_user_id_or_organization_id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "limit=0", "limit=101", "limit=-1", "limit=ten", "limit=", "limit=1&limit=2", "order=up",
			"order=", "statuses=gone", "statuses=", "statuses=active,", "before=om_none", "after=om_none",
			"before=om_alice&after=om_bob" })
	void listWhenParameterIsWrongThenUnprocessable(String query) {
		Response response = list("organization_id=org_acme&" + query);
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

	private static Response list(String query) {
		return client.get("/user_management/organization_memberships?" + query);
	}

	private static List<String> ids(Response response) {
		return response.json()
			.get("data")
			.valueStream()
			.map((membership) -> membership.get("id").stringValue())
			.toList();
	}

	private static List<String> words(String text) {
		return text.isEmpty() ? List.of() : List.of(text.split(" "));
	}

}
