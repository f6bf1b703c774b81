package io.github.fgaspring.emulator.api;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.github.fgaspring.emulator.AcmeEmulator;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class PermissionsEndpointTests {

	private static final String PERMISSIONS = "/authorization/permissions";

	private FgaEmulator emulator;

	private EmulatorClient client;

	@BeforeEach
	void start() {
		Clock clock = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
		this.emulator = FgaEmulator.start(AcmeEmulator.config().withClock(clock));
		this.client = new EmulatorClient(this.emulator);
	}

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@Test
	void createWhenNothingIsWrongThenHasEveryField() {
		JsonNode expected = JsonMapper.shared().readTree("""
				{
				  "object": "permission",
				  "slug": "project:share",
				  "name": "Share",
				  "description": "Lets others in",
				  "system": false,
				  "resource_type_slug": "project",
				  "created_at": "2026-11-01T12:00:00.000Z",
				  "updated_at": "2026-11-01T12:00:00.000Z"
				}""");
		Response created = this.client.post(PERMISSIONS, """
				{"slug": "project:share", "name": "Share", "description": "Lets others in",
				 "resource_type_slug": "project"}""");
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.json().get("id").stringValue()).startsWith("perm_");
		assertThat(created.json().deepCopy().asObject().without("id")).isEqualTo(expected);
		assertThat(this.client.get(PERMISSIONS + "/project%3Ashare").json()).isEqualTo(created.json());
	}

	@Test
	void createWhenOnlySlugAndNameThenIsForOrganizations() {
		JsonNode created = this.client.post(PERMISSIONS, """
				{"slug": "a-z_0:9.*", "name": "Odd", "description": null}""").json();
		assertThat(created.get("resource_type_slug").stringValue()).isEqualTo("organization");
		assertThat(created.get("description").isNull()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{}                                                                                 | 422 |
					{"name": "N"}                                                                      | 422 |
					{"slug": "s"}                                                                      | 422 |
					{"slug": null, "name": "N"}                                                        | 422 |
					{"slug": "", "name": "N"}                                                          | 422 |
					{"slug": "Upper", "name": "N"}                                                     | 422 |
					{"slug": "with space", "name": "N"}                                                | 422 |
					{"slug": "s/t", "name": "N"}                                                       | 422 |
					{"slug": "größe", "name": "N"}                                                     | 422 |
					{"slug": "a123456789b123456789c123456789d123456789e12345678", "name": "N"}         | 422 |
					{"slug": "s", "name": "a123456789b123456789c123456789d123456789e12345678"}         | 422 |
					{"slug": "s", "name": null}                                                        | 422 |
					{"slug": "s", "name": 1}                                                           | 422 |
					{"slug": "s", "name": "N", "description": false}                                   | 422 |
					{"slug": "s", "name": "N", "resource_type_slug": null}                             | 422 |
					{"slug": "s", "name": "N", "system": true}                                         | 422 |
					{"slug": "s", "name": "N", "resource_type_slug": "unknown"}                        | 404 |
					{"slug": "project:view", "name": "N", "resource_type_slug": "unknown"}             | 404 |
					{"slug": "project:view", "name": "N"}                                              | 409 | permission_slug_conflict
					""")
	void createWhenSomethingIsWrongThenChangesNothing(String body, int status, String code) {
		String before = this.client.get(PERMISSIONS + "?limit=100").text();
		ErrorAssertions.assertError(this.client.post(PERMISSIONS, body), status, code);
		assertThat(this.client.get(PERMISSIONS + "?limit=100").text()).isEqualTo(before);
	}

	@Test
	void createWhenDescriptionIsTooLongThenUnprocessable() {
		ErrorAssertions.assertError(this.client.post(PERMISSIONS, """
				{"slug": "s", "name": "N", "description": "%s"}""".formatted("d".repeat(151))), 422, null);
	}

	@Test
	void listWhenPagedThenHasEveryPermissionOnce() {
		JsonNode first = this.client.get(PERMISSIONS + "?limit=4").json();
		JsonNode second = this.client
			.get(PERMISSIONS + "?limit=4&after=" + first.get("list_metadata").get("after").stringValue())
			.json();
		assertThat(slugs(first)).containsExactly("workspace:view", "folder:view", "project:edit", "project:view");
		assertThat(slugs(second)).containsExactly("org:manage", "org:view");
		assertThat(second.get("list_metadata").get("after").isNull()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"name": "See"}                      | See          | null
			{"description": "Look only"}         | project:view | Look only
			{"name": "See", "description": null} | See          | null
			{}                                   | project:view | null
			""")
	void updateWhenFieldsAreGivenThenChangesThem(String body, String name, String description) {
		Response updated = this.client.send("PATCH", PERMISSIONS + "/project:view", body);
		assertThat(updated.status()).isEqualTo(200);
		assertThat(updated.json().get("name").stringValue()).isEqualTo(name);
		assertThat(updated.json().get("description").asString("null")).isEqualTo(description);
		assertThat(this.client.get(PERMISSIONS + "/project:view").json()).isEqualTo(updated.json());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			project:view | {"name": null}              | 422
			project:view | {"name": " "}               | 422
			project:view | {"slug": "project:look"}    | 422
			unknown      | {"name": null}              | 422
			unknown      | {"name": "See"}             | 404
			""")
	void updateWhenSomethingIsWrongThenFails(String slug, String body, int status) {
		ErrorAssertions.assertError(this.client.send("PATCH", PERMISSIONS + "/" + slug, body), status, null);
	}

	@Test
	void deleteWhenRolesHaveThePermissionThenTheyLoseIt() {
		Response deleted = this.client.send("DELETE", PERMISSIONS + "/project%3Aview", "");
		assertThat(deleted.status()).isEqualTo(204);
		assertThat(deleted.text()).isEmpty();
		ErrorAssertions.assertError(this.client.get(PERMISSIONS + "/project:view"), 404, null);
		ErrorAssertions.assertError(this.client.send("DELETE", PERMISSIONS + "/project:view", ""), 404, null);
		assertThat(this.client.get("/authorization/roles/admin").json().get("permissions").valueStream())
			.extracting(JsonNode::stringValue)
			.containsExactly("org:view", "org:manage");
	}

	private static List<String> slugs(JsonNode list) {
		return list.get("data").valueStream().map((permission) -> permission.get("slug").stringValue()).toList();
	}

}
