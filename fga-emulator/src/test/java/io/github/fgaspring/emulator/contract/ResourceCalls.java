package io.github.fgaspring.emulator.contract;

import java.util.Map;

import io.github.fgaspring.emulator.contract.ContractCalls.Calls;
import tools.jackson.databind.JsonNode;

/**
 * The calls about resources, and about what may be done with them.
 */
final class ResourceCalls {

	private static final String MEMBERSHIP = "/authorization/organization_memberships/{organization_membership_id}";

	private static final String RESOURCES = "/authorization/resources";

	private static final String BY_ID = RESOURCES + "/{resource_id}";

	private static final String BY_EXTERNAL_ID = "/authorization/organizations/{organization_id}/resources/{resource_type_slug}/{external_id}";

	private static final String SEES_WORKSPACES = "permission_slug=workspace:view";

	private static final String TOO_LONG_NAME = "n".repeat(49);

	private ResourceCalls() {
	}

	static void addTo(ContractCalls calls) {
		addChecks(calls);
		addResourcesOfMembership(calls);
		addMembershipsOfResource(calls.on("GET " + BY_ID + "/organization_memberships"), ResourceCalls::byId);
		addMembershipsOfResource(calls.on("GET " + BY_EXTERNAL_ID + "/organization_memberships"),
				ResourceCalls::byExternalId);
		addList(calls);
		addCreate(calls);
		calls.on("GET " + BY_ID).succeeds((fixture) -> byId(fixture.workspace()));
		calls.on("GET " + BY_EXTERNAL_ID).succeeds((fixture) -> byExternalId(fixture.workspace()));
		addUpdates(calls.on("PATCH " + BY_ID), ResourceCalls::byId);
		addUpdates(calls.on("PATCH " + BY_EXTERNAL_ID), ResourceCalls::byExternalId);
		addDeletions(calls.on("DELETE " + BY_ID), ResourceCalls::byId);
		addDeletions(calls.on("DELETE " + BY_EXTERNAL_ID), ResourceCalls::byExternalId);
	}

	private static void addChecks(ContractCalls calls) {
		calls.on("POST " + MEMBERSHIP + "/check")
			.succeeds("by external id",
					(fixture) -> Input.of(Fixture.MEMBERSHIP)
						.body(Map.of("permission_slug", "workspace:view", "resource_type_slug", "workspace",
								"resource_external_id", "seeded")))
			.succeeds("by id",
					(fixture) -> Input.of(Fixture.MEMBERSHIP)
						.body(Map.of("permission_slug", "workspace:view", "resource_id",
								Fixture.id(fixture.workspace()))))
			.fails("404", "unknown resource",
					(fixture) -> Input.of(Fixture.MEMBERSHIP)
						.body(Map.of("permission_slug", "workspace:view", "resource_id", "unknown")))
			.fails("422", "without a resource",
					(fixture) -> Input.of(Fixture.MEMBERSHIP).body(Map.of("permission_slug", "workspace:view")))
			.fails("422", "without a permission", (fixture) -> Input.of(Fixture.MEMBERSHIP)
				.body(Map.of("resource_type_slug", "workspace", "resource_external_id", "seeded")));
	}

	private static void addResourcesOfMembership(ContractCalls calls) {
		calls.on("GET " + MEMBERSHIP + "/resources")
			.succeeds("by external id of the parent",
					(fixture) -> Input.of(Fixture.MEMBERSHIP)
						.query(SEES_WORKSPACES + "&parent_resource_type_slug=organization&parent_resource_external_id="
								+ Fixture.ORGANIZATION))
			.succeeds("by id of the parent", (fixture) -> {
				JsonNode workspace = fixture.workspace();
				fixture.project(workspace);
				fixture.assignment(Fixture.MEMBERSHIP, workspace);
				return Input.of(Fixture.MEMBERSHIP)
					.query("permission_slug=project:view&parent_resource_id=" + Fixture.id(workspace));
			})
			.fails("400:bad_request", "without a parent",
					(fixture) -> Input.of(Fixture.MEMBERSHIP).query(SEES_WORKSPACES))
			.fails("422", "without a permission", (fixture) -> Input.of(Fixture.MEMBERSHIP)
				.query("parent_resource_id=" + Fixture.id(fixture.workspace())));
		calls.on("GET " + MEMBERSHIP + "/resources/{resource_id}/permissions").succeeds((fixture) -> {
			JsonNode workspace = fixture.workspace();
			fixture.assignment(Fixture.MEMBERSHIP, workspace);
			return Input.of(Fixture.MEMBERSHIP, Fixture.id(workspace));
		});
		calls.on("GET " + MEMBERSHIP + "/resources/{resource_type_slug}/{external_id}/permissions")
			.succeeds((fixture) -> Input.of(Fixture.MEMBERSHIP, "workspace", "seeded"));
	}

	private static void addMembershipsOfResource(Calls calls, Target target) {
		calls.succeeds("direct", (fixture) -> assigned(fixture, target).query(SEES_WORKSPACES + "&assignment=direct"))
			.succeeds("indirect",
					(fixture) -> assigned(fixture, target).query(SEES_WORKSPACES + "&assignment=indirect"))
			.fails("422", "without a permission", (fixture) -> target.of(fixture.workspace()))
			.fails("422", "unknown kind of assignment",
					(fixture) -> target.of(fixture.workspace()).query(SEES_WORKSPACES + "&assignment=none"));
	}

	private static Input assigned(Fixture fixture, Target target) {
		JsonNode workspace = fixture.workspace();
		fixture.assignment(fixture.membership(), workspace);
		return target.of(workspace);
	}

	private static void addList(ContractCalls calls) {
		calls.on("GET " + RESOURCES)
			.succeeds("by organization",
					(fixture) -> Input.of().query("organization_id=" + Fixture.ORGANIZATION + "&limit=100"))
			.succeeds("by parent", (fixture) -> {
				JsonNode workspace = fixture.workspace();
				fixture.project(workspace);
				return Input.of().query("resource_type_slug=project&parent_resource_id=" + Fixture.id(workspace));
			})
			.fails("400:missing_organization_id_or_resource_type_slug", (fixture) -> Input.of());
	}

	private static void addCreate(ContractCalls calls) {
		calls.on("POST " + RESOURCES)
			.succeeds("without a parent", (fixture) -> Input.of()
				.body(Map.of("organization_id", Fixture.ORGANIZATION, "resource_type_slug", "workspace", "external_id",
						fixture.unique("workspace"), "name", "Workspace", "description", "Where work happens")))
			.succeeds("by id of the parent",
					(fixture) -> Input.of()
						.body(Map.of("organization_id", Fixture.ORGANIZATION, "resource_type_slug", "project",
								"external_id", fixture.unique("project"), "name", "Project", "parent_resource_id",
								Fixture.id(fixture.workspace()))))
			.succeeds("by external id of the parent", (fixture) -> {
				String parent = Fixture.text(fixture.workspace(), "external_id");
				return Input.of()
					.body(Map.of("organization_id", Fixture.ORGANIZATION, "resource_type_slug", "project",
							"external_id", fixture.unique("project"), "name", "Project", "parent_resource_type_slug",
							"workspace", "parent_resource_external_id", parent));
			})
			.fails("404", "unknown organization",
					(fixture) -> Input.of()
						.body(Map.of("organization_id", "unknown", "resource_type_slug", "workspace", "external_id",
								"w-1", "name", "Workspace")))
			.fails("409:authorization_resource_external_id_conflict",
					(fixture) -> Input.of()
						.body(Map.of("organization_id", Fixture.ORGANIZATION, "resource_type_slug", "workspace",
								"external_id", Fixture.text(fixture.workspace(), "external_id"), "name", "Workspace")))
			.fails("422", "too long a name",
					(fixture) -> Input.of()
						.body(Map.of("organization_id", Fixture.ORGANIZATION, "resource_type_slug", "workspace",
								"external_id", fixture.unique("workspace"), "name", TOO_LONG_NAME)))
			.fails("422", "without a name",
					(fixture) -> Input.of()
						.body(Map.of("organization_id", Fixture.ORGANIZATION, "resource_type_slug", "workspace",
								"external_id", fixture.unique("workspace"))));
	}

	private static void addUpdates(Calls calls, Target target) {
		calls
			.succeeds("text",
					(fixture) -> target.of(fixture.workspace()).body(Map.of("name", "New", "description", "Renamed")))
			.succeeds("description taken away",
					(fixture) -> target.of(fixture.workspace()).text("{\"description\":null}"))
			.succeeds("parent",
					(fixture) -> target.of(fixture.project(fixture.workspace()))
						.body(Map.of("parent_resource_id", Fixture.id(fixture.workspace()))))
			.fails("422", "too long a name",
					(fixture) -> target.of(fixture.workspace()).body(Map.of("name", TOO_LONG_NAME)));
	}

	private static void addDeletions(Calls calls, Target target) {
		calls.succeeds("alone", (fixture) -> target.of(fixture.workspace()))
			.succeeds("with what is below", (fixture) -> parent(fixture, target).query("cascade_delete=true"))
			.fails("409:resource_has_dependents", (fixture) -> parent(fixture, target));
	}

	private static Input parent(Fixture fixture, Target target) {
		JsonNode workspace = fixture.workspace();
		fixture.project(workspace);
		return target.of(workspace);
	}

	private static Input byId(JsonNode resource) {
		return Input.of(Fixture.id(resource));
	}

	private static Input byExternalId(JsonNode resource) {
		return Input.of(Fixture.ORGANIZATION, Fixture.text(resource, "resource_type_slug"),
				Fixture.text(resource, "external_id"));
	}

	/**
	 * Names a resource in the path.
	 */
	private interface Target {

		Input of(JsonNode resource);

	}

}
