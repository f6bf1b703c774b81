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

class GroupRoleAssignmentsEndpointTests {

	// Resource ids count up: the organizations first, then the resources of the seed.
	private static final String ENGINEERING = "authz_resource_emulator_3";

	private static final String ON_ENGINEERING = """
			{"role_slug": "workspace-admin", "resource_type_slug": "workspace", "resource_external_id": "engineering"}""";

	private FgaEmulator emulator;

	private EmulatorClient client;

	private String assignments;

	@BeforeEach
	void start() {
		this.emulator = AcmeEmulator.start();
		this.client = new EmulatorClient(this.emulator);
		String groups = "/organizations/org_acme/groups";
		String group = this.client.post(groups, "{\"name\": \"Designers\"}").json().get("id").stringValue();
		this.client.post(groups + "/" + group + "/organization-memberships", """
				{"organization_membership_id": "om_bob"}""");
		this.assignments = "/authorization/groups/" + group + "/role_assignments";
	}

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@Test
	void createWhenOnResourceThenMembersHoldTheRole() {
		assertThat(bobMayView("engineering")).isFalse();
		Response created = this.client.post(this.assignments, ON_ENGINEERING);
		assertThat(created.status()).isEqualTo(201);
		JsonNode json = created.json();
		assertThat(json.propertyNames()).containsExactly("object", "id", "group_id", "role", "resource", "created_at",
				"updated_at");
		assertThat(json.get("object").stringValue()).isEqualTo("group_role_assignment");
		assertThat(json.get("id").stringValue()).startsWith("gra_");
		assertThat(json.get("role").toString()).isEqualTo("{\"slug\":\"workspace-admin\"}");
		assertThat(json.get("resource").toString()).isEqualTo("""
				{"id":"%s","external_id":"engineering","resource_type_slug":"workspace"}""".formatted(ENGINEERING));
		assertThat(this.client.get(path(created)).json()).isEqualTo(json);
		assertThat(bobMayView("engineering")).isTrue();
		assertThat(bobMayView("sales")).isFalse();
	}

	@Test
	void createWhenNoTargetThenIsOnTheOrganization() {
		JsonNode resource = this.client.post(this.assignments, "{\"role_slug\": \"admin\"}").json().get("resource");
		assertThat(resource.get("resource_type_slug").stringValue()).isEqualTo("organization");
		assertThat(resource.get("external_id").stringValue()).isEqualTo("org_acme");
	}

	@Test
	void deleteWhenByEitherWayThenMembersLoseTheRole() {
		Response created = this.client.post(this.assignments, ON_ENGINEERING);
		assertThat(this.client.send("DELETE", path(created), "").status()).isEqualTo(204);
		assertThat(bobMayView("engineering")).isFalse();
		this.client.post(this.assignments, ON_ENGINEERING);
		assertThat(this.client.send("DELETE", this.assignments, """
				{"role_slug": "workspace-admin", "resource_id": "%s"}""".formatted(ENGINEERING)).status())
			.isEqualTo(204);
		assertThat(bobMayView("engineering")).isFalse();
		assertThat(this.client.get(this.assignments).json().get("data")).isEmpty();
	}

	@Test
	void replaceWhenSomeStayThenTheyKeepTheirIds() {
		String kept = this.client.post(this.assignments, ON_ENGINEERING).json().get("id").stringValue();
		this.client.post(this.assignments, "{\"role_slug\": \"admin\"}");
		Response replaced = this.client.send("PUT", this.assignments, """
				{"role_assignments": [
				  {"role_slug": "workspace-admin", "resource_id": "%s",
				   "resource_external_id": null, "resource_type_slug": null},
				  {"role_slug": "workspace-admin", "resource_id": null,
				   "resource_external_id": "sales", "resource_type_slug": "workspace"},
				  {"role_slug": "workspace-admin", "resource_external_id": "sales", "resource_type_slug": "workspace"},
				  {"role_slug": "auditor"}
				]}""".formatted(ENGINEERING));
		assertThat(replaced.status()).isEqualTo(200);
		assertThat(replaced.json()).isEqualTo(this.client.get(this.assignments).json());
		assertThat(descriptions(replaced.json())).containsExactly("auditor on org_acme", "workspace-admin on sales",
				"workspace-admin on engineering");
		assertThat(replaced.json().get("data").get(2).get("id").stringValue()).isEqualTo(kept);
		assertThat(bobMayView("sales")).isTrue();
	}

	@Test
	void replaceWhenEmptyThenNothingIsAssigned() {
		this.client.post(this.assignments, ON_ENGINEERING);
		assertThat(this.client.send("PUT", this.assignments, "{\"role_assignments\": []}").json().get("data"))
			.isEmpty();
		assertThat(bobMayView("engineering")).isFalse();
	}

	@Test
	void replaceWhenThereAreTooManyThenUnprocessable() {
		String body = "{\"role_assignments\": [" + "{\"role_slug\": \"admin\"},".repeat(100)
				+ "{\"role_slug\": \"admin\"}]}";
		ErrorAssertions.assertError(this.client.send("PUT", this.assignments, body), 422, null);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					POST   | {}                                                                                                        | 422 |
					POST   | {"role_slug": null}                                                                                       | 422 |
					POST   | {"role_slug": "admin", "resource_id": null}                                                               | 422 |
					POST   | {"role_slug": "admin", "resource_external_id": "org_acme"}                                                | 422 |
					POST   | {"role_slug": "admin", "resource_type_slug": "organization"}                                              | 422 |
					POST   | {"role_slug": "admin", "resource_id": "a", "resource_external_id": "b", "resource_type_slug": "c"}        | 422 |
					POST   | {"role_slug": "admin", "resource_external_id": "web", "resource_type_slug": "project"}                    | 422 |
					POST   | {"role_slug": "workspace-admin"}                                                                          | 422 |
					POST   | {"role_slug": "unknown"}                                                                                  | 404 |
					POST   | {"role_slug": "workspace-admin", "resource_external_id": "secret", "resource_type_slug": "workspace"}     | 404 |
					POST   | {"role_slug": "workspace-admin", "resource_id": "authz_resource_emulator_9"}                              | 404 |
					POST   | {"role_slug": "admin", "resource_external_id": "org_acme", "resource_type_slug": "organization"}          | 409 | duplicate_group_role_assignment
					PUT    | {}                                                                                                        | 422 |
					PUT    | {"role_assignments": null}                                                                                | 422 |
					PUT    | {"role_assignments": {"role_slug": "admin"}}                                                              | 422 |
					PUT    | {"role_assignments": ["admin"]}                                                                           | 422 |
					PUT    | {"role_assignments": [{"role_slug": null}]}                                                               | 422 |
					PUT    | {"role_assignments": [{"role_slug": "admin", "name": "N"}]}                                               | 422 |
					PUT    | {"role_assignments": [{"role_slug": "auditor"}, {"role_slug": "workspace-admin"}]}                        | 422 |
					PUT    | {"role_assignments": [{"role_slug": "auditor"}, {"role_slug": "unknown"}]}                                | 404 |
					DELETE | {}                                                                                                        | 422 |
					DELETE | {"role_slug": "admin", "resource_external_id": "org_acme"}                                                | 422 |
					DELETE | {"role_slug": "auditor"}                                                                                  | 404 |
					DELETE | {"role_slug": "unknown"}                                                                                  | 404 |
					DELETE | {"role_slug": "admin", "resource_external_id": "web", "resource_type_slug": "project"}                    | 404 |
					""")
	void changeWhenSomethingIsWrongThenChangesNothing(String method, String body, int status, String code) {
		this.client.post(this.assignments, "{\"role_slug\": \"admin\"}");
		String before = this.client.get(this.assignments).text();
		ErrorAssertions.assertError(this.client.send(method, this.assignments, body), status, code);
		assertThat(this.client.get(this.assignments).text()).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			GET    | ``        | ``
			POST   | ``        | {"role_slug": "admin"}
			PUT    | ``        | {"role_assignments": []}
			DELETE | ``        | {"role_slug": "admin"}
			GET    | /{id}     | ``
			DELETE | /{id}     | ``
			""")
	void callWhenGroupIsAnotherThenNotFound(String method, String path, String body) {
		String id = this.client.post(this.assignments, "{\"role_slug\": \"admin\"}").json().get("id").stringValue();
		String other = this.client.post("/organizations/org_acme/groups", "{\"name\": \"Others\"}")
			.json()
			.get("id")
			.stringValue();
		for (String group : path.isEmpty() ? List.of("group_none") : List.of("group_none", other)) {
			ErrorAssertions.assertError(
					this.client.send(method,
							"/authorization/groups/" + group + "/role_assignments" + path.replace("{id}", id), body),
					404, null);
		}
	}

	@Test
	void listWhenPagedThenHasPart() {
		this.client.post(this.assignments, ON_ENGINEERING);
		this.client.post(this.assignments, "{\"role_slug\": \"admin\"}");
		JsonNode page = this.client.get(this.assignments + "?limit=1").json();
		assertThat(descriptions(page)).containsExactly("admin on org_acme");
		String after = page.get("list_metadata").get("after").stringValue();
		assertThat(descriptions(this.client.get(this.assignments + "?after=" + after).json()))
			.containsExactly("workspace-admin on engineering");
	}

	private String path(Response created) {
		return this.assignments + "/" + created.json().get("id").stringValue();
	}

	private boolean bobMayView(String workspace) {
		return this.client
			.post("/authorization/organization_memberships/om_bob/check",
					"""
							{"permission_slug": "workspace:view", "resource_type_slug": "workspace", "resource_external_id": "%s"}"""
						.formatted(workspace))
			.json()
			.get("authorized")
			.booleanValue();
	}

	private static List<String> descriptions(JsonNode list) {
		return list.get("data")
			.valueStream()
			.map((assignment) -> assignment.get("role").get("slug").stringValue() + " on "
					+ assignment.get("resource").get("external_id").stringValue())
			.toList();
	}

}
