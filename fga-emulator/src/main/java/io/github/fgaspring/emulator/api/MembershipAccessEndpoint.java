package io.github.fgaspring.emulator.api;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.AccessEvaluator;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Permission;
import io.github.fgaspring.emulator.model.Resource;

/**
 * What one membership can do, in agreement with every single check.
 */
final class MembershipAccessEndpoint {

	static final String PERMISSION = "permission_slug";

	private final EmulatorState state;

	private final Lookup lookup;

	private final AccessEvaluator access;

	private final ApiObjects objects;

	MembershipAccessEndpoint(EmulatorState state) {
		this.state = state;
		this.lookup = new Lookup(state);
		this.access = new AccessEvaluator(state);
		this.objects = new ApiObjects(state);
	}

	static String permission(ApiRequest request) {
		return request.queryParameter(PERMISSION)
			.filter((permission) -> !permission.isBlank())
			.orElseThrow(() -> RequestBody.invalid(PERMISSION, "is required"));
	}

	// WorkOS speaks of children only, and shows how to walk down a tree level by level:
	// what is further below the parent is not in the list.
	ApiResponse resources(ApiRequest request) {
		ResourceTarget.Names names = ResourceTarget.Names.PARENT;
		PageRequest page = PageRequest.from(request, PERMISSION, names.id(), names.type(), names.externalId());
		String permission = permission(request);
		ResourceTarget target = ResourceTarget.find(request, names, MembershipAccessEndpoint::wrongParent)
			.orElseThrow(() -> wrongParent(names.problem()));
		Membership membership = membership(request);
		Resource parent = target.resolve(this.state.resources(), membership.organizationId());
		List<Resource> resources = this.state.resources().all();
		return ApiResponse
			.ok(page
				.slice(resources, Resource::id,
						(resource) -> parent.key().equals(resource.parent())
								&& this.access.isGranted(membership, permission, resource))
				.toJson(this.objects::resource));
	}

	private static ApiException wrongParent(String message) {
		return ApiException.badRequest("bad_request", message);
	}

	ApiResponse permissions(ApiRequest request) {
		return permissions(request, new ResourceTarget(request.pathVariable("resource_id"), null));
	}

	ApiResponse permissionsByExternalId(ApiRequest request) {
		return permissions(request,
				new ResourceTarget(request.pathVariable("external_id"), request.pathVariable("resource_type_slug")));
	}

	private ApiResponse permissions(ApiRequest request, ResourceTarget target) {
		PageRequest page = PageRequest.from(request);
		Membership membership = membership(request);
		Resource resource = target.resolve(this.state.resources(), membership.organizationId());
		Set<Permission> granted = new HashSet<>(this.access.permissions(membership, resource));
		List<Permission> permissions = this.state.accessModel().permissions();
		return ApiResponse
			.ok(page.slice(permissions, Permission::id, granted::contains).toJson(this.objects::permission));
	}

	private Membership membership(ApiRequest request) {
		return this.lookup.membership(request.pathVariable("membership_id"));
	}

}
