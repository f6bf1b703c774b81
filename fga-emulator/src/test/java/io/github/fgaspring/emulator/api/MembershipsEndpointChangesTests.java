package io.github.fgaspring.emulator.api;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.fgaspring.emulator.AbstractAcmeTests;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class MembershipsEndpointChangesTests extends AbstractAcmeTests {

	private static final String MEMBERSHIPS = "/user_management/organization_memberships";

	private static final AtomicInteger COUNT = new AtomicInteger();

	@Test
	void createWhenNoRoleThenIsActiveWithDefaultRole() {
		String user = newUser();
		JsonNode membership = create(user, "");
		assertThat(id(membership)).startsWith("om_emulator_");
		assertThat(status(membership)).isEqualTo("active");
		assertThat(roles(membership)).isEqualTo("member: member");
		assertThat(membership.get("user").get("id").stringValue()).isEqualTo(user);
		assertThat(membership.get("organization_name").stringValue()).isEqualTo("Acme");
		assertThat(client.get(path(membership)).json()).isEqualTo(membership);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"role_slug": "admin"                        | admin: admin
			"role_slugs": ["admin"]                     | admin: admin
			"role_slugs": ["admin", "member", "admin"]  | admin: admin member
			""")
	void createWhenRolesThenHasThem(String fields, String roles) {
		assertThat(roles(create(newUser(), ", " + fields))).isEqualTo(roles);
	}

	@Test
	void createWhenInactiveThenReactivatesWithGivenRoles() {
		String user = newUser();
		JsonNode membership = create(user, ", \"role_slugs\": [\"admin\", \"auditor\"]");
		client.putNothing(path(membership) + "/deactivate");
		JsonNode reactivated = create(user, ", \"role_slug\": \"auditor\"");
		assertThat(id(reactivated)).isEqualTo(id(membership));
		assertThat(status(reactivated)).isEqualTo("active");
		assertThat(roles(reactivated)).isEqualTo("auditor: auditor");
		client.putNothing(path(membership) + "/deactivate");
		assertThat(roles(create(user, ""))).isEqualTo("member: member");
	}

	@Test
	void createWhenActiveThenConflict() {
		JsonNode before = client.get(MEMBERSHIPS + "/om_bob").json();
		Response response = client.post(MEMBERSHIPS, body("user_bob", ", \"role_slug\": \"admin\""));
		assertError(response, 409, "organization_membership_already_exists");
		assertThat(client.get(MEMBERSHIPS + "/om_bob").json()).isEqualTo(before);
	}

	@Test
	void createWhenPendingThenBadRequest() {
		assertError(client.post(MEMBERSHIPS, body("user_erin", "")), 400,
				"cannot_reactivate_pending_organization_membership");
	}

	@ParameterizedTest
	@CsvSource({ "user_none, org_acme", "user_alice, org_none" })
	void createWhenUserOrOrganizationIsUnknownThenNotFound(String user, String organization) {
		Response response = client.post(MEMBERSHIPS, """
				{"user_id": "%s", "organization_id": "%s", "role_slug": "none"}""".formatted(user, organization));
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "{}", "{\"user_id\": \"user_alice\"}", "{\"organization_id\": \"org_acme\"}",
			"{\"user_id\": 1, \"organization_id\": \"org_acme\"}",
			"{\"user_id\": \"user_alice\", \"organization_id\": null}",
			"{\"user_id\": \"user_alice\", \"organization_id\": \"org_acme\", \"status\": \"pending\"}" })
	void createWhenBodyIsWrongThenUnprocessableWithCode(String body) {
		assertError(client.post(MEMBERSHIPS, body), 422, "invalid_request_parameters");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"role_slug\": \"admin\", \"role_slugs\": [\"admin\"]", "\"role_slug\": null",
			"\"role_slug\": 1", "\"role_slug\": \"\"", "\"role_slugs\": []", "\"role_slugs\": \"admin\"",
			"\"role_slugs\": [null]", "\"role_slugs\": [\"\"]" })
	void rolesWhenWrongThenUnprocessableWithCode(String fields) {
		String user = newUser();
		assertError(client.post(MEMBERSHIPS, body(user, ", " + fields)), 422, "invalid_request_parameters");
		JsonNode membership = create(user, "");
		assertError(client.put(path(membership), "{" + fields + "}"), 422, "invalid_request_parameters");
	}

	@Test
	void rolesWhenUnknownThenInvalidRole() {
		String user = newUser();
		String fields = "\"role_slugs\": [\"admin\", \"none\"]";
		assertError(client.post(MEMBERSHIPS, body(user, ", " + fields)), 422, "invalid_role");
		JsonNode membership = create(user, "");
		assertError(client.put(path(membership), "{" + fields + "}"), 422, "invalid_role");
		assertThat(client.get(path(membership)).json()).isEqualTo(membership);
	}

	@Test
	void rolesWhenForResourcesThenNotAllowed() {
		String user = newUser();
		String fields = "\"role_slugs\": [\"admin\", \"project-editor\"]";
		assertNotAllowed(client.post(MEMBERSHIPS, body(user, ", " + fields)));
		JsonNode membership = create(user, "");
		assertNotAllowed(client.put(path(membership), "{" + fields + "}"));
		assertThat(client.get(path(membership)).json()).isEqualTo(membership);
	}

	private static void assertNotAllowed(Response response) {
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.json().propertyNames()).containsExactlyInAnyOrder("message", "code", "role_slug");
		assertThat(response.json().get("code").stringValue()).isEqualTo("sub_resource_scoped_role_not_allowed");
		assertThat(response.json().get("role_slug").stringValue()).isEqualTo("project-editor");
	}

	@Test
	void updateWhenRolesThenReplacesThem() {
		JsonNode membership = create(newUser(), ", \"role_slugs\": [\"admin\", \"auditor\"]");
		assertThat(roles(client.put(path(membership), "{\"role_slugs\": [\"member\", \"auditor\"]}").json()))
			.isEqualTo("member: member auditor");
		assertThat(roles(client.put(path(membership), "{\"role_slug\": \"admin\"}").json())).isEqualTo("admin: admin");
		assertThat(roles(client.get(path(membership)).json())).isEqualTo("admin: admin");
	}

	@Test
	void updateWhenNoRoleThenChangesNothing() {
		JsonNode membership = create(newUser(), ", \"role_slug\": \"admin\"");
		Response response = client.put(path(membership), "{}");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.json()).isEqualTo(membership);
	}

	@Test
	void statusWhenDeactivatedAndReactivatedThenKeepsRoles() {
		JsonNode membership = create(newUser(), ", \"role_slugs\": [\"admin\", \"auditor\"]");
		Response deactivated = client.putNothing(path(membership) + "/deactivate");
		assertThat(deactivated.status()).isEqualTo(200);
		assertThat(status(deactivated.json())).isEqualTo("inactive");
		assertThat(client.putNothing(path(membership) + "/deactivate").json()).isEqualTo(deactivated.json());
		Response reactivated = client.putNothing(path(membership) + "/reactivate");
		assertThat(reactivated.status()).isEqualTo(200);
		assertThat(status(reactivated.json())).isEqualTo("active");
		assertThat(roles(reactivated.json())).isEqualTo("admin: admin auditor");
		assertThat(client.putNothing(path(membership) + "/reactivate").json()).isEqualTo(reactivated.json());
	}

	@ParameterizedTest
	@ValueSource(strings = { "deactivate", "reactivate" })
	void statusWhenPendingThenBadRequest(String action) {
		assertError(client.putNothing(MEMBERSHIPS + "/om_erin/" + action), 400,
				"cannot_" + action + "_pending_organization_membership");
		assertThat(status(client.get(MEMBERSHIPS + "/om_erin").json())).isEqualTo("pending");
	}

	@Test
	void deleteWhenThereThenIsGone() {
		String user = newUser();
		JsonNode membership = create(user, "");
		Response response = client.delete(path(membership));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).isEmpty();
		assertThat(client.get(path(membership)).status()).isEqualTo(404);
		assertThat(id(create(user, ""))).isNotEqualTo(id(membership));
	}

	@Test
	void anyWhenMembershipIsUnknownThenNotFoundWithoutCode() {
		String path = MEMBERSHIPS + "/om_none";
		assertThat(List.of(client.get(path), client.put(path, "{}"), client.delete(path),
				client.putNothing(path + "/deactivate"), client.putNothing(path + "/reactivate")))
			.allSatisfy((response) -> {
				assertThat(response.status()).isEqualTo(404);
				assertThat(response.json().propertyNames()).containsExactly("message");
			});
	}

	private static String newUser() {
		return id(client.post("/user_management/users", """
				{"email": "user%d@example.test"}""".formatted(COUNT.incrementAndGet())).json());
	}

	private static JsonNode create(String user, String moreFields) {
		Response response = client.post(MEMBERSHIPS, body(user, moreFields));
		assertThat(response.status()).as(response.text()).isEqualTo(201);
		return response.json();
	}

	private static String body(String user, String moreFields) {
		return "{\"user_id\": \"%s\", \"organization_id\": \"org_acme\"%s}".formatted(user, moreFields);
	}

	private static String id(JsonNode object) {
		return object.get("id").stringValue();
	}

	private static String path(JsonNode membership) {
		return MEMBERSHIPS + "/" + id(membership);
	}

	private static String status(JsonNode membership) {
		return membership.get("status").stringValue();
	}

	private static String roles(JsonNode membership) {
		List<String> slugs = membership.get("roles")
			.valueStream()
			.map((role) -> role.get("slug").stringValue())
			.toList();
		return membership.get("role").get("slug").stringValue() + ": " + String.join(" ", slugs);
	}

	private static void assertError(Response response, int status, String code) {
		assertThat(response.status()).as(response.text()).isEqualTo(status);
		assertThat(response.json().propertyNames()).containsExactly("code", "message");
		assertThat(response.json().get("code").stringValue()).isEqualTo(code);
	}

}
