package io.github.fgaspring.emulator.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.ResourceKey;
import io.github.fgaspring.emulator.model.StateChanges;

/**
 * One resource, whichever way the path names it.
 */
final class ResourceEndpoint {

	static final int MAX_NAME_LENGTH = 48;

	private static final String CASCADE = "cascade_delete";

	private final EmulatorState state;

	private final StateChanges changes;

	private final Function<ApiRequest, Resource> target;

	private final Lookup lookup;

	private final ParentRules parentRules;

	private final ApiObjects objects;

	ResourceEndpoint(EmulatorState state, StateChanges changes, Function<ApiRequest, Resource> target) {
		this.state = state;
		this.changes = changes;
		this.target = target;
		this.lookup = new Lookup(state);
		this.parentRules = new ParentRules(state);
		this.objects = new ApiObjects(state);
	}

	ApiResponse get(ApiRequest request) {
		return ApiResponse.ok(this.objects.resource(this.target.apply(request)));
	}

	ApiResponse update(ApiRequest request) {
		ResourceTarget.Names parentNames = ResourceTarget.Names.PARENT;
		RequestBody body = RequestBody.of(request, LabelChange.NAME, LabelChange.DESCRIPTION, parentNames.id(),
				parentNames.externalId(), parentNames.type());
		LabelChange label = LabelChange.from(body, MAX_NAME_LENGTH);
		Optional<ResourceTarget> parentTarget = ResourceTarget.find(body, parentNames);
		Resource resource = this.target.apply(request);
		refuseOrganization(resource);
		ResourceKey parent = parentTarget.map((target) -> moveTo(resource, target)).orElse(resource.parent());
		Resource changed = resource.changed(label.nameOr(resource.name()), label.descriptionOr(resource.description()),
				parent, this.state.now());
		this.changes.update(changed);
		return ApiResponse.ok(this.objects.resource(changed));
	}

	private ResourceKey moveTo(Resource resource, ResourceTarget target) {
		Resource parent = target.resolve(this.state.resources(), resource.key().organizationId());
		this.parentRules.requireAllowed(this.lookup.resourceType(resource.key().type()), parent.key());
		this.parentRules.requireNoCycle(resource, parent);
		return parent.key();
	}

	ApiResponse delete(ApiRequest request) {
		request.allowOnlyParameters(List.of(CASCADE));
		String cascade = request.queryParameter(CASCADE).orElse("false");
		if (!cascade.matches("true|false")) {
			throw RequestBody.invalid(CASCADE, "must be true or false");
		}
		Resource resource = this.target.apply(request);
		refuseOrganization(resource);
		if (cascade.equals("false") && hasDependents(resource)) {
			throw ApiException.conflict("resource_has_dependents",
					"The resource has children or role assignments. To delete them too, use %s=true."
						.formatted(CASCADE));
		}
		this.changes.delete(this.state.resources().subtree(resource));
		return ApiResponse.noContent();
	}

	private boolean hasDependents(Resource resource) {
		return !this.state.resources().children(resource.key()).isEmpty()
				|| !this.state.assignments().all((assignment) -> assignment.resource().equals(resource.key())).isEmpty()
				|| !this.state.groups()
					.assignments()
					.all((assignment) -> assignment.resource().equals(resource.key()))
					.isEmpty();
	}

	private static void refuseOrganization(Resource resource) {
		if (resource.isOrganization()) {
			throw ApiException.forbidden(
					"The resource of an organization cannot be edited or deleted. Edit or delete the organization.");
		}
	}

}
