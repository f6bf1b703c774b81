package io.github.fgaspring.emulator.api;

import java.time.Instant;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Permission;
import io.github.fgaspring.emulator.model.StateChanges;

/**
 * The permissions.
 */
final class PermissionsEndpoint {

	private final EmulatorState state;

	private final StateChanges changes;

	private final Lookup lookup;

	private final ApiObjects objects;

	PermissionsEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
		this.lookup = new Lookup(state);
		this.objects = new ApiObjects(state);
	}

	ApiResponse list(ApiRequest request) {
		return ApiResponse.ok(PageRequest.from(request)
			.slice(this.state.accessModel().permissions(), Permission::id, (permission) -> true)
			.toJson(this.objects::permission));
	}

	ApiResponse create(ApiRequest request) {
		RequestBody body = Definition.body(request);
		String slug = Definition.slug(body);
		Definition definition = Definition.from(body);
		this.lookup.resourceType(definition.resourceType());
		if (this.state.accessModel().findPermission(slug).isPresent()) {
			throw ApiException.conflict("permission_slug_conflict",
					"There is a permission '%s' already.".formatted(slug));
		}
		Instant now = this.state.now();
		Permission permission = new Permission(this.state.newId("perm"), slug, definition.name(),
				definition.description(), definition.resourceType(), now, now);
		this.changes.create(permission);
		return ApiResponse.created(this.objects.permission(permission));
	}

	ApiResponse get(ApiRequest request) {
		return ApiResponse.ok(this.objects.permission(permission(request)));
	}

	ApiResponse update(ApiRequest request) {
		LabelChange label = LabelChange.from(request, Definition.MAX_LENGTH);
		Permission permission = permission(request);
		Permission renamed = permission.renamed(label.nameOr(permission.name()),
				label.descriptionOr(permission.description()), this.state.now());
		this.changes.update(renamed);
		return ApiResponse.ok(this.objects.permission(renamed));
	}

	ApiResponse delete(ApiRequest request) {
		this.changes.delete(permission(request));
		return ApiResponse.noContent();
	}

	private Permission permission(ApiRequest request) {
		return this.lookup.permission(request.pathVariable("slug"));
	}

}
