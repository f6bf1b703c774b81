package io.github.fgaspring.emulator.api;

import io.github.fgaspring.emulator.AbstractAcmeTests;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CheckEndpointTests extends AbstractAcmeTests {

	// Resource ids count up: the organizations first, then the resources of the seed.
	private static final String ENGINEERING = "authz_resource_emulator_3";

	private static final String ENGINEERING_OF_GLOBEX = "authz_resource_emulator_9";

	@ParameterizedTest
	@CsvSource(textBlock = """
			# directly on the resource
			om_bob,   project:edit, project,      web,         true
			om_bob,   project:edit, project,      crm,         false
			om_bob,   project:view, project,      web,         false
			# on an ancestor, down to the fifth level
			om_alice, project:edit, project,      web,         true
			om_alice, folder:view,  folder,       outer,       true
			om_alice, folder:view,  folder,       inner,       true
			om_alice, project:edit, project,      crm,         false
			# never upwards or sideways
			om_bob,   project:edit, workspace,    engineering, false
			om_alice, project:edit, organization, org_acme,    false
			om_alice, project:edit, workspace,    sales,       false
			# an organization role, of the membership itself or assigned on the organization
			om_carol, project:view, project,      crm,         true
			om_carol, org:manage,   organization, org_acme,    true
			om_alice, org:view,     organization, org_acme,    true
			om_alice, org:manage,   organization, org_acme,    false
			om_bob,   folder:view,  folder,       inner,       true
			# a permission of another type of resource
			om_alice, project:view, workspace,    engineering, false
			om_carol, project:view, organization, org_acme,    false
			om_carol, org:view,     project,      crm,         false
			# a membership that cannot be used
			om_dave,  org:view,     organization, org_acme,    false
			om_dave,  project:view, project,      web,         false
			om_erin,  org:view,     organization, org_acme,    false
			# slugs are literal
			om_carol, project:*,    project,      web,         false
			om_carol, PROJECT:VIEW, project,      web,         false
			om_carol, no:such,      project,      web,         false
			""")
	void checkWhenByExternalIdThenFollowsTheTree(String membership, String permission, String type, String externalId,
			boolean authorized) {
		Response response = check(membership, byExternalId(permission, type, externalId));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).isEqualTo("{\"authorized\":" + authorized + "}");
		assertThat(response.http().headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
	}

	@Test
	void checkWhenByIdThenFollowsTheTree() {
		assertThat(check("om_alice", byId("workspace:view", ENGINEERING)).text()).isEqualTo("{\"authorized\":true}");
		assertThat(check("om_bob", byId("workspace:view", ENGINEERING)).text()).isEqualTo("{\"authorized\":false}");
	}

	@Test
	void checkWhenIdIsOfAnotherOrganizationThenNotFound() {
		assertThat(check("om_alice_globex", byId("workspace:view", ENGINEERING_OF_GLOBEX)).status()).isEqualTo(200);
		assertNotFound(check("om_alice", byId("workspace:view", ENGINEERING_OF_GLOBEX)));
	}

	@Test
	void checkWhenExternalIdIsInTwoOrganizationsThenMeansTheMembershipsOwn() {
		String question = byExternalId("workspace:view", "workspace", "engineering");
		assertThat(check("om_alice", question).text()).isEqualTo("{\"authorized\":true}");
		assertThat(check("om_alice_globex", question).text()).isEqualTo("{\"authorized\":false}");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			om_alice, workspace,    secret
			om_alice, workspace,    missing
			om_alice, no-such-type, engineering
			om_alice, organization, org_globex
			om_alice, organization, acme
			om_none,  workspace,    engineering
			""")
	void checkWhenMembershipOrResourceIsUnknownThenNotFound(String membership, String type, String externalId) {
		assertNotFound(check(membership, byExternalId("project:view", type, externalId)));
	}

	@Test
	void checkWhenIdIsUnknownThenNotFound() {
		assertNotFound(check("om_alice", byId("project:view", "authz_resource_none")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "null", "\"text\"", "{}", "{\"permission_slug\":\"project:view\"}",
			"{\"resource_id\":\"authz_resource_emulator_3\"}",
			"{\"permission_slug\":\" \",\"resource_id\":\"authz_resource_emulator_3\"}",
			"{\"permission_slug\":1,\"resource_id\":\"authz_resource_emulator_3\"}",
			"{\"permission_slug\":[\"project:view\"],\"resource_id\":\"authz_resource_emulator_3\"}",
			"{\"permission_slug\":\"project:view\",\"resource_id\":\"\"}",
			"{\"permission_slug\":\"project:view\",\"resource_id\":null}",
			"{\"permission_slug\":\"project:view\",\"resource_external_id\":\"web\"}",
			"{\"permission_slug\":\"project:view\",\"resource_type_slug\":\"project\"}",
			"{\"permission_slug\":\"project:view\",\"resource_external_id\":7,\"resource_type_slug\":\"project\"}",
			"{\"permission_slug\":\"project:view\",\"resource_id\":\"authz_resource_emulator_3\",\"resource_type_slug\":\"project\"}",
			"{\"permission_slug\":\"project:view\",\"resource_id\":\"authz_resource_emulator_3\",\"resource_external_id\":\"web\",\"resource_type_slug\":\"project\"}" })
	void checkWhenBodyIsWrongThenUnprocessable(String body) {
		Response response = check("om_alice", body);
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.json().propertyNames()).containsExactly("message");
		assertThat(response.json().get("message").stringValue()).isNotBlank();
	}

	@Test
	void checkWhenBodyIsChunkedThenReadsIt() {
		Response response = client.postChunked("/authorization/organization_memberships/om_alice/check",
				byExternalId("project:edit", "project", "web"));
		assertThat(response.text()).isEqualTo("{\"authorized\":true}");
	}

	private static Response check(String membership, String body) {
		return client.post("/authorization/organization_memberships/" + membership + "/check", body);
	}

	private static String byExternalId(String permission, String type, String externalId) {
		return """
				{"permission_slug": "%s", "resource_type_slug": "%s", "resource_external_id": "%s"}"""
			.formatted(permission, type, externalId);
	}

	private static String byId(String permission, String id) {
		return """
				{"permission_slug": "%s", "resource_id": "%s"}""".formatted(permission, id);
	}

	private static void assertNotFound(Response response) {
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

}
