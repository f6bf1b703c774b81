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

class GroupsEndpointTests {

	private static final String GROUPS = "/organizations/org_acme/groups";

	private FgaEmulator emulator;

	private EmulatorClient client;

	private String group;

	@BeforeEach
	void start() {
		this.emulator = AcmeEmulator.start();
		this.client = new EmulatorClient(this.emulator);
		this.group = GROUPS + "/" + create("org_acme", "Designers");
	}

	private String create(String organization, String name) {
		return this.client.post("/organizations/%s/groups".formatted(organization), """
				{"name": "%s"}""".formatted(name)).json().get("id").stringValue();
	}

	private void join(String membership) {
		Response response = this.client.post(this.group + "/organization-memberships", """
				{"organization_membership_id": "%s"}""".formatted(membership));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.json()).isEqualTo(this.client.get(this.group).json());
	}

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@Test
	void createWhenNothingIsWrongThenHasEveryField() {
		Response created = this.client.post(GROUPS, """
				{"name": "%s", "description": "Everybody"}""".formatted("n".repeat(256)));
		assertThat(created.status()).isEqualTo(201);
		JsonNode json = created.json();
		assertThat(json.propertyNames()).containsExactly("object", "id", "organization_id", "name", "description",
				"created_at", "updated_at");
		assertThat(json.get("object").stringValue()).isEqualTo("group");
		assertThat(json.get("id").stringValue()).startsWith("group_");
		assertThat(json.get("organization_id").stringValue()).isEqualTo("org_acme");
		assertThat(json.get("description").stringValue()).isEqualTo("Everybody");
		assertThat(this.client.get(GROUPS + "/" + json.get("id").stringValue()).json()).isEqualTo(json);
	}

	@Test
	void createWhenNameIsTooLongThenUnprocessable() {
		ErrorAssertions.assertError(this.client.post(GROUPS, """
				{"name": "%s"}""".formatted("n".repeat(257))), 422, null);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			``             | Artists Designers
			order=asc      | Designers Artists
			limit=1        | Artists
			search=art     | Artists
			search=xyz     | ``
			""")
	void listWhenOrganizationHasGroupsThenHasThemOnly(String query, String expected) {
		create("org_acme", "Artists");
		create("org_globex", "Strangers");
		JsonNode list = this.client.get(GROUPS + "?" + query).json();
		assertThat(values(list, "name"))
			.containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
		assertThat(list.get("list_metadata").propertyNames()).containsExactly("before", "after");
	}

	@Test
	void updateWhenFieldsAreGivenThenChangesThem() {
		this.client.send("PATCH", this.group, "{\"description\": \"Who draw\"}");
		Response updated = this.client.send("PATCH", this.group, "{\"name\": \"Artists\"}");
		assertThat(updated.status()).isEqualTo(200);
		assertThat(updated.json().get("name").stringValue()).isEqualTo("Artists");
		assertThat(updated.json().get("description").stringValue()).isEqualTo("Who draw");
		assertThat(this.client.get(this.group).json()).isEqualTo(updated.json());
	}

	@Test
	void deleteWhenThereAreMembersThenTheyLeave() {
		join("om_alice");
		Response deleted = this.client.send("DELETE", this.group, "");
		assertThat(deleted.status()).isEqualTo(204);
		ErrorAssertions.assertError(this.client.get(this.group), 404, null);
		assertThat(groupsOf("om_alice").get("data")).isEmpty();
	}

	@Test
	void memberWhenJoinedThenBelongsUntilRemoved() {
		join("om_bob");
		join("om_alice");
		join("om_bob");
		JsonNode members = this.client.get(this.group + "/organization-memberships").json();
		assertThat(values(members, "id")).containsExactly("om_bob", "om_alice");
		assertThat(members.get("data").get(0).propertyNames()).containsExactly("object", "id", "user_id",
				"organization_id", "status", "directory_managed", "organization_name", "custom_attributes",
				"created_at", "updated_at");
		assertThat(values(groupsOf("om_bob"), "name")).containsExactly("Designers");
		Response removed = this.client.send("DELETE", this.group + "/organization-memberships/om_bob", "");
		assertThat(removed.status()).isEqualTo(204);
		assertThat(values(this.client.get(this.group + "/organization-memberships").json(), "id"))
			.containsExactly("om_alice");
		assertThat(groupsOf("om_bob").get("data")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					GET    | /organizations/org_none/groups                           | ``                                                | 404
					GET    | /organizations/org_acme/groups?limit=0                   | ``                                                | 422
					POST   | /organizations/org_none/groups                           | {"name": "N"}                                     | 404
					POST   | /organizations/org_none/groups                           | {}                                                | 422
					POST   | /organizations/org_acme/groups                           | {"name": null}                                    | 422
					POST   | /organizations/org_acme/groups                           | {"name": "N", "members": []}                      | 422
					GET    | {group}/organization-memberships?after=none              | ``                                                | 422
					GET    | /organizations/org_globex/groups/{id}                    | ``                                                | 404
					PATCH  | {group}                                                  | {"name": null}                                    | 422
					PATCH  | /organizations/org_globex/groups/{id}                    | {"name": "N"}                                     | 404
					DELETE | /organizations/org_globex/groups/{id}                    | ``                                                | 404
					GET    | /organizations/org_acme/groups/none/organization-memberships | ``                                            | 404
					POST   | {group}/organization-memberships                         | {}                                                | 422
					POST   | {group}/organization-memberships                         | {"organization_membership_id": ["om_alice"]}      | 422
					POST   | {group}/organization-memberships                         | {"organization_membership_id": "om_none"}         | 404
					POST   | {group}/organization-memberships                         | {"organization_membership_id": "om_alice_globex"} | 404
					DELETE | {group}/organization-memberships/om_none                 | ``                                                | 404
					DELETE | {group}/organization-memberships/om_alice                | ``                                                | 404
					GET    | /user_management/organization_memberships/om_none/groups | ``                                                | 404
					""")
	void callWhenSomethingIsWrongThenFails(String method, String path, String body, int status) {
		String actual = path.replace("{group}", this.group).replace("{id}", this.group.substring(GROUPS.length() + 1));
		ErrorAssertions.assertError(this.client.send(method, actual, body), status, null);
	}

	private JsonNode groupsOf(String membership) {
		return this.client.get("/user_management/organization_memberships/%s/groups".formatted(membership)).json();
	}

	private static List<String> values(JsonNode list, String field) {
		return list.get("data").valueStream().map((element) -> element.get(field).stringValue()).toList();
	}

}
