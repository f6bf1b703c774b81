package io.github.fgaspring.emulator.api;

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

import static org.assertj.core.api.Assertions.assertThat;

class EnvironmentRolesEndpointTests {

	private static final String ROLES = "/authorization/roles";

	private FgaEmulator emulator;

	private EmulatorClient client;

	@BeforeEach
	void start() {
		this.emulator = AcmeEmulator.start();
		this.client = new EmulatorClient(this.emulator);
	}

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@Test
	void listWhenSeededThenHasAllInOrderWithoutPages() {
		JsonNode roles = this.client.get(ROLES).json();
		assertThat(roles.propertyNames()).containsExactly("object", "data");
		assertThat(roles.get("data").valueStream().map((role) -> role.get("slug").stringValue()))
			.containsExactly("member", "admin", "auditor", "workspace-admin", "project-editor");
		ErrorAssertions.assertError(this.client.get(ROLES + "?limit=1"), 422, null);
	}

	@Test
	void createWhenNothingIsWrongThenHasEveryField() {
		Response created = this.client.post(ROLES, """
				{"slug": "project-owner", "name": "Owner", "resource_type_slug": "project"}""");
		assertThat(created.status()).isEqualTo(201);
		JsonNode role = created.json();
		assertThat(role.propertyNames()).containsExactly("object", "id", "slug", "name", "description", "type",
				"resource_type_slug", "permissions", "created_at", "updated_at");
		assertThat(role.get("object").stringValue()).isEqualTo("role");
		assertThat(role.get("id").stringValue()).startsWith("role_");
		assertThat(role.get("type").stringValue()).isEqualTo("EnvironmentRole");
		assertThat(role.get("resource_type_slug").stringValue()).isEqualTo("project");
		assertThat(role.get("permissions")).isEmpty();
		assertThat(this.client.get(ROLES + "/project-owner").json()).isEqualTo(role);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"name": "N"}                                                              | 422 |
			{"slug": "s"}                                                              | 422 |
			{"slug": "S", "name": "N"}                                                 | 422 |
			{"slug": "a123456789b123456789c123456789d123456789e12345678", "name": "N"} | 422 |
			{"slug": "s", "name": "N", "permissions": []}                              | 422 |
			{"slug": "s", "name": "N", "resource_type_slug": "unknown"}                | 404 |
			{"slug": "admin", "name": "N"}                                             | 409 | role_slug_conflict
			{"slug": "org-own", "name": "N"}                                           | 409 | role_slug_conflict
			""")
	void createWhenSomethingIsWrongThenChangesNothing(String body, int status, String code) {
		this.client.post("/authorization/organizations/org_acme/roles", """
				{"slug": "org-own", "name": "Own"}""");
		String before = this.client.get(ROLES).text();
		ErrorAssertions.assertError(this.client.post(ROLES, body), status, code);
		assertThat(this.client.get(ROLES).text()).isEqualTo(before);
	}

	@Test
	void updateWhenFieldsAreGivenThenChangesThem() {
		this.client.send("PATCH", ROLES + "/admin", """
				{"description": "May do all"}""");
		JsonNode role = this.client.send("PATCH", ROLES + "/admin", """
				{"name": "Boss"}""").json();
		assertThat(role.get("name").stringValue()).isEqualTo("Boss");
		assertThat(role.get("description").stringValue()).isEqualTo("May do all");
		assertThat(permissions(role)).containsExactly("org:view", "org:manage", "project:view");
		assertThat(this.client.get(ROLES + "/admin").json()).isEqualTo(role);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					PUT  | {"permissions": ["project:edit", "org:view", "project:edit"]} | project:edit org:view
					PUT  | {"permissions": []}                                           | ``
					POST | {"slug": "project:edit"}                                      | org:view org:manage project:view project:edit
					POST | {"slug": "org:view"}                                          | org:view org:manage project:view
					""")
	void permissionsWhenGivenThenRoleHasThem(String method, String body, String expected) {
		Response response = this.client.send(method, ROLES + "/admin/permissions", body);
		assertThat(response.status()).isEqualTo(200);
		assertThat(permissions(response.json()))
			.containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
		assertThat(this.client.get(ROLES + "/admin").json()).isEqualTo(response.json());
	}

	@Test
	void permissionsWhenChangedThenChecksFollow() {
		String question = """
				{"permission_slug": "project:edit", "resource_type_slug": "project", "resource_external_id": "web"}""";
		String check = "/authorization/organization_memberships/om_carol/check";
		assertThat(this.client.post(check, question).text()).isEqualTo("{\"authorized\":false}");
		this.client.post(ROLES + "/admin/permissions", """
				{"slug": "project:edit"}""");
		assertThat(this.client.post(check, question).text()).isEqualTo("{\"authorized\":true}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			PATCH | /admin               | {"name": null}                         | 422
			PATCH | /admin               | {"slug": "boss"}                       | 422
			PATCH | /unknown             | {"name": "Boss"}                       | 404
			PUT   | /admin/permissions   | {}                                     | 422
			PUT   | /admin/permissions   | {"permissions": null}                  | 422
			PUT   | /admin/permissions   | {"permissions": "org:view"}            | 422
			PUT   | /admin/permissions   | {"permissions": [null]}                | 422
			PUT   | /admin/permissions   | {"permissions": [["org:view"]]}        | 422
			PUT   | /admin/permissions   | {"permissions": ["org:view", "other"]} | 404
			PUT   | /unknown/permissions | {"permissions": []}                    | 404
			POST  | /admin/permissions   | {}                                     | 422
			POST  | /admin/permissions   | {"slug": ["org:view"]}                 | 422
			POST  | /admin/permissions   | {"slug": "unknown"}                    | 404
			POST  | /unknown/permissions | {"slug": "org:view"}                   | 404
			""")
	void changeWhenSomethingIsWrongThenChangesNothing(String method, String path, String body, int status) {
		String before = this.client.get(ROLES).text();
		ErrorAssertions.assertError(this.client.send(method, ROLES + path, body), status, null);
		assertThat(this.client.get(ROLES).text()).isEqualTo(before);
	}

	@Test
	void deleteWhenAskedForThenIsNoOperation() {
		ErrorAssertions.assertError(this.client.send("DELETE", ROLES + "/admin", ""), 405, null);
	}

	private static List<String> permissions(JsonNode role) {
		return role.get("permissions").valueStream().map(JsonNode::stringValue).toList();
	}

}
