package io.github.fgaspring.emulator.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.AccessEvaluator;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.RoleAssignment;

/**
 * Who can do what on one resource, whichever way the path names it.
 */
final class ResourceAccessEndpoint {

	private static final String DIRECT = "direct";

	private static final String INDIRECT = "indirect";

	private final EmulatorState state;

	private final Function<ApiRequest, Resource> target;

	private final AccessEvaluator access;

	private final ApiObjects objects;

	ResourceAccessEndpoint(EmulatorState state, Function<ApiRequest, Resource> target) {
		this.state = state;
		this.target = target;
		this.access = new AccessEvaluator(state);
		this.objects = new ApiObjects(state);
	}

	// Direct is whatever is assigned on the resource itself, through a group too.
	// Indirect adds what comes from above, so it has everybody whom a check lets pass.
	ApiResponse memberships(ApiRequest request) {
		PageRequest page = PageRequest.from(request, MembershipAccessEndpoint.PERMISSION, "assignment");
		String permission = MembershipAccessEndpoint.permission(request);
		String assignment = request.queryParameter("assignment").orElse(DIRECT);
		if (!assignment.equals(DIRECT) && !assignment.equals(INDIRECT)) {
			throw RequestBody.invalid("assignment", "must be direct or indirect");
		}
		Resource resource = this.target.apply(request);
		Predicate<Membership> isGranted = assignment.equals(DIRECT)
				? (membership) -> this.access.isGrantedDirectly(membership, permission, resource)
				: (membership) -> this.access.isGranted(membership, permission, resource);
		List<Membership> memberships = this.state.accounts().memberships().all();
		return ApiResponse
			.ok(page.slice(memberships, Membership::id, isGranted).toJson(this.objects::membershipWithoutRoles));
	}

	ApiResponse roleAssignments(ApiRequest request) {
		PageRequest page = PageRequest.from(request, "role_slug");
		Optional<String> role = request.queryParameter("role_slug");
		Resource resource = this.target.apply(request);
		List<RoleAssignment> assignments = this.state.assignments()
			.all((assignment) -> assignment.resource().equals(resource.key()));
		return ApiResponse.ok(page
			.slice(assignments, RoleAssignment::id, (assignment) -> role.map(assignment.role()::equals).orElse(true))
			.toJson(this.objects::roleAssignment));
	}

}
