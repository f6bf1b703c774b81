package io.github.fgaspring.emulator.api;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.StateChanges;

/**
 * What is done to the roles of an organization as to those of the environment. A role is
 * looked up once the request is known to be well formed.
 */
final class RoleOperations {

	private static final String PERMISSIONS = "permissions";

	private final EmulatorState state;

	private final StateChanges changes;

	private final Lookup lookup;

	private final ApiObjects objects;

	RoleOperations(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
		this.lookup = new Lookup(state);
		this.objects = new ApiObjects(state);
	}

	// Role lists are the only ones without pages.
	ApiResponse list(List<Role> roles) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("object", "list");
		json.put("data", roles.stream().map(this.objects::role).toList());
		return ApiResponse.ok(json);
	}

	ApiResponse get(Role role) {
		return ApiResponse.ok(this.objects.role(role));
	}

	ApiResponse create(Role role) {
		this.changes.create(role);
		return ApiResponse.created(this.objects.role(role));
	}

	ApiResponse update(ApiRequest request, Supplier<Role> lookup) {
		LabelChange label = LabelChange.from(request, Definition.MAX_LENGTH);
		Role role = lookup.get();
		return update(
				role.renamed(label.nameOr(role.name()), label.descriptionOr(role.description()), this.state.now()));
	}

	ApiResponse replacePermissions(ApiRequest request, Supplier<Role> lookup) {
		List<String> slugs = RequestBody.of(request, PERMISSIONS).texts(PERMISSIONS);
		Role role = lookup.get();
		slugs.forEach(this.lookup::permission);
		return update(role.withPermissions(new LinkedHashSet<>(slugs), this.state.now()));
	}

	ApiResponse addPermission(ApiRequest request, Supplier<Role> lookup) {
		String slug = RequestBody.of(request, Definition.SLUG).text(Definition.SLUG);
		Role role = lookup.get();
		this.lookup.permission(slug);
		Set<String> permissions = new LinkedHashSet<>(role.permissions());
		return permissions.add(slug) ? update(role.withPermissions(permissions, this.state.now())) : get(role);
	}

	ApiResponse removePermission(Role role, String slug) {
		Set<String> permissions = new LinkedHashSet<>(role.permissions());
		if (!permissions.remove(slug)) {
			throw Lookup.notFound("Permission of the role", slug);
		}
		return update(role.withPermissions(permissions, this.state.now()));
	}

	private ApiResponse update(Role role) {
		this.changes.update(role);
		return get(role);
	}

}
