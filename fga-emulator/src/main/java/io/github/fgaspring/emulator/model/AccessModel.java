package io.github.fgaspring.emulator.model;

import java.util.Map;

/**
 * What can be granted: the part of WorkOS that is set up in its dashboard.
 *
 * @param resourceTypes the resource types by slug, {@code organization} among them
 * @param permissions the permissions by slug
 * @param roles the roles by slug
 */
public record AccessModel(Map<String, ResourceType> resourceTypes, Map<String, Permission> permissions,
		Map<String, Role> roles) {

	public AccessModel {
		resourceTypes = Ordered.copyOf(resourceTypes);
		permissions = Ordered.copyOf(permissions);
		roles = Ordered.copyOf(roles);
	}

}
