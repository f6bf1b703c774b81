package io.github.fgaspring.emulator.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Group;
import io.github.fgaspring.emulator.model.GroupRoleAssignment;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.ResourceKey;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.StateChanges;

/**
 * The roles of groups.
 */
final class GroupRoleAssignmentsEndpoint {

	private final EmulatorState state;

	private final StateChanges changes;

	private final Lookup lookup;

	private final ApiObjects objects;

	GroupRoleAssignmentsEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
		this.lookup = new Lookup(state);
		this.objects = new ApiObjects(state);
	}

	ApiResponse list(ApiRequest request) {
		PageRequest page = PageRequest.from(request);
		Group group = group(request);
		return ApiResponse
			.ok(page
				.slice(this.state.groups().assignments().all(), GroupRoleAssignment::id,
						(assignment) -> assignment.groupId().equals(group.id()))
				.toJson(this.objects::groupRoleAssignment));
	}

	ApiResponse create(ApiRequest request) {
		RoleGrant grant = RoleGrant.from(request);
		Group group = group(request);
		Assignable assignable = assignable(group, grant);
		if (find(group, assignable.role().slug(), assignable.resource()).isPresent()) {
			throw ApiException.conflict("duplicate_group_role_assignment",
					"The group has the role '%s' on the resource already.".formatted(grant.role()));
		}
		return ApiResponse.created(this.objects.groupRoleAssignment(assign(group, assignable)));
	}

	// What stays assigned keeps its id.
	ApiResponse replace(ApiRequest request) {
		List<RoleGrant> grants = RoleGrant.listFrom(request);
		Group group = group(request);
		Set<Assignable> wanted = new LinkedHashSet<>();
		grants.forEach((grant) -> wanted.add(assignable(group, grant)));
		for (GroupRoleAssignment assignment : this.state.groups().assignments(group)) {
			if (!wanted.removeIf((assignable) -> assignable.isIn(assignment))) {
				this.changes.unassign(assignment);
			}
		}
		wanted.forEach((assignable) -> assign(group, assignable));
		List<GroupRoleAssignment> newestFirst = new ArrayList<>(this.state.groups().assignments(group));
		Collections.reverse(newestFirst);
		return ApiResponse.ok(new Page<>(newestFirst, null, null).toJson(this.objects::groupRoleAssignment));
	}

	ApiResponse deleteMatching(ApiRequest request) {
		RoleGrant grant = RoleGrant.from(request);
		Group group = group(request);
		this.changes.unassign(Lookup.found(find(group, grant.role(), resource(group, grant)),
				"Role assignment of the group", grant.role()));
		return ApiResponse.noContent();
	}

	ApiResponse get(ApiRequest request) {
		return ApiResponse.ok(this.objects.groupRoleAssignment(assignment(request)));
	}

	ApiResponse delete(ApiRequest request) {
		this.changes.unassign(assignment(request));
		return ApiResponse.noContent();
	}

	private Group group(ApiRequest request) {
		return this.lookup.group(request.pathVariable("group_id"));
	}

	private GroupRoleAssignment assignment(ApiRequest request) {
		Group group = group(request);
		String id = request.pathVariable("role_assignment_id");
		return Lookup.found(
				this.state.groups().assignments().find(id).filter((found) -> found.groupId().equals(group.id())),
				"Role assignment of the group", id);
	}

	private Optional<GroupRoleAssignment> find(Group group, String role, Resource resource) {
		return this.state.groups()
			.assignments(group)
			.stream()
			.filter((assignment) -> assignment.isOf(role, resource.key()))
			.findFirst();
	}

	private GroupRoleAssignment assign(Group group, Assignable assignable) {
		return this.changes.assign(group, assignable.role(), assignable.resource());
	}

	private Assignable assignable(Group group, RoleGrant grant) {
		Resource resource = resource(group, grant);
		return new Assignable(this.lookup.assignableRole(grant.role(), resource), resource);
	}

	private Resource resource(Group group, RoleGrant grant) {
		return grant.target()
			.map((target) -> target.resolve(this.state.resources(), group.organizationId()))
			.orElseGet(() -> this.lookup.resource(ResourceKey.ofOrganization(group.organizationId())));
	}

	/**
	 * A role and a resource that it can be assigned on.
	 */
	private record Assignable(Role role, Resource resource) {

		boolean isIn(GroupRoleAssignment assignment) {
			return assignment.isOf(this.role.slug(), this.resource.key());
		}

	}

}
