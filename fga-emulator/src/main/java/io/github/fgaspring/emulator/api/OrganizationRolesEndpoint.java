package io.github.fgaspring.emulator.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.model.AccessModel;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.StateChanges;

/**
 * The roles that can be assigned in an organization. Those that only this organization
 * has can be changed here; those of the environment can only be read.
 */
final class OrganizationRolesEndpoint {

	private static final String SLUG_PREFIX = "org-";

	private static final Pattern SLUG_FORM = Pattern.compile(SLUG_PREFIX + "[a-z0-9_-]+");

	private static final String SLUG_DESCRIPTION = "must begin with org- and consist of lower-case letters, digits and any of - _";

	// Leaves room for the number that makes a slug unique.
	private static final int MAX_GENERATED_LENGTH = 24;

	private final EmulatorState state;

	private final StateChanges changes;

	private final Lookup lookup;

	private final RoleOperations roles;

	OrganizationRolesEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
		this.lookup = new Lookup(state);
		this.roles = new RoleOperations(state, changes);
	}

	// WorkOS sorts by a priority that only its dashboard shows. Here the roles of the
	// environment come first, and an older role comes before a younger one.
	ApiResponse list(ApiRequest request) {
		request.allowOnlyParameters(List.of());
		String organizationId = organizationId(request);
		AccessModel model = this.state.accessModel();
		return this.roles.list(Stream.of(model.environmentRoles(), model.organizationRoles(organizationId))
			.flatMap(List::stream)
			.toList());
	}

	ApiResponse create(ApiRequest request) {
		RequestBody body = Definition.body(request);
		Optional<String> requested = body.optionalText(Definition.SLUG, Definition.MAX_LENGTH, SLUG_FORM,
				SLUG_DESCRIPTION);
		Definition definition = Definition.from(body);
		String organizationId = organizationId(request);
		this.lookup.resourceType(definition.resourceType());
		if (requested.isPresent() && isTaken(organizationId, requested.get())) {
			throw ApiException.conflict("organization_role_slug_conflict",
					"There is a role '%s' in the organization already.".formatted(requested.get()));
		}
		Instant now = this.state.now();
		return this.roles.create(new Role(this.state.newId("role"),
				requested.orElseGet(() -> generateSlug(organizationId, definition.name())), definition.name(),
				definition.description(), definition.resourceType(), organizationId, Set.of(), now, now));
	}

	ApiResponse get(ApiRequest request) {
		return this.roles.get(this.lookup.role(organizationId(request), request.pathVariable("slug")));
	}

	ApiResponse update(ApiRequest request) {
		return this.roles.update(request, () -> ownRole(request));
	}

	ApiResponse delete(ApiRequest request) {
		Role role = ownRole(request);
		String organizationId = organizationId(request);
		if (!this.state.assignments()
			.all((assignment) -> assignment.isDirect() && assignment.role().equals(role.slug())
					&& assignment.resource().organizationId().equals(organizationId))
			.isEmpty()) {
			throw ApiException.conflict("role_has_assignments",
					"The role '%s' is assigned to memberships.".formatted(role.slug()));
		}
		if (!this.state.groups()
			.assignments()
			.all((assignment) -> assignment.role().equals(role.slug())
					&& assignment.resource().organizationId().equals(organizationId))
			.isEmpty()) {
			throw ApiException.conflict("role_has_group_role_mappings",
					"The role '%s' is assigned to groups.".formatted(role.slug()));
		}
		this.changes.delete(role);
		return ApiResponse.noContent();
	}

	ApiResponse replacePermissions(ApiRequest request) {
		return this.roles.replacePermissions(request, () -> ownRole(request));
	}

	ApiResponse addPermission(ApiRequest request) {
		return this.roles.addPermission(request, () -> ownRole(request));
	}

	ApiResponse removePermission(ApiRequest request) {
		return this.roles.removePermission(ownRole(request), request.pathVariable("permission_slug"));
	}

	private String organizationId(ApiRequest request) {
		return this.lookup.organization(request.pathVariable("organization_id")).id();
	}

	private Role ownRole(ApiRequest request) {
		return this.lookup.organizationRole(request.pathVariable("organization_id"), request.pathVariable("slug"));
	}

	private boolean isTaken(String organizationId, String slug) {
		return this.state.accessModel().findRole(organizationId, slug).isPresent();
	}

	private String generateSlug(String organizationId, String name) {
		String readable = (SLUG_PREFIX + name.toLowerCase(Locale.ROOT)).replaceAll("[^a-z0-9]+", "-");
		String stem = readable.substring(0, Math.min(readable.length(), MAX_GENERATED_LENGTH)).replaceAll("-+$", "");
		return Stream.generate(() -> this.state.newId(stem))
			.filter((slug) -> !isTaken(organizationId, slug))
			.findFirst()
			.orElseThrow();
	}

}
