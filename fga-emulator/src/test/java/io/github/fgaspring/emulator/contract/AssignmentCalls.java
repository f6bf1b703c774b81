package io.github.fgaspring.emulator.contract;

import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * The calls about roles that memberships have on resources.
 */
final class AssignmentCalls {

	private static final String OF_MEMBERSHIP = "/authorization/organization_memberships/{organization_membership_id}/role_assignments";

	private AssignmentCalls() {
	}

	static void addTo(ContractCalls calls) {
		addLists(calls);
		calls.on("POST " + OF_MEMBERSHIP)
			.succeeds("by id",
					(fixture) -> Input.of(fixture.membership())
						.body(Map.of("role_slug", "workspace-admin", "resource_id", Fixture.id(fixture.workspace()))))
			.succeeds("by external id",
					(fixture) -> Input.of(fixture.membership())
						.body(Map.of("role_slug", "workspace-admin", "resource_type_slug", "workspace",
								"resource_external_id", "seeded")))
			.fails("404", "unknown resource",
					(fixture) -> Input.of(Fixture.MEMBERSHIP)
						.body(Map.of("role_slug", "workspace-admin", "resource_id", "unknown")))
			.fails("422", "without a resource",
					(fixture) -> Input.of(Fixture.MEMBERSHIP).body(Map.of("role_slug", "workspace-admin")))
			.fails("422", "role of another type", (fixture) -> Input.of(Fixture.MEMBERSHIP)
				.body(Map.of("role_slug", "member", "resource_id", Fixture.id(fixture.workspace()))));
		calls.on("DELETE " + OF_MEMBERSHIP).succeeds((fixture) -> {
			JsonNode workspace = fixture.workspace();
			fixture.assignment(Fixture.MEMBERSHIP, workspace);
			return Input.of(Fixture.MEMBERSHIP)
				.body(Map.of("role_slug", "workspace-admin", "resource_id", Fixture.id(workspace)));
		})
			.fails("404", "nothing assigned",
					(fixture) -> Input.of(Fixture.MEMBERSHIP)
						.body(Map.of("role_slug", "workspace-admin", "resource_id", Fixture.id(fixture.workspace()))))
			.fails("422", "without a resource",
					(fixture) -> Input.of(Fixture.MEMBERSHIP).body(Map.of("role_slug", "workspace-admin")));
		calls.on("DELETE " + OF_MEMBERSHIP + "/{role_assignment_id}")
			.succeeds((fixture) -> Input.of(Fixture.MEMBERSHIP,
					fixture.assignment(Fixture.MEMBERSHIP, fixture.workspace())));
	}

	private static void addLists(ContractCalls calls) {
		calls.on("GET " + OF_MEMBERSHIP)
			.succeeds("direct", (fixture) -> Input.of(Fixture.MEMBERSHIP))
			.succeeds("through a group", (fixture) -> {
				String membership = fixture.membership();
				String group = fixture.group();
				fixture.addToGroup(group, membership);
				fixture.groupAssignment(group);
				return Input.of(membership);
			});
		calls.on("GET /authorization/resources/{resource_id}/role_assignments").succeeds((fixture) -> {
			JsonNode workspace = fixture.workspace();
			fixture.assignment(Fixture.MEMBERSHIP, workspace);
			return Input.of(Fixture.id(workspace));
		});
		calls
			.on("GET /authorization/organizations/{organization_id}/resources/{resource_type_slug}/{external_id}/role_assignments")
			.succeeds((fixture) -> Input.of(Fixture.ORGANIZATION, "workspace", "seeded"))
			.succeeds("of a role", (fixture) -> Input.of(Fixture.ORGANIZATION, "workspace", "seeded")
				.query("role_slug=workspace-admin"));
	}

}
