package io.github.fgaspring.emulator.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.model.AccessModel;
import io.github.fgaspring.emulator.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * The roles that a request gives to a membership in its whole organization. Several are
 * always allowed, as in an environment of WorkOS that has multiple roles enabled.
 *
 * @param slugs the slugs without duplicates; empty if the request names none
 */
record RequestedRoles(Set<String> slugs) {

	static final String ONE = "role_slug";

	static final String SEVERAL = "role_slugs";

	static RequestedRoles from(RequestBody body) {
		if (body.has(ONE) && body.has(SEVERAL)) {
			throw ApiException
				.unprocessable("Validation failed: %s and %s are mutually exclusive.".formatted(ONE, SEVERAL));
		}
		Set<String> slugs = new LinkedHashSet<>();
		body.optionalText(ONE).ifPresent(slugs::add);
		if (body.has(SEVERAL)) {
			slugs.addAll(body.texts(SEVERAL));
			if (slugs.isEmpty()) {
				throw RequestBody.invalid(SEVERAL, "must have at least one role");
			}
		}
		return new RequestedRoles(slugs);
	}

	boolean isEmpty() {
		return this.slugs.isEmpty();
	}

	RequestedRoles orDefault() {
		return isEmpty() ? new RequestedRoles(Set.of(Role.DEFAULT)) : this;
	}

	/**
	 * Find the roles in an organization. Whatever cannot be held in a whole organization
	 * is refused.
	 */
	List<Role> resolve(AccessModel accessModel, String organizationId) {
		List<Role> roles = new ArrayList<>();
		for (String slug : this.slugs) {
			Role role = accessModel.findRole(organizationId, slug)
				.orElseThrow(() -> ApiException.of(422, "invalid_role", "There is no role '%s'.".formatted(slug)));
			if (!role.isHeldInOrganization()) {
				throw notAllowed(role);
			}
			roles.add(role);
		}
		return roles;
	}

	private static ApiException notAllowed(Role role) {
		String message = "The role '%s' is for resources of type '%s'.".formatted(role.slug(), role.resourceType());
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("message", message);
		body.put("code", "sub_resource_scoped_role_not_allowed");
		body.put("role_slug", role.slug());
		return ApiException.of(422, message, body);
	}

}
