package io.github.fgaspring.emulator.contract;

import java.util.List;
import java.util.Map;

/**
 * The calls about groups, their members and their roles.
 */
final class GroupCalls {

	private static final String GROUPS = "/organizations/{organizationId}/groups";

	private static final String GROUP = GROUPS + "/{groupId}";

	private static final String MEMBERS = GROUP + "/organization-memberships";

	private static final String ASSIGNMENTS = "/authorization/groups/{group_id}/role_assignments";

	private static final Map<String, String> MEMBER_ROLE = Map.of("role_slug", "member");

	private static final Map<String, String> WORKSPACE_ROLE = Map.of("role_slug", "workspace-admin",
			"resource_type_slug", "workspace", "resource_external_id", "seeded");

	private static final String TOO_LONG_NAME = "n".repeat(257);

	private GroupCalls() {
	}

	static void addTo(ContractCalls calls) {
		addGroups(calls);
		addMembers(calls);
		addAssignments(calls);
	}

	private static void addGroups(ContractCalls calls) {
		calls.on("GET " + GROUPS).succeeds((fixture) -> {
			fixture.group();
			return Input.of(Fixture.ORGANIZATION);
		});
		calls.on("POST " + GROUPS)
			.succeeds((fixture) -> Input.of(Fixture.ORGANIZATION)
				.body(Map.of("name", fixture.unique("Group"), "description", "Some people")))
			.succeeds("without a description",
					(fixture) -> Input.of(Fixture.ORGANIZATION).body(Map.of("name", fixture.unique("Group"))))
			.fails("422", "without a name", (fixture) -> Input.of(Fixture.ORGANIZATION).body(Map.of()));
		calls.on("GET " + GROUP).succeeds(GroupCalls::group);
		calls.on("PATCH " + GROUP)
			.succeeds((fixture) -> group(fixture).body(Map.of("name", fixture.unique("Group"))))
			.fails("422", "too long a name", (fixture) -> group(fixture).body(Map.of("name", TOO_LONG_NAME)));
		calls.on("DELETE " + GROUP).succeeds(GroupCalls::group);
	}

	private static void addMembers(ContractCalls calls) {
		calls.on("GET " + MEMBERS).succeeds((fixture) -> groupOf(fixture, fixture.membership()));
		calls.on("POST " + MEMBERS)
			.succeeds((fixture) -> group(fixture).body(Map.of("organization_membership_id", fixture.membership())))
			.fails("404", "unknown membership",
					(fixture) -> group(fixture).body(Map.of("organization_membership_id", "unknown")))
			.fails("422", "without a membership", (fixture) -> group(fixture).body(Map.of()));
		calls.on("DELETE " + MEMBERS + "/{omId}").succeeds((fixture) -> {
			String membership = fixture.membership();
			String group = fixture.group();
			fixture.addToGroup(group, membership);
			return Input.of(Fixture.ORGANIZATION, group, membership);
		});
		calls.on("GET /user_management/organization_memberships/{omId}/groups").succeeds((fixture) -> {
			String membership = fixture.membership();
			fixture.addToGroup(fixture.group(), membership);
			return Input.of(membership);
		});
	}

	private static void addAssignments(ContractCalls calls) {
		calls.on("GET " + ASSIGNMENTS).succeeds(GroupCalls::assignedGroup);
		calls.on("POST " + ASSIGNMENTS)
			.succeeds("on the organization", (fixture) -> Input.of(fixture.group()).body(MEMBER_ROLE))
			.succeeds("on a resource", (fixture) -> Input.of(fixture.group()).body(WORKSPACE_ROLE))
			.fails("409:duplicate_group_role_assignment", (fixture) -> assignedGroup(fixture).body(MEMBER_ROLE))
			.fails("422", "without a role", (fixture) -> Input.of(fixture.group()).body(Map.of()));
		calls.on("PUT " + ASSIGNMENTS)
			.succeeds((fixture) -> assignedGroup(fixture)
				.body(Map.of("role_assignments", List.of(MEMBER_ROLE, WORKSPACE_ROLE))))
			.fails("422", "without a list", (fixture) -> assignedGroup(fixture).body(Map.of()));
		calls.on("DELETE " + ASSIGNMENTS)
			.succeeds((fixture) -> assignedGroup(fixture).body(MEMBER_ROLE))
			.fails("404", "nothing assigned", (fixture) -> Input.of(fixture.group()).body(MEMBER_ROLE))
			.fails("422", "without a role", (fixture) -> assignedGroup(fixture).body(Map.of()));
		calls.on("GET " + ASSIGNMENTS + "/{role_assignment_id}").succeeds(GroupCalls::assignment);
		calls.on("DELETE " + ASSIGNMENTS + "/{role_assignment_id}").succeeds(GroupCalls::assignment);
	}

	private static Input group(Fixture fixture) {
		return Input.of(Fixture.ORGANIZATION, fixture.group());
	}

	private static Input groupOf(Fixture fixture, String membership) {
		String group = fixture.group();
		fixture.addToGroup(group, membership);
		return Input.of(Fixture.ORGANIZATION, group);
	}

	private static Input assignedGroup(Fixture fixture) {
		String group = fixture.group();
		fixture.groupAssignment(group);
		return Input.of(group);
	}

	private static Input assignment(Fixture fixture) {
		String group = fixture.group();
		return Input.of(group, fixture.groupAssignment(group));
	}

}
