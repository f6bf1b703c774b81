package io.github.fgaspring.emulator.api;

import java.util.List;

import io.github.fgaspring.emulator.AbstractAcmeTests;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class ResourceAccessEndpointTests extends AbstractAcmeTests {

	private static final String RESOURCES = "/authorization/resources/";

	private static final String ACME_RESOURCES = "/authorization/organizations/org_acme/resources/";

	// Resource ids count up: the organizations first, then the resources of the seed.
	private static final String WEB = "authz_resource_emulator_5";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			project      | web         | project:edit   | ''                  | om_bob
			project      | web         | project:edit   | &assignment=direct  | om_bob
			project      | web         | project:edit   | &assignment=indirect | om_bob om_alice
			project      | web         | project:view   | &assignment=indirect | om_carol om_alice
			project      | web         | project:view   | ''                  | ''
			workspace    | engineering | workspace:view | ''                  | om_alice
			workspace    | engineering | project:view   | &assignment=indirect | ''
			organization | org_acme    | org:view       | ''                  | om_carol om_bob om_alice
			folder       | inner       | folder:view    | &assignment=indirect | om_bob om_alice
			folder       | inner       | no:such        | &assignment=indirect | ''
			""")
	void membershipsWhenEitherWayThenHaveThePermission(String type, String externalId, String permission,
			String assignment, String expected) {
		String query = "/organization_memberships?permission_slug=" + permission + assignment;
		Response byExternalId = client.get(ACME_RESOURCES + type + "/" + externalId + query);
		String id = client.get(ACME_RESOURCES + type + "/" + externalId).json().get("id").stringValue();
		assertThat(byExternalId.status()).isEqualTo(200);
		assertThat(byExternalId.values("id")).containsExactlyElementsOf(words(expected));
		assertThat(client.get(RESOURCES + id + query).text()).isEqualTo(byExternalId.text());
	}

	@Test
	void membershipsWhenListedThenHaveTheirPersonButNoRoles() {
		JsonNode membership = client.get(RESOURCES + WEB + "/organization_memberships?permission_slug=project:edit")
			.json()
			.get("data")
			.get(0);
		assertThat(membership.propertyNames()).containsExactlyInAnyOrder("object", "id", "user_id", "organization_id",
				"status", "directory_managed", "organization_name", "custom_attributes", "user", "created_at",
				"updated_at");
		assertThat(membership.get("user").get("email").stringValue()).isEqualTo("bob@acme.test");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "permission_slug=", "permission_slug=project:view&assignment=",
			"permission_slug=project:view&assignment=all", "permission_slug=project:view&limit=101",
			"permission_slug=project:view&role_slug=admin" })
	void membershipsWhenQueryIsWrongThenUnprocessable(String query) {
		Response response = client.get(RESOURCES + WEB + "/organization_memberships?" + query);
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			workspace    | engineering | ''                         | om_dave:workspace-admin om_alice:workspace-admin
			project      | web         | ''                         | om_bob:project-editor
			project      | crm         | ''                         | ''
			organization | org_acme    | ?role_slug=auditor         | om_bob:auditor
			organization | org_acme    | ?role_slug=admin&order=asc | om_carol:admin om_dave:admin om_erin:admin
			organization | org_acme    | ?role_slug=none            | ''
			""")
	void roleAssignmentsWhenEitherWayThenAreThoseOnTheResourceItself(String type, String externalId, String query,
			String expected) {
		Response byExternalId = client.get(ACME_RESOURCES + type + "/" + externalId + "/role_assignments" + query);
		String id = client.get(ACME_RESOURCES + type + "/" + externalId).json().get("id").stringValue();
		assertThat(byExternalId.status()).isEqualTo(200);
		assertThat(
				byExternalId.json()
					.get("data")
					.valueStream()
					.map((assignment) -> assignment.get("organization_membership_id").stringValue() + ":"
							+ assignment.get("role").get("slug").stringValue()))
			.containsExactlyElementsOf(words(expected));
		assertThat(client.get(RESOURCES + id + "/role_assignments" + query).text()).isEqualTo(byExternalId.text());
	}

	@ParameterizedTest
	@ValueSource(strings = { RESOURCES + "authz_resource_none", ACME_RESOURCES + "workspace/none",
			ACME_RESOURCES + "workspace/secret",
			"/authorization/organizations/org_none/resources/workspace/engineering" })
	void callWhenResourceIsUnknownThenNotFound(String path) {
		assertThat(client.get(path + "/role_assignments").status()).isEqualTo(404);
		assertThat(client.get(path + "/organization_memberships?permission_slug=project:view").status()).isEqualTo(404);
	}

	private static List<String> words(String text) {
		return text.isEmpty() ? List.of() : List.of(text.split(" "));
	}

}
