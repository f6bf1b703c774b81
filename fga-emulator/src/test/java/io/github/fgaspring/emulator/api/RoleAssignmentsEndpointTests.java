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

class RoleAssignmentsEndpointTests {

	private static final String ALICE = "/authorization/organization_memberships/om_alice/role_assignments";

	private static final String BOB = "/authorization/organization_memberships/om_bob/role_assignments";

	private static final String CAROL = "/authorization/organization_memberships/om_carol/role_assignments";

	private static final String CRM = target("project", "crm");

	private static final String WEB = target("project", "web");

	private static final String ACME = target("organization", "org_acme");

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
	void createWhenByExternalIdThenHasEveryFieldAndGrants() {
		JsonNode expected = JsonMapper.shared().readTree("""
				{
				  "object": "role_assignment",
				  "organization_membership_id": "om_bob",
				  "role": { "slug": "project-editor" },
				  "resource": {
				    "id": "authz_resource_emulator_6",
				    "external_id": "crm",
				    "resource_type_slug": "project"
				  },
				  "source": { "type": "direct", "group_role_assignment_id": null },
				  "created_at": "2026-11-01T12:00:00.000Z",
				  "updated_at": "2026-11-01T12:00:00.000Z"
				}""");
		Response response = client.post(BOB, body("project-editor", CRM));
		assertThat(response.status()).isEqualTo(201);
		JsonNode created = response.json();
		assertThat(created.get("id").stringValue()).startsWith("role_assignment_");
		assertThat(client.get(BOB + "?limit=1").json().get("data").get(0)).isEqualTo(created);
		assertThat(created.asObject().without("id")).isEqualTo(expected);
		assertThat(isAuthorized("om_bob", "project:edit", "project", "crm")).isTrue();
	}

	@Test
	void createWhenByIdThenGrants() {
		Response response = client.post(BOB, body("project-editor", "\"resource_id\": \"authz_resource_emulator_6\""));
		assertThat(response.status()).isEqualTo(201);
		assertThat(isAuthorized("om_bob", "project:edit", "project", "crm")).isTrue();
	}

	@Test
	void createWhenThereAlreadyThenAnswersTheExistingOne() {
		JsonNode first = client.post(BOB, body("project-editor", CRM)).json();
		Response second = client.post(BOB, body("project-editor", CRM));
		assertThat(second.status()).isEqualTo(201);
		assertThat(second.json()).isEqualTo(first);
		assertThat(resources(client.get(BOB + "?resource_external_id=crm"))).hasSize(1);
	}

	@Test
	void createWhenOnTheOrganizationThenMembershipHasTheRole() {
		assertThat(client.post(ALICE, body("admin", ACME)).status()).isEqualTo(201);
		assertThat(isAuthorized("om_alice", "org:manage", "organization", "org_acme")).isTrue();
		JsonNode membership = client.get("/user_management/organization_memberships?user_id=user_alice")
			.json()
			.get("data")
			.get(1);
		assertThat(membership.get("roles").valueStream().map((role) -> role.get("slug").stringValue()))
			.containsExactly("member", "admin");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					# a role on resources of another type
					om_bob   | {"role_slug": "workspace-admin", "resource_id": "authz_resource_emulator_6"} | 422
					om_bob   | {"role_slug": "member", "resource_id": "authz_resource_emulator_6"}          | 422
					om_bob   | {"role_slug": "project-editor", "resource_id": "authz_resource_emulator_1"}  | 422
					# unknown, or of another organization
					om_none  | {"role_slug": "project-editor", "resource_id": "authz_resource_emulator_6"}  | 404
					om_bob   | {"role_slug": "none", "resource_id": "authz_resource_emulator_6"}            | 404
					om_bob   | {"role_slug": "project-editor", "resource_id": "authz_resource_none"}        | 404
					om_bob   | {"role_slug": "workspace-admin", "resource_id": "authz_resource_emulator_9"} | 404
					om_bob   | {"role_slug": "workspace-admin", "resource_type_slug": "workspace", "resource_external_id": "secret"} | 404
					om_bob   | {"role_slug": "member", "resource_type_slug": "organization", "resource_external_id": "org_globex"} | 404
					# a wrong body
					om_bob   | {"resource_id": "authz_resource_emulator_6"}                                 | 422
					om_bob   | {"role_slug": null, "resource_id": "authz_resource_emulator_6"}              | 422
					om_bob   | {"role_slug": "project-editor"}                                              | 422
					om_bob   | {"role_slug": "project-editor", "resource_id": null}                         | 422
					om_bob   | {"role_slug": "project-editor", "resource_external_id": "crm"}               | 422
					om_bob   | {"role_slug": "project-editor", "resource_type_slug": "project"}             | 422
					om_bob   | {"role_slug": "project-editor", "resource_id": "authz_resource_emulator_6", "resource_type_slug": "project", "resource_external_id": "crm"} | 422
					om_bob   | {"role_slug": "project-editor", "resource_id": "authz_resource_emulator_6", "role_id": "role_1"} | 422
					om_bob   | []                                                                           | 422
					""")
	void createWhenItIsRefusedThenAssignsNothing(String membership, String body, int status) {
		String before = client.get(BOB).text();
		Response response = client.post("/authorization/organization_memberships/" + membership + "/role_assignments",
				body);
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.json().propertyNames()).containsExactly("message");
		assertThat(client.get(BOB).text()).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					''                                                         | org_acme:auditor web:project-editor org_acme:member
					?order=asc                                                 | org_acme:member web:project-editor org_acme:auditor
					?resource_id=authz_resource_emulator_5                     | web:project-editor
					?resource_id=authz_resource_none                           | ''
					?resource_external_id=web                                  | web:project-editor
					?resource_type_slug=organization                           | org_acme:auditor org_acme:member
					?resource_external_id=web&resource_type_slug=project       | web:project-editor
					?resource_external_id=web&resource_type_slug=workspace     | ''
					?resource_id=authz_resource_emulator_5&resource_external_id=crm | ''
					""")
	void listWhenFilteredThenHasMatches(String query, String expected) {
		Response response = client.get(BOB + query);
		assertThat(response.status()).isEqualTo(200);
		assertThat(resources(response)).containsExactlyElementsOf(words(expected));
	}

	@Test
	void listWhenPagedThenHasEveryoneOnce() {
		Response first = client.get(BOB + "?limit=2");
		String after = first.json().get("list_metadata").get("after").stringValue();
		Response second = client.get(BOB + "?limit=2&after=" + after);
		assertThat(resources(first)).containsExactly("org_acme:auditor", "web:project-editor");
		assertThat(resources(second)).containsExactly("org_acme:member");
		assertThat(second.json().get("list_metadata").get("after").isNull()).isTrue();
	}

	@Test
	void deleteWhenByIdThenIsGone() {
		String id = id(BOB + "?resource_external_id=web");
		Response response = client.delete(BOB + "/" + id);
		assertThat(response.status()).isEqualTo(204);
		assertThat(response.text()).isEmpty();
		assertThat(isAuthorized("om_bob", "project:edit", "project", "web")).isFalse();
		assertThat(client.delete(BOB + "/" + id).status()).isEqualTo(404);
	}

	@Test
	void deleteWhenOfAnotherMembershipThenNotFound() {
		String id = id(BOB + "?resource_external_id=web");
		assertThat(client.delete(ALICE + "/" + id).status()).isEqualTo(404);
		assertThat(client.delete("/authorization/organization_memberships/om_none/role_assignments/" + id).status())
			.isEqualTo(404);
		assertThat(isAuthorized("om_bob", "project:edit", "project", "web")).isTrue();
	}

	@Test
	void deleteWhenByRoleThenOnlyThatOneIsGone() {
		client.post(BOB, body("project-editor", CRM));
		assertThat(client.delete(BOB, body("project-editor", WEB)).status()).isEqualTo(204);
		assertThat(resources(client.get(BOB))).containsExactly("crm:project-editor", "org_acme:auditor",
				"org_acme:member");
	}

	@ParameterizedTest
	@ValueSource(strings = { "workspace-admin", "none" })
	void deleteWhenRoleIsNotHeldThenNotFound(String role) {
		assertThat(client.delete(BOB, body(role, WEB)).status()).isEqualTo(404);
		assertThat(client.delete(BOB, body("project-editor", CRM)).status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{}", "{\"role_slug\": \"project-editor\"}",
			"{\"resource_id\": \"authz_resource_emulator_5\"}" })
	void deleteWhenBodyIsWrongThenUnprocessable(String body) {
		assertThat(client.delete(BOB, body).status()).isEqualTo(422);
	}

	@Test
	void deleteWhenLastRoleInTheOrganizationThenUnprocessable() {
		Response byRole = client.delete(ALICE, body("member", ACME));
		assertThat(byRole.status()).isEqualTo(422);
		assertThat(byRole.json().propertyNames()).containsExactly("message");
		assertThat(byRole.json().get("message").stringValue()).contains("always has a role");
		assertThat(client.delete(ALICE + "/" + id(ALICE + "?resource_type_slug=organization")).status()).isEqualTo(422);
		assertThat(isAuthorized("om_alice", "org:view", "organization", "org_acme")).isTrue();
	}

	@Test
	void deleteWhenNotTheLastRoleInTheOrganizationThenIsGone() {
		assertThat(client.delete(CAROL, body("admin", ACME)).status()).isEqualTo(204);
		assertThat(isAuthorized("om_carol", "org:manage", "organization", "org_acme")).isFalse();
		assertThat(client.delete(CAROL, body("member", ACME)).status()).isEqualTo(422);
	}

	@Test
	void deleteWhenHeldThroughAGroupThenForbidden() {
		String group = joinGroupWithRole("om_bob", "project-editor", CRM);
		JsonNode held = client.get(BOB + "?resource_external_id=crm").json().get("data").get(0);
		assertThat(held.get("source").get("type").stringValue()).isEqualTo("group");
		Response byId = client.delete(BOB + "/" + held.get("id").stringValue());
		assertThat(byId.status()).isEqualTo(403);
		assertThat(byId.json().propertyNames()).containsExactly("message");
		assertThat(client.delete(BOB, body("project-editor", CRM)).status()).isEqualTo(403);
		assertThat(isAuthorized("om_bob", "project:edit", "project", "crm")).isTrue();
		assertThat(client.delete("/organizations/org_acme/groups/" + group).status()).isEqualTo(204);
		assertThat(isAuthorized("om_bob", "project:edit", "project", "crm")).isFalse();
	}

	@Test
	void deleteWhenHeldThroughAGroupTooThenOnlyItsOwnIsGone() {
		joinGroupWithRole("om_bob", "project-editor", WEB);
		assertThat(client.delete(BOB, body("project-editor", WEB)).status()).isEqualTo(204);
		assertThat(client.get(BOB + "?resource_external_id=web").json().get("data")).singleElement()
			.satisfies((held) -> assertThat(held.get("source").get("type").stringValue()).isEqualTo("group"));
		assertThat(client.delete(BOB, body("project-editor", WEB)).status()).isEqualTo(403);
		assertThat(client.post(BOB, body("project-editor", WEB)).json().get("source").get("type").stringValue())
			.isEqualTo("direct");
	}

	private static String joinGroupWithRole(String membership, String role, String target) {
		String group = client.post("/organizations/org_acme/groups", "{\"name\": \"Group\"}")
			.json()
			.get("id")
			.stringValue();
		client.post("/authorization/groups/" + group + "/role_assignments", body(role, target));
		client.post("/organizations/org_acme/groups/" + group + "/organization-memberships",
				"{\"organization_membership_id\": \"%s\"}".formatted(membership));
		return group;
	}

	private static String id(String path) {
		return client.get(path).json().get("data").get(0).get("id").stringValue();
	}

	private static boolean isAuthorized(String membership, String permission, String type, String externalId) {
		return client.post("/authorization/organization_memberships/" + membership + "/check", """
				{"permission_slug": "%s", %s}""".formatted(permission, target(type, externalId)))
			.json()
			.get("authorized")
			.booleanValue();
	}

	private static String body(String role, String target) {
		return """
				{"role_slug": "%s", %s}""".formatted(role, target);
	}

	private static String target(String type, String externalId) {
		return """
				"resource_type_slug": "%s", "resource_external_id": "%s\"""".formatted(type, externalId);
	}

	private static List<String> resources(Response response) {
		return response.json()
			.get("data")
			.valueStream()
			.map((assignment) -> assignment.get("resource").get("external_id").stringValue() + ":"
					+ assignment.get("role").get("slug").stringValue())
			.toList();
	}

	private static List<String> words(String text) {
		return text.isEmpty() ? List.of() : List.of(text.split(" "));
	}

}
