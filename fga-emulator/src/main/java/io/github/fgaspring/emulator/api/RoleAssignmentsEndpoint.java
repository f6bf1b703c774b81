package io.github.fgaspring.emulator.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.AccessEvaluator;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.ResourceKey;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.RoleAssignment;
import io.github.fgaspring.emulator.model.StateChanges;

/**
 * The roles that one membership holds.
 */
final class RoleAssignmentsEndpoint {

	private static final String ROLE = "role_slug";

	private final EmulatorState state;

	private final StateChanges changes;

	private final Lookup lookup;

	private final AccessEvaluator access;

	private final ApiObjects objects;

	RoleAssignmentsEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
		this.lookup = new Lookup(state);
		this.access = new AccessEvaluator(state);
		this.objects = new ApiObjects(state);
	}

	ApiResponse list(ApiRequest request) {
		PageRequest page = PageRequest.from(request, ResourceTarget.ID, ResourceTarget.EXTERNAL_ID,
				ResourceTarget.TYPE);
		Membership membership = membership(request);
		Predicate<ResourceKey> filter = filter(request);
		List<RoleAssignment> assignments = this.state.assignments()
			.all((assignment) -> assignment.membershipId().equals(membership.id()));
		return ApiResponse
			.ok(page.slice(assignments, RoleAssignment::id, (assignment) -> filter.test(assignment.resource()))
				.toJson(this.objects::roleAssignment));
	}

	// The three filters do not depend on each other: an external id alone is enough.
	private Predicate<ResourceKey> filter(ApiRequest request) {
		Optional<String> id = request.queryParameter(ResourceTarget.ID);
		Optional<ResourceKey> named = id.flatMap(this.state.resources()::findById).map(Resource::key);
		Optional<String> externalId = request.queryParameter(ResourceTarget.EXTERNAL_ID);
		Optional<String> type = request.queryParameter(ResourceTarget.TYPE);
		return (resource) -> (id.isEmpty() || named.filter(resource::equals).isPresent())
				&& externalId.map(resource.externalId()::equals).orElse(true)
				&& type.map(resource.type()::equals).orElse(true);
	}

	// A role that is held already is no conflict for WorkOS.
	ApiResponse create(ApiRequest request) {
		RequestBody body = body(request);
		String slug = body.text(ROLE);
		ResourceTarget target = ResourceTarget.from(body);
		Membership membership = membership(request);
		Resource resource = target.resolve(this.state.resources(), membership.organizationId());
		Role role = this.lookup.assignableRole(slug, resource);
		RoleAssignment assignment = held(membership, slug, resource).filter(RoleAssignment::isDirect)
			.orElseGet(() -> this.changes.assign(membership, role, resource));
		return ApiResponse.created(this.objects.roleAssignment(assignment));
	}

	ApiResponse deleteByRole(ApiRequest request) {
		RequestBody body = body(request);
		String slug = body.text(ROLE);
		ResourceTarget target = ResourceTarget.from(body);
		Membership membership = membership(request);
		Resource resource = target.resolve(this.state.resources(), membership.organizationId());
		return delete(membership, held(membership, slug, resource).orElseThrow(() -> ApiException
			.notFound("The organization membership does not hold the role '%s' there.".formatted(slug))));
	}

	ApiResponse delete(ApiRequest request) {
		Membership membership = membership(request);
		String id = request.pathVariable("role_assignment_id");
		Optional<RoleAssignment> assignment = this.state.assignments()
			.find(id)
			.filter((found) -> found.membershipId().equals(membership.id()));
		return delete(membership, Lookup.found(assignment, "Role assignment", id));
	}

	private ApiResponse delete(Membership membership, RoleAssignment assignment) {
		if (!assignment.isDirect()) {
			throw ApiException.forbidden(
					"The organization membership holds the role '%s' through a group. ".formatted(assignment.role())
							+ "Remove it from the group, or the membership from the group.");
		}
		boolean inOrganization = assignment.resource().equals(ResourceKey.ofOrganization(membership.organizationId()));
		if (inOrganization && this.access.ownOrganizationRoles(membership).size() == 1) {
			throw ApiException.unprocessable("An organization membership always has a role in its organization: "
					+ "'%s' is the last one. Assign another one first.".formatted(assignment.role()));
		}
		this.changes.unassign(membership, assignment);
		return ApiResponse.noContent();
	}

	// Its own one rather than the same role from a group.
	private Optional<RoleAssignment> held(Membership membership, String role, Resource resource) {
		List<RoleAssignment> held = this.state.assignments()
			.of(membership.id(), resource.key())
			.stream()
			.filter((assignment) -> assignment.role().equals(role))
			.toList();
		return held.stream().filter(RoleAssignment::isDirect).findFirst().or(() -> held.stream().findFirst());
	}

	private static RequestBody body(ApiRequest request) {
		return RequestBody.of(request, ROLE, ResourceTarget.ID, ResourceTarget.EXTERNAL_ID, ResourceTarget.TYPE);
	}

	private Membership membership(ApiRequest request) {
		return this.lookup.membership(request.pathVariable("membership_id"));
	}

}
