package io.github.fgaspring.emulator.api;

import io.github.fgaspring.emulator.AbstractAcmeTests;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class ResourceEndpointTests extends AbstractAcmeTests {

	private static final String ENGINEERING = "/authorization/resources/authz_resource_emulator_3";

	private static final String SALES = "/authorization/organizations/org_acme/resources/workspace/sales";

	private static final String WEB = "/authorization/organizations/org_acme/resources/project/web";

	private static final String OUTER = "/authorization/organizations/org_acme/resources/folder/outer";

	private static final String ACME = "/authorization/organizations/org_acme/resources/organization/org_acme";

	@AfterEach
	void reset() {
		emulator.reset();
	}

	@Test
	void getWhenEitherWayThenIsTheSame() {
		Response byId = client.get(ENGINEERING);
		assertThat(byId.status()).isEqualTo(200);
		assertThat(byId.json().get("external_id").stringValue()).isEqualTo("engineering");
		assertThat(client.get("/authorization/organizations/org_acme/resources/workspace/engineering").json())
			.isEqualTo(byId.json());
	}

	@Test
	void getWhenOrganizationThenIsTheRoot() {
		JsonNode root = client.get(ACME).json();
		assertThat(root.get("parent_resource_id").isNull()).isTrue();
		assertThat(root.get("name").stringValue()).isEqualTo("Acme");
		assertThat(client.get(ENGINEERING).json().get("parent_resource_id")).isEqualTo(root.get("id"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/authorization/resources/authz_resource_none",
			"/authorization/organizations/org_none/resources/workspace/engineering",
			"/authorization/organizations/org_acme/resources/none/engineering",
			"/authorization/organizations/org_acme/resources/workspace/none",
			"/authorization/organizations/org_acme/resources/workspace/secret" })
	void callWhenResourceIsUnknownThenNotFound(String path) {
		assertThat(client.get(path).status()).isEqualTo(404);
		assertThat(client.patch(path, "{}").status()).isEqualTo(404);
		assertThat(client.delete(path).status()).isEqualTo(404);
		assertThat(client.get(path).json().propertyNames()).containsExactly("message");
	}

	@Test
	void updateWhenFieldIsAbsentThenKeepsItAndWhenNullThenClearsIt() {
		JsonNode described = update(WEB, "{\"description\": \"The shop\"}");
		assertThat(described.get("name").stringValue()).isEqualTo("Web");
		assertThat(described.get("description").stringValue()).isEqualTo("The shop");
		JsonNode renamed = update(WEB, "{\"name\": \"Shop\"}");
		assertThat(renamed.get("name").stringValue()).isEqualTo("Shop");
		assertThat(renamed.get("description").stringValue()).isEqualTo("The shop");
		JsonNode cleared = update(WEB, "{\"description\": null}");
		assertThat(cleared.get("description").isNull()).isTrue();
		assertThat(cleared.get("parent_resource_id")).isEqualTo(described.get("parent_resource_id"));
		assertThat(client.get(WEB).json()).isEqualTo(cleared);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"parent_resource_id\": \"authz_resource_emulator_4\"}",
			"{\"parent_resource_type_slug\": \"workspace\", \"parent_resource_external_id\": \"sales\"}" })
	void updateWhenParentChangesThenInheritsFromTheNewOne(String body) {
		assertThat(isAuthorized("om_alice", "folder:view", "folder", "inner")).isTrue();
		JsonNode moved = update(WEB, body);
		assertThat(moved.get("parent_resource_id").stringValue()).isEqualTo("authz_resource_emulator_4");
		assertThat(isAuthorized("om_alice", "folder:view", "folder", "inner")).isFalse();
		assertThat(client.delete(ENGINEERING + "?cascade_delete=true").status()).isEqualTo(204);
		assertThat(client.get(OUTER).status()).isEqualTo(200);
	}

	@Test
	void updateWhenParentTurnsAroundThenIsNoCycle() {
		String inner = "/authorization/organizations/org_acme/resources/folder/inner";
		JsonNode moved = update(inner, parent("project", "web"));
		assertThat(update(OUTER, parent("folder", "inner")).get("parent_resource_id")).isEqualTo(moved.get("id"));
		assertThat(isAuthorized("om_alice", "folder:view", "folder", "outer")).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					# a cycle of one, and of two
					{"parent_resource_type_slug": "folder", "parent_resource_external_id": "outer"}       | 422
					{"parent_resource_type_slug": "folder", "parent_resource_external_id": "inner"}       | 422
					# a type that this one cannot be under
					{"parent_resource_type_slug": "workspace", "parent_resource_external_id": "sales"}    | 422
					{"parent_resource_type_slug": "organization", "parent_resource_external_id": "org_acme"} | 422
					# nothing, or nothing in this organization
					{"parent_resource_type_slug": "folder", "parent_resource_external_id": "none"}        | 404
					{"parent_resource_type_slug": "workspace", "parent_resource_external_id": "secret"}   | 404
					{"parent_resource_id": "authz_resource_emulator_9"}                                   | 404
					{"parent_resource_id": "authz_resource_none"}                                         | 404
					# a wrong body
					{"parent_resource_id": null}                                                          | 422
					{"parent_resource_id": 7}                                                             | 422
					{"parent_resource_type_slug": "folder"}                                               | 422
					{"parent_resource_external_id": "inner"}                                              | 422
					{"parent_resource_id": "authz_resource_emulator_5", "parent_resource_type_slug": "project", "parent_resource_external_id": "web"} | 422
					{"name": null}                                                                        | 422
					{"name": "1234567890123456789012345678901234567890123456789"}                         | 422
					{"description": 7}                                                                    | 422
					{"external_id": "other"}                                                              | 422
					[]                                                                                    | 422
					{                                                                                     | 422
					# all or nothing
					{"name": "New", "parent_resource_id": "authz_resource_none"}                          | 404
					""")
	void updateWhenItIsRefusedThenChangesNothing(String body, int status) {
		String before = client.get(OUTER).text();
		Response response = client.patch(OUTER, body);
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.json().propertyNames()).containsExactly("message");
		assertThat(client.get(OUTER).text()).isEqualTo(before);
	}

	@Test
	void updateWhenOrganizationThenForbidden() {
		assertForbidden(client.patch(ACME, "{\"name\": \"New\"}"));
		assertForbidden(client.patch(ACME, parent("workspace", "sales")));
	}

	@Test
	void deleteWhenNothingDependsOnItThenIsGone() {
		Response response = client.delete("/authorization/organizations/org_acme/resources/project/crm");
		assertThat(response.status()).isEqualTo(204);
		assertThat(response.text()).isEmpty();
		assertThat(client.delete(SALES + "?cascade_delete=false").status()).isEqualTo(204);
		assertThat(client.get(SALES).status()).isEqualTo(404);
	}

	@Test
	void deleteWhenThereAreChildrenThenOnlyCascades() {
		assertHasDependents(client.delete(SALES));
		assertThat(client.delete(SALES + "?cascade_delete=true").status()).isEqualTo(204);
		assertThat(client.get(SALES).status()).isEqualTo(404);
		assertThat(client.get("/authorization/organizations/org_acme/resources/project/crm").status()).isEqualTo(404);
	}

	@Test
	void deleteWhenThereAreAssignmentsThenOnlyCascades() {
		client.delete(OUTER + "?cascade_delete=true");
		assertHasDependents(client.delete(WEB));
		assertThat(client.delete(WEB + "?cascade_delete=true").status()).isEqualTo(204);
		Response assignments = client
			.get("/authorization/organization_memberships/om_bob/role_assignments?resource_type_slug=project");
		assertThat(assignments.json().get("data").isEmpty()).isTrue();
	}

	@Test
	void deleteWhenAGroupHoldsARoleOnItThenOnlyCascades() {
		String crm = "/authorization/organizations/org_acme/resources/project/crm";
		String group = client.post("/organizations/org_acme/groups", "{\"name\": \"Group\"}")
			.json()
			.get("id")
			.stringValue();
		String assignments = "/authorization/groups/" + group + "/role_assignments";
		client.post(assignments, """
				{"role_slug": "project-editor", "resource_type_slug": "project", "resource_external_id": "crm"}""");
		assertHasDependents(client.delete(crm));
		assertThat(client.delete(crm + "?cascade_delete=true").status()).isEqualTo(204);
		assertThat(client.get(assignments).json().get("data").isEmpty()).isTrue();
	}

	@Test
	void deleteWhenCreatedAgainThenNothingIsHeldOnIt() {
		assertThat(isAuthorized("om_bob", "project:edit", "project", "web")).isTrue();
		client.delete(WEB + "?cascade_delete=true");
		client.post("/authorization/resources", """
				{"organization_id": "org_acme", "resource_type_slug": "project", "external_id": "web", "name": "Web",
				"parent_resource_id": "authz_resource_emulator_3"}""");
		assertThat(isAuthorized("om_bob", "project:edit", "project", "web")).isFalse();
		assertThat(isAuthorized("om_alice", "project:edit", "project", "web")).isTrue();
	}

	@Test
	void deleteWhenOrganizationThenForbidden() {
		assertForbidden(client.delete(ACME));
		assertForbidden(client.delete(ACME + "?cascade_delete=true"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "cascade_delete=", "cascade_delete=yes", "cascade_delete=TRUE", "cascade=true" })
	void deleteWhenParameterIsWrongThenUnprocessable(String query) {
		assertThat(client.delete(SALES + "?" + query).status()).isEqualTo(422);
		assertThat(client.get(SALES).status()).isEqualTo(200);
	}

	private static JsonNode update(String path, String body) {
		Response response = client.patch(path, body);
		assertThat(response.status()).as(response.text()).isEqualTo(200);
		return response.json();
	}

	private static boolean isAuthorized(String membership, String permission, String type, String externalId) {
		return client
			.post("/authorization/organization_memberships/" + membership + "/check",
					"""
							{"permission_slug": "%s", "resource_type_slug": "%s", "resource_external_id": "%s"}"""
						.formatted(permission, type, externalId))
			.json()
			.get("authorized")
			.booleanValue();
	}

	private static String parent(String type, String externalId) {
		return """
				{"parent_resource_type_slug": "%s", "parent_resource_external_id": "%s"}""".formatted(type, externalId);
	}

	private static void assertForbidden(Response response) {
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

	private static void assertHasDependents(Response response) {
		assertThat(response.status()).isEqualTo(409);
		assertThat(response.json().propertyNames()).containsExactly("code", "message");
		assertThat(response.json().get("code").stringValue()).isEqualTo("resource_has_dependents");
	}

}
