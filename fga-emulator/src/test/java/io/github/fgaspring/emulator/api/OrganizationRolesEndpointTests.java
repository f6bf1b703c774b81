package io.github.fgaspring.emulator.api;

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

class OrganizationRolesEndpointTests {

	private static final String ROLES = "/authorization/organizations/org_acme/roles";

	private FgaEmulator emulator;

	private EmulatorClient client;

	@BeforeEach
	void start() {
		this.emulator = AcmeEmulator.start();
		this.client = new EmulatorClient(this.emulator);
		assertThat(this.client.post(ROLES, """
				{"slug": "org-own", "name": "Own"}""").status()).isEqualTo(201);
	}

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@Test
	void listWhenThereAreOwnRolesThenTheyComeAfterThoseOfTheEnvironment() {
		JsonNode roles = this.client.get(ROLES).json();
		assertThat(roles.propertyNames()).containsExactly("object", "data");
		assertThat(roles.get("data").valueStream().map((role) -> role.get("slug").stringValue()))
			.containsExactly("member", "admin", "auditor", "workspace-admin", "project-editor", "org-own");
		assertThat(this.client.get("/authorization/organizations/org_globex/roles").text()).doesNotContain("org-own");
		assertThat(this.client.get("/authorization/roles").text()).doesNotContain("org-own");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"slug": "org-project_owner-2", "name": "Owner"}    | org-project_owner-2
			{"name": "Billing Admin"}                           | org-billing-admin_emulator_1
			{"name": "  Größe & Co. "}                          | org-gr-e-co_emulator_1
			{"name": "管理者"}                                   | org_emulator_1
			{"name": "a123456789b123456789c123456789d12345678"} | org-a123456789b123456789_emulator_1
			""")
	void createWhenSlugIsGivenOrLeftOutThenBeginsWithPrefix(String body, String slug) {
		Response created = this.client.post(ROLES, body);
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.json().get("slug").stringValue()).isEqualTo(slug);
		assertThat(created.json().get("type").stringValue()).isEqualTo("OrganizationRole");
		assertThat(this.client.get(ROLES + "/" + slug).json()).isEqualTo(created.json());
	}

	@Test
	void createWhenNameIsTheSameThenGeneratesAnotherSlug() {
		this.client.post(ROLES, """
				{"slug": "org-billing_emulator_2", "name": "Taken"}""");
		assertThat(this.client.post(ROLES, "{\"name\": \"Billing\"}").json().get("slug").stringValue())
			.isEqualTo("org-billing_emulator_1");
		assertThat(this.client.post(ROLES, "{\"name\": \"Billing\"}").json().get("slug").stringValue())
			.isEqualTo("org-billing_emulator_3");
	}

	@Test
	void createWhenOnlyAnotherOrganizationHasTheSlugThenIsNoConflict() {
		assertThat(this.client.post("/authorization/organizations/org_globex/roles", """
				{"slug": "org-own", "name": "Own"}""").status()).isEqualTo(201);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					org_acme | {"slug": "org-new"}                                                            | 422 |
					org_acme | {"slug": null, "name": "N"}                                                    | 422 |
					org_acme | {"slug": "new", "name": "N"}                                                   | 422 |
					org_acme | {"slug": "org-", "name": "N"}                                                  | 422 |
					org_acme | {"slug": "org-New", "name": "N"}                                               | 422 |
					org_acme | {"slug": "org-new:role", "name": "N"}                                          | 422 |
					org_acme | {"slug": "org-456789b123456789c123456789d123456789e12345678", "name": "N"}     | 422 |
					org_acme | {"name": "N", "resource_type_slug": "unknown"}                                 | 404 |
					org_none | {"name": "N"}                                                                  | 404 |
					org_none | {"name": ""}                                                                   | 422 |
					org_acme | {"slug": "org-own", "name": "N"}                                               | 409 | organization_role_slug_conflict
					org_acme | {"slug": "org-env", "name": "N"}                                               | 409 | organization_role_slug_conflict
					""")
	void createWhenSomethingIsWrongThenChangesNothing(String organization, String body, int status, String code) {
		this.client.post("/authorization/roles", """
				{"slug": "org-env", "name": "Of the environment"}""");
		String before = this.client.get(ROLES).text();
		ErrorAssertions.assertError(
				this.client.post("/authorization/organizations/%s/roles".formatted(organization), body), status, code);
		assertThat(this.client.get(ROLES).text()).isEqualTo(before);
	}

	@Test
	void getWhenRoleIsOfTheEnvironmentThenHasIt() {
		assertThat(this.client.get(ROLES + "/admin").json())
			.isEqualTo(this.client.get("/authorization/roles/admin").json());
	}

	@Test
	void changeWhenRoleIsOwnThenChangesIt() {
		this.client.send("PUT", ROLES + "/org-own/permissions", """
				{"permissions": ["org:view", "project:view"]}""");
		this.client.send("PATCH", ROLES + "/org-own", """
				{"name": "New", "description": "Changed"}""");
		this.client.post(ROLES + "/org-own/permissions", """
				{"slug": "org:manage"}""");
		Response removed = this.client.send("DELETE", ROLES + "/org-own/permissions/org%3Aview", "");
		assertThat(removed.status()).isEqualTo(200);
		assertThat(removed.json().get("name").stringValue()).isEqualTo("New");
		assertThat(removed.json().get("permissions").valueStream().map(JsonNode::stringValue))
			.containsExactly("project:view", "org:manage");
		assertThat(this.client.get(ROLES + "/org-own").json()).isEqualTo(removed.json());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			GET    | org_none   | org-own                      | ``                           | 404
			GET    | org_acme   | unknown                      | ``                           | 404
			GET    | org_globex | org-own                      | ``                           | 404
			PATCH  | org_acme   | org-own                      | {"name": 1}                  | 422
			PATCH  | org_acme   | admin                        | {"name": "Boss"}             | 404
			PATCH  | org_globex | org-own                      | {"name": "Boss"}             | 404
			PUT    | org_acme   | org-own/permissions          | {"permissions": {}}          | 422
			PUT    | org_acme   | org-own/permissions          | {"permissions": ["unknown"]} | 404
			PUT    | org_acme   | admin/permissions            | {"permissions": []}          | 404
			POST   | org_acme   | org-own/permissions          | {"slug": null}               | 422
			POST   | org_acme   | org-own/permissions          | {"slug": "unknown"}          | 404
			POST   | org_acme   | admin/permissions            | {"slug": "org:view"}         | 404
			DELETE | org_acme   | org-own/permissions/unknown  | ``                           | 404
			DELETE | org_acme   | org-own/permissions/org:view | ``                           | 404
			DELETE | org_acme   | admin/permissions/org:view   | ``                           | 404
			DELETE | org_acme   | admin                        | ``                           | 404
			DELETE | org_globex | org-own                      | ``                           | 404
			""")
	void changeWhenSomethingIsWrongThenChangesNothing(String method, String organization, String path, String body,
			int status) {
		String before = this.client.get(ROLES).text();
		ErrorAssertions.assertError(this.client.send(method,
				"/authorization/organizations/%s/roles/%s".formatted(organization, path), body), status, null);
		assertThat(this.client.get(ROLES).text()).isEqualTo(before);
	}

	@Test
	void deleteWhenNobodyHoldsTheRoleThenIsGone() {
		Response deleted = this.client.send("DELETE", ROLES + "/org-own", "");
		assertThat(deleted.status()).isEqualTo(204);
		assertThat(deleted.text()).isEmpty();
		ErrorAssertions.assertError(this.client.get(ROLES + "/org-own"), 404, null);
	}

	@Test
	void deleteWhenGroupsHoldTheRoleThenConflict() {
		String groups = "/organizations/org_acme/groups";
		String group = this.client.post(groups, "{\"name\": \"Auditors\"}").json().get("id").stringValue();
		this.client.post(groups + "/" + group + "/organization-memberships", """
				{"organization_membership_id": "om_alice"}""");
		this.client.post("/authorization/groups/" + group + "/role_assignments", """
				{"role_slug": "org-own"}""");
		ErrorAssertions.assertError(this.client.send("DELETE", ROLES + "/org-own", ""), 409,
				"role_has_group_role_mappings");
	}

}
