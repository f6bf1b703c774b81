package io.github.fgaspring.emulator.api;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.github.fgaspring.emulator.AcmeEmulator;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ResourcesEndpointTests {

	// Resource ids count up: the organizations first, then the resources of the seed.
	private static final String ACME = "authz_resource_emulator_1";

	private static final String ENGINEERING = "authz_resource_emulator_3";

	private static final String ENGINEERING_OF_GLOBEX = "authz_resource_emulator_9";

	private static final String TOO_LONG = "123456789012345678901234567890123456789012345678901234567890"
			+ "123456789012345678901234567890123456789012345678901234567890123456789";

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

	@AfterEach
	void reset() {
		emulator.reset();
	}

	@Test
	void createWhenEverythingIsGivenThenHasEveryField() {
		String form = """
				{
				  "object": "authorization_resource",
				  "id": "%s",
				  "external_id": "shop/1",
				  "resource_type_slug": "project",
				  "organization_id": "org_acme",
				  "parent_resource_id": "authz_resource_emulator_3",
				  "name": "Shop",
				  "description": "Where people buy",
				  "created_at": "2026-11-01T12:00:00.000Z",
				  "updated_at": "2026-11-01T12:00:00.000Z"
				}""";
		Response response = create("""
				"resource_type_slug": "project", "external_id": "shop/1", "name": "Shop",
				"description": "Where people buy", "parent_resource_id": "%s\"""".formatted(ENGINEERING));
		assertThat(response.status()).isEqualTo(201);
		String id = response.json().get("id").stringValue();
		JsonNode expected = JsonMapper.shared().readTree(form.formatted(id));
		assertThat(id).startsWith("authz_resource_");
		assertThat(response.json()).isEqualTo(expected);
		assertThat(client.get("/authorization/resources/" + id).json()).isEqualTo(expected);
		assertThat(client.get("/authorization/organizations/org_acme/resources/project/shop%2F1").json())
			.isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					workspace | "description": null                                                                         | authz_resource_emulator_1
					workspace | "parent_resource_id": null                                                                  | authz_resource_emulator_1
					workspace | "parent_resource_id": "authz_resource_emulator_1"                                           | authz_resource_emulator_1
					workspace | "parent_resource_type_slug": "organization", "parent_resource_external_id": "org_acme"      | authz_resource_emulator_1
					project   | "parent_resource_type_slug": "workspace", "parent_resource_external_id": "engineering"      | authz_resource_emulator_3
					folder    | "parent_resource_type_slug": "folder", "parent_resource_external_id": "inner"               | authz_resource_emulator_7
					""")
	void createWhenParentIsNamedInAnyWayThenIsBelowIt(String type, String fields, String parent) {
		Response response = create("""
				"resource_type_slug": "%s", "external_id": "new", "name": "New", %s""".formatted(type, fields));
		assertThat(response.status()).isEqualTo(201);
		assertThat(response.json().get("parent_resource_id").stringValue()).isEqualTo(parent);
		assertThat(response.json().get("description").isNull()).isTrue();
	}

	@Test
	void createWhenRoleIsHeldAboveThenIsInherited() {
		create("""
				"resource_type_slug": "project", "external_id": "new", "name": "New",
				"parent_resource_id": "%s\"""".formatted(ENGINEERING));
		Response check = client.post("/authorization/organization_memberships/om_alice/check", """
				{"permission_slug": "project:edit", "resource_type_slug": "project", "resource_external_id": "new"}""");
		assertThat(check.text()).isEqualTo("{\"authorized\":true}");
	}

	@Test
	void createWhenExternalIdIsTakenThenConflictOnlyInTheSameOrganizationAndType() {
		Response conflict = create("""
				"resource_type_slug": "workspace", "external_id": "sales", "name": "Sales\"""");
		assertThat(conflict.status()).isEqualTo(409);
		assertThat(conflict.json().propertyNames()).containsExactly("code", "message");
		assertThat(conflict.json().get("code").stringValue()).isEqualTo("authorization_resource_external_id_conflict");
		assertThat(create("""
				"resource_type_slug": "project", "external_id": "sales", "name": "Sales",
				"parent_resource_id": "%s\"""".formatted(ENGINEERING)).status()).isEqualTo(201);
		assertThat(client.post("/authorization/resources", """
				{"organization_id": "org_globex", "resource_type_slug": "workspace", "external_id": "sales",
				"name": "Sales"}""").status()).isEqualTo(201);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"resource_type_slug\": \"none\"", "\"organization_id\": \"org_none\"",
			"\"parent_resource_id\": \"authz_resource_none\"",
			// of another organization, by id and by external id
			"\"parent_resource_id\": \"" + ENGINEERING_OF_GLOBEX + "\"",
			"\"parent_resource_type_slug\": \"organization\", \"parent_resource_external_id\": \"org_globex\"",
			"\"parent_resource_type_slug\": \"workspace\", \"parent_resource_external_id\": \"secret\"" })
	void createWhenSomethingIsUnknownThenNotFound(String fields) {
		assertRefused(404, fields);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"external_id\": null", "\"external_id\": \"\"", "\"external_id\": 7",
			"\"external_id\": \"\u00fc\"", "\"external_id\": \"" + TOO_LONG + "\"", "\"name\": null", "\"name\": \"\"",
			"\"name\": [\"New\"]", "\"name\": \"1234567890123456789012345678901234567890123456789\"",
			"\"description\": 7", "\"description\": \"" + TOO_LONG + TOO_LONG + "\"", "\"resource_type_slug\": null",
			"\"organization_id\": null", "\"organization_id\": {}", "\"no_such_field\": 1",
			// the organization's own resource
			"\"resource_type_slug\": \"organization\"",
			// a parent in both ways, in half of one, or of a type that is not allowed
			"\"parent_resource_id\": \"\"", "\"parent_resource_type_slug\": \"organization\"",
			"\"parent_resource_external_id\": \"org_acme\"",
			"\"parent_resource_id\": null, \"parent_resource_type_slug\": \"organization\", \"parent_resource_external_id\": \"org_acme\"",
			"\"parent_resource_id\": \"" + ACME
					+ "\", \"parent_resource_type_slug\": \"organization\", \"parent_resource_external_id\": \"org_acme\"",
			"\"parent_resource_id\": \"" + ENGINEERING + "\"", "\"resource_type_slug\": \"project\"" })
	void createWhenBodyIsWrongThenUnprocessable(String fields) {
		assertRefused(422, fields);
	}

	@ParameterizedTest
	@ValueSource(strings = { "external_id", "name", "resource_type_slug", "organization_id" })
	void createWhenFieldIsMissingThenUnprocessable(String field) {
		String body = """
				{"organization_id": "org_acme", "resource_type_slug": "workspace", "external_id": "new", "name": "New"}""";
		assertThat(client.post("/authorization/resources", body.replace(field, "description")).status()).isEqualTo(422);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					organization_id=org_globex                                        | secret engineering org_globex
					organization_id=org_acme&resource_type_slug=folder                | outer inner
					organization_id=org_acme&resource_type_slug=folder&order=asc      | inner outer
					organization_id=org_acme&resource_external_id=web                 | web
					resource_type_slug=workspace                                      | secret engineering sales engineering
					resource_type_slug=workspace&resource_external_id=engineering     | engineering engineering
					resource_type_slug=organization                                   | org_globex org_acme
					organization_id=org_acme&parent_resource_id=authz_resource_emulator_1 | sales engineering
					organization_id=org_acme&parent_resource_id=authz_resource_emulator_9 | ''
					organization_id=org_acme&parent_resource_id=authz_resource_none   | ''
					organization_id=org_acme&parent_resource_type_slug=workspace&parent_external_id=sales | crm
					resource_type_slug=workspace&parent_resource_type_slug=organization&parent_external_id=org_globex | secret engineering
					organization_id=org_acme&parent_resource_type_slug=workspace&parent_external_id=none | ''
					organization_id=org_none                                          | ''
					resource_type_slug=none                                           | ''
					""")
	void listWhenFilteredThenHasMatchesTheNewestFirst(String query, String expected) {
		Response response = list(query);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.values("external_id")).containsExactlyElementsOf(words(expected));
	}

	@Test
	void listWhenPagedThenEndsWithTheOldest() {
		Response first = list("resource_type_slug=workspace&limit=3");
		assertThat(first.values("external_id")).containsExactly("secret", "engineering", "sales");
		String after = first.json().get("list_metadata").get("after").stringValue();
		Response second = list("resource_type_slug=workspace&limit=3&after=" + after);
		assertThat(second.values("external_id")).containsExactly("engineering");
		assertThat(second.json().get("list_metadata").get("after").isNull()).isTrue();
	}

	@Test
	void listWhenNeitherOrganizationNorTypeThenBadRequest() {
		Response response = list("resource_external_id=web");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json().propertyNames()).containsExactly("code", "message");
		assertThat(response.json().get("code").stringValue())
			.isEqualTo("missing_organization_id_or_resource_type_slug");
	}

	@ParameterizedTest
	@ValueSource(strings = { "limit=101", "parent_external_id=sales", "parent_resource_type_slug=workspace",
			"parent_resource_external_id=sales&parent_resource_type_slug=workspace",
			"parent_resource_id=" + ENGINEERING + "&parent_resource_type_slug=workspace&parent_external_id=sales" })
	void listWhenParameterIsWrongThenUnprocessable(String query) {
		Response response = list("organization_id=org_acme&" + query);
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

	// Of a field that is there twice, the second one counts.
	private static void assertRefused(int status, String fields) {
		String before = list("organization_id=org_acme").text();
		Response response = create("""
				"resource_type_slug": "workspace", "external_id": "new", "name": "New", %s""".formatted(fields));
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.json().propertyNames()).containsExactly("message");
		assertThat(list("organization_id=org_acme").text()).isEqualTo(before);
	}

	private static Response create(String fields) {
		return client.post("/authorization/resources", """
				{"organization_id": "org_acme", %s}""".formatted(fields));
	}

	private static Response list(String query) {
		return client.get("/authorization/resources?" + query);
	}

	private static List<String> words(String text) {
		return text.isEmpty() ? List.of() : List.of(text.split(" "));
	}

}
