package io.github.fgaspring.endtoend;

import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.nimbusds.jwt.SignedJWT;
import io.github.fgaspring.emulator.FgaEmulator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * Changes things at the emulator as one does at WorkOS: through the API.
 */
final class WorkosAdministrator {

	private final RestClient api;

	WorkosAdministrator(FgaEmulator emulator) {
		this.api = RestClient.builder()
			.baseUrl(emulator.baseUrl())
			.defaultHeaders((headers) -> headers.setBearerAuth(emulator.apiKey()))
			.build();
	}

	void revokeSession(String token) {
		call(HttpMethod.POST, "/user_management/sessions/revoke", Map.of("session_id", sessionOf(token)));
	}

	static String sessionOf(String token) {
		try {
			return SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("sid");
		}
		catch (ParseException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	void createMembership(String user, String organization, String role) {
		call(HttpMethod.POST, "/user_management/organization_memberships",
				Map.of("user_id", user, "organization_id", organization, "role_slug", role));
	}

	void deleteMembership(String membership) {
		call(HttpMethod.DELETE, membership(membership), Map.of());
	}

	void deactivate(String membership) {
		call(HttpMethod.PUT, membership(membership) + "/deactivate", Map.of());
	}

	void reactivate(String membership) {
		call(HttpMethod.PUT, membership(membership) + "/reactivate", Map.of());
	}

	void changeRoles(String membership, String... roles) {
		call(HttpMethod.PUT, membership(membership), Map.of("role_slugs", List.of(roles)));
	}

	private static String membership(String id) {
		return "/user_management/organization_memberships/" + id;
	}

	void changePermissions(String role, String... permissions) {
		call(HttpMethod.PUT, "/authorization/roles/" + role + "/permissions",
				Map.of("permissions", List.of(permissions)));
	}

	void createOrganizationRole(String organization, String role, String... permissions) {
		call(HttpMethod.POST, "/authorization/organizations/" + organization + "/roles",
				Map.of("slug", role, "name", role));
		changePermissionsIn(organization, role, permissions);
	}

	void changePermissionsIn(String organization, String role, String... permissions) {
		call(HttpMethod.PUT, "/authorization/organizations/" + organization + "/roles/" + role + "/permissions",
				Map.of("permissions", List.of(permissions)));
	}

	void deletePermission(String permission) {
		call(HttpMethod.DELETE, "/authorization/permissions/" + permission, Map.of());
	}

	/**
	 * A group whose members have a role in the whole organization.
	 */
	void createGroup(String organization, String role, String... memberships) {
		String groups = "/organizations/" + organization + "/groups";
		String id = call(HttpMethod.POST, groups, Map.of("name", "Editors")).get("id").stringValue();
		Arrays.stream(memberships).forEach((membership) -> addMember(organization, id, membership));
		call(HttpMethod.POST, "/authorization/groups/" + id + "/role_assignments", Map.of("role_slug", role));
	}

	/**
	 * The only group of an organization.
	 */
	String group(String organization) {
		return call(HttpMethod.GET, "/organizations/" + organization + "/groups", Map.of()).at("/data/0/id")
			.stringValue();
	}

	void addMember(String organization, String group, String membership) {
		call(HttpMethod.POST, "/organizations/" + organization + "/groups/" + group + "/organization-memberships",
				Map.of("organization_membership_id", membership));
	}

	void removeMember(String organization, String group, String membership) {
		call(HttpMethod.DELETE,
				"/organizations/" + organization + "/groups/" + group + "/organization-memberships/" + membership,
				Map.of());
	}

	void deleteGroup(String organization, String group) {
		call(HttpMethod.DELETE, "/organizations/" + organization + "/groups/" + group, Map.of());
	}

	void takeRolesFromGroup(String group) {
		call(HttpMethod.PUT, "/authorization/groups/" + group + "/role_assignments",
				Map.of("role_assignments", List.of()));
	}

	void deleteUser(String user) {
		call(HttpMethod.DELETE, "/user_management/users/" + user, Map.of());
	}

	void deleteOrganization(String organization) {
		call(HttpMethod.DELETE, "/organizations/" + organization, Map.of());
	}

	/**
	 * The types of the events there are.
	 */
	List<String> eventTypes() {
		return call(HttpMethod.GET, "/events?order=asc&limit=100", Map.of()).get("data")
			.values()
			.stream()
			.map((event) -> event.get("event").stringValue())
			.toList();
	}

	private JsonNode call(HttpMethod method, String path, Map<String, ?> body) {
		RestClient.RequestBodySpec request = this.api.method(method).uri(path);
		if (!body.isEmpty()) {
			request.contentType(MediaType.APPLICATION_JSON).body(body);
		}
		JsonNode answer = request.retrieve().body(JsonNode.class);
		return (answer != null) ? answer : MissingNode.getInstance();
	}

}
