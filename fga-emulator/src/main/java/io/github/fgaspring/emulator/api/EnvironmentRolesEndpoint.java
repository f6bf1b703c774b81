package io.github.fgaspring.emulator.api;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.StateChanges;

/**
 * The roles of the whole environment.
 */
final class EnvironmentRolesEndpoint {

	private final EmulatorState state;

	private final Lookup lookup;

	private final RoleOperations roles;

	EnvironmentRolesEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.lookup = new Lookup(state);
		this.roles = new RoleOperations(state, changes);
	}

	ApiResponse list(ApiRequest request) {
		request.allowOnlyParameters(List.of());
		return this.roles.list(this.state.accessModel().environmentRoles());
	}

	// A slug that an organization uses for a role of its own is taken as well, or the
	// organization would have two roles of one name.
	ApiResponse create(ApiRequest request) {
		RequestBody body = Definition.body(request);
		String slug = Definition.slug(body);
		Definition definition = Definition.from(body);
		this.lookup.resourceType(definition.resourceType());
		if (this.state.accessModel().roles().stream().anyMatch((role) -> role.slug().equals(slug))) {
			throw ApiException.conflict("role_slug_conflict", "There is a role '%s' already.".formatted(slug));
		}
		Instant now = this.state.now();
		return this.roles.create(new Role(this.state.newId("role"), slug, definition.name(), definition.description(),
				definition.resourceType(), null, Set.of(), now, now));
	}

	ApiResponse get(ApiRequest request) {
		return this.roles.get(role(request));
	}

	ApiResponse update(ApiRequest request) {
		return this.roles.update(request, () -> role(request));
	}

	ApiResponse replacePermissions(ApiRequest request) {
		return this.roles.replacePermissions(request, () -> role(request));
	}

	ApiResponse addPermission(ApiRequest request) {
		return this.roles.addPermission(request, () -> role(request));
	}

	private Role role(ApiRequest request) {
		return this.lookup.environmentRole(request.pathVariable("slug"));
	}

}
