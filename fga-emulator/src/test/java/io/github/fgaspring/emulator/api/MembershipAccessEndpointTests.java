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

class MembershipAccessEndpointTests extends AbstractAcmeTests {

	private static final String MEMBERSHIPS = "/authorization/organization_memberships/";

	private static final String ACME_RESOURCES = "/authorization/organizations/org_acme/resources/";

	// Resource ids count up: the organizations first, then the resources of the seed.

	private static final String WEB = "authz_resource_emulator_5";

	private static final String ENGINEERING_OF_GLOBEX = "authz_resource_emulator_9";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			om_alice | workspace:view | organization | org_acme    | engineering
			om_carol | project:view   | workspace    | sales       | crm
			om_alice | project:view   | workspace    | engineering | web
			om_alice | project:view   | workspace    | sales       | ''
			# children only, not what is further below
			om_carol | project:view   | organization | org_acme    | ''
			om_alice | folder:view    | project      | web         | outer
			om_alice | folder:view    | folder       | outer       | inner
			om_alice | folder:view    | folder       | inner       | ''
			# a permission of another type, or of none
			om_alice | workspace:view | workspace    | engineering | ''
			om_alice | no:such        | workspace    | engineering | ''
			# a membership that cannot be used
			om_dave  | workspace:view | organization | org_acme    | ''
			""")
	void resourcesWhenParentIsGivenThenHasChildrenWithThePermission(String membership, String permission, String type,
			String externalId, String expected) {
		String path = MEMBERSHIPS + membership + "/resources?permission_slug=" + permission;
		String byExternalId = path
				+ "&parent_resource_type_slug=%s&parent_resource_external_id=%s".formatted(type, externalId);
		String id = client.get(ACME_RESOURCES + type + "/" + externalId).json().get("id").stringValue();
		assertThat(client.get(byExternalId).values("external_id")).containsExactlyElementsOf(words(expected));
		assertThat(client.get(path + "&parent_resource_id=" + id).text()).isEqualTo(client.get(byExternalId).text());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					om_alice | permission_slug=workspace:view                                                | 400
					om_alice | permission_slug=workspace:view&parent_resource_type_slug=organization         | 400
					om_alice | permission_slug=workspace:view&parent_resource_external_id=org_acme           | 400
					om_alice | permission_slug=workspace:view&parent_resource_id=authz_resource_emulator_1&parent_resource_type_slug=organization&parent_resource_external_id=org_acme | 400
					om_alice | parent_resource_id=authz_resource_emulator_1                                  | 422
					om_alice | permission_slug=&parent_resource_id=authz_resource_emulator_1                 | 422
					om_alice | permission_slug=workspace:view&parent_resource_id=authz_resource_emulator_1&limit=0 | 422
					om_alice | permission_slug=workspace:view&parent_resource_type_slug=organization&parent_external_id=org_acme | 422
					om_alice | permission_slug=workspace:view&parent_resource_id=authz_resource_none         | 404
					om_alice | permission_slug=workspace:view&parent_resource_id=authz_resource_emulator_2   | 404
					om_alice | permission_slug=workspace:view&parent_resource_type_slug=workspace&parent_resource_external_id=secret | 404
					om_none  | permission_slug=workspace:view&parent_resource_id=authz_resource_emulator_1   | 404
					""")
	void resourcesWhenQueryIsWrongThenRefused(String membership, String query, int status) {
		Response response = client.get(MEMBERSHIPS + membership + "/resources?" + query);
		assertThat(response.status()).isEqualTo(status);
		if (status == 400) {
			assertThat(response.json().get("code").stringValue()).isEqualTo("bad_request");
		}
		else {
			assertThat(response.json().propertyNames()).containsExactly("message");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			om_alice | project      | web         | project:edit project:view
			om_bob   | project      | web         | project:edit
			om_bob   | project      | crm         | ''
			om_bob   | folder       | inner       | folder:view
			om_carol | project      | crm         | project:view
			om_carol | organization | org_acme    | org:manage org:view
			om_alice | workspace    | engineering | workspace:view
			om_dave  | workspace    | engineering | ''
			""")
	void permissionsWhenEitherWayThenAreTheInheritedToo(String membership, String type, String externalId,
			String expected) {
		String path = MEMBERSHIPS + membership + "/resources/";
		Response byExternalId = client.get(path + type + "/" + externalId + "/permissions");
		String id = client.get(ACME_RESOURCES + type + "/" + externalId).json().get("id").stringValue();
		assertThat(byExternalId.status()).isEqualTo(200);
		assertThat(byExternalId.values("slug")).containsExactlyElementsOf(words(expected));
		assertThat(client.get(path + id + "/permissions").text()).isEqualTo(byExternalId.text());
	}

	@Test
	void permissionsWhenPagedThenCursorIsThePermission() {
		String path = MEMBERSHIPS + "om_alice/resources/" + WEB + "/permissions?limit=1";
		JsonNode first = client.get(path).json();
		String after = first.get("list_metadata").get("after").stringValue();
		assertThat(after).isEqualTo(first.get("data").get(0).get("id").stringValue());
		Response second = client.get(path + "&after=" + after);
		assertThat(second.values("slug")).containsExactly("project:view");
		assertThat(second.json().get("list_metadata").get("after").isNull()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "om_none/resources/" + WEB, "om_alice/resources/authz_resource_none",
			"om_alice/resources/" + ENGINEERING_OF_GLOBEX, "om_alice/resources/workspace/secret",
			"om_alice/resources/none/web" })
	void permissionsWhenSomethingIsUnknownThenNotFound(String path) {
		Response response = client.get(MEMBERSHIPS + path + "/permissions");
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

	private static List<String> words(String text) {
		return text.isEmpty() ? List.of() : List.of(text.split(" "));
	}

}
