package io.github.fgaspring.emulator.contract;

import java.util.List;
import java.util.Map;

import io.github.fgaspring.emulator.contract.ContractCalls.Calls;

/**
 * The calls about permissions and roles.
 */
final class RoleCalls {

	private static final String PERMISSIONS = "/authorization/permissions";

	private static final String ROLES = "/authorization/roles";

	private static final String OWN_ROLES = "/authorization/organizations/{organizationId}/roles";

	private static final String TOO_LONG_NAME = "n".repeat(49);

	private RoleCalls() {
	}

	static void addTo(ContractCalls calls) {
		addPermissions(calls);
		addRoles(calls);
		addOrganizationRoles(calls);
	}

	private static void addPermissions(ContractCalls calls) {
		calls.on("GET " + PERMISSIONS).succeeds((fixture) -> Input.of());
		calls.on("POST " + PERMISSIONS)
			.succeeds("of the organization",
					(fixture) -> Input.of().body(Map.of("slug", fixture.unique("contract:view"), "name", "View")))
			.succeeds("of a resource type",
					(fixture) -> Input.of()
						.body(Map.of("slug", fixture.unique("contract:view"), "name", "View", "description",
								"Look only", "resource_type_slug", "project")))
			.fails("404", "unknown resource type",
					(fixture) -> Input.of()
						.body(Map.of("slug", fixture.unique("contract:view"), "name", "View", "resource_type_slug",
								"unknown")))
			.fails("409:permission_slug_conflict",
					(fixture) -> Input.of().body(Map.of("slug", fixture.permission(), "name", "View")))
			.fails("422", "without a name",
					(fixture) -> Input.of().body(Map.of("slug", fixture.unique("contract:view"))))
			.fails("422", "capital letters",
					(fixture) -> Input.of().body(Map.of("slug", fixture.unique("CONTRACT:VIEW"), "name", "View")));
		calls.on("GET " + PERMISSIONS + "/{slug}").succeeds((fixture) -> Input.of("workspace:view"));
		calls.on("PATCH " + PERMISSIONS + "/{slug}")
			.succeeds((fixture) -> Input.of(fixture.permission()).body(Map.of("name", "Look", "description", "Only")))
			.fails("422", "too long a name",
					(fixture) -> Input.of(fixture.permission()).body(Map.of("name", TOO_LONG_NAME)));
		calls.on("DELETE " + PERMISSIONS + "/{slug}").succeeds((fixture) -> Input.of(fixture.permission()));
	}

	private static void addRoles(ContractCalls calls) {
		calls.on("GET " + ROLES).succeeds((fixture) -> Input.of());
		calls.on("POST " + ROLES)
			.succeeds("of the organization",
					(fixture) -> Input.of().body(Map.of("slug", fixture.unique("contract-role"), "name", "Role")))
			.succeeds("of a resource type",
					(fixture) -> Input.of()
						.body(Map.of("slug", fixture.unique("contract-role"), "name", "Role", "description",
								"Some role", "resource_type_slug", "project")))
			.fails("404", "unknown resource type",
					(fixture) -> Input.of()
						.body(Map.of("slug", fixture.unique("contract-role"), "name", "Role", "resource_type_slug",
								"unknown")))
			.fails("409:role_slug_conflict",
					(fixture) -> Input.of().body(Map.of("slug", fixture.role(), "name", "Role")))
			.fails("422", "without a name",
					(fixture) -> Input.of().body(Map.of("slug", fixture.unique("contract-role"))));
		calls.on("GET " + ROLES + "/{slug}").succeeds((fixture) -> Input.of("workspace-admin"));
		calls.on("PATCH " + ROLES + "/{slug}")
			.succeeds((fixture) -> Input.of(fixture.role()).body(Map.of("name", "New", "description", "Renamed")))
			.fails("422", "too long a name", (fixture) -> Input.of(fixture.role()).body(Map.of("name", TOO_LONG_NAME)));
		addPermissionsOfRole(calls.on("POST " + ROLES + "/{slug}/permissions"),
				calls.on("PUT " + ROLES + "/{slug}/permissions"), (fixture) -> Input.of(fixture.role()));
	}

	private static void addOrganizationRoles(ContractCalls calls) {
		calls.on("GET " + OWN_ROLES).succeeds((fixture) -> {
			fixture.organizationRole();
			return Input.of(Fixture.ORGANIZATION);
		});
		calls.on("POST " + OWN_ROLES)
			.succeeds("with a slug",
					(fixture) -> Input.of(Fixture.ORGANIZATION)
						.body(Map.of("slug", fixture.unique("org-contract-role"), "name", "Role")))
			.succeeds("without a slug",
					(fixture) -> Input.of(Fixture.ORGANIZATION)
						.body(Map.of("name", fixture.unique("Role"), "description", "Some role", "resource_type_slug",
								"project")))
			.fails("409:organization_role_slug_conflict",
					(fixture) -> Input.of(Fixture.ORGANIZATION)
						.body(Map.of("slug", fixture.organizationRole(), "name", "Role")))
			.fails("422", "without the prefix of the slug",
					(fixture) -> Input.of(Fixture.ORGANIZATION)
						.body(Map.of("slug", fixture.unique("contract-role"), "name", "Role")))
			.fails("422", "without a name", (fixture) -> Input.of(Fixture.ORGANIZATION).body(Map.of()));
		String own = OWN_ROLES + "/{slug}";
		calls.on("GET " + own)
			.succeeds("of the organization", RoleCalls::organizationRole)
			.succeeds("of the environment", (fixture) -> Input.of(Fixture.ORGANIZATION, "workspace-admin"));
		calls.on("PATCH " + own)
			.succeeds((fixture) -> organizationRole(fixture).body(Map.of("name", "New", "description", "Renamed")))
			.fails("422", "too long a name",
					(fixture) -> organizationRole(fixture).body(Map.of("name", TOO_LONG_NAME)));
		calls.on("DELETE " + own).succeeds(RoleCalls::organizationRole).fails("409:role_has_assignments", (fixture) -> {
			String role = fixture.organizationRole();
			fixture.post("/authorization/organization_memberships/" + fixture.membership() + "/role_assignments",
					Map.of("role_slug", role, "resource_type_slug", "organization", "resource_external_id",
							Fixture.ORGANIZATION));
			return Input.of(Fixture.ORGANIZATION, role);
		});
		addPermissionsOfRole(calls.on("POST " + own + "/permissions"), calls.on("PUT " + own + "/permissions"),
				RoleCalls::organizationRole);
		calls.on("DELETE " + own + "/permissions/{permissionSlug}").succeeds((fixture) -> {
			String role = fixture.organizationRole();
			fixture.post("/authorization/organizations/" + Fixture.ORGANIZATION + "/roles/" + role + "/permissions",
					Map.of("slug", "organization:view"));
			return Input.of(Fixture.ORGANIZATION, role, "organization:view");
		});
	}

	private static void addPermissionsOfRole(Calls add, Calls replace, RoleInPath role) {
		add.succeeds((fixture) -> role.in(fixture).body(Map.of("slug", "organization:view")))
			.fails("404", "unknown permission", (fixture) -> role.in(fixture).body(Map.of("slug", "unknown")))
			.fails("422", "without a permission", (fixture) -> role.in(fixture).body(Map.of()));
		replace.succeeds((fixture) -> role.in(fixture).body(Map.of("permissions", List.of("organization:view"))))
			.fails("404", "unknown permission",
					(fixture) -> role.in(fixture).body(Map.of("permissions", List.of("unknown"))))
			.fails("422", "not a list", (fixture) -> role.in(fixture).body(Map.of("permissions", "unknown")));
	}

	private static Input organizationRole(Fixture fixture) {
		return Input.of(Fixture.ORGANIZATION, fixture.organizationRole());
	}

	/**
	 * Makes a role and names it in the path.
	 */
	private interface RoleInPath {

		Input in(Fixture fixture);

	}

}
