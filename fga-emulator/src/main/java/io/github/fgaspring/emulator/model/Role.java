package io.github.fgaspring.emulator.model;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A named set of permissions.
 *
 * @param slug the slug, such as {@code workspace-admin}
 * @param resourceType the slug of the type of resource it can be assigned on
 * @param permissions the slugs of the permissions, in the order they were declared
 */
public record Role(String slug, String resourceType, Set<String> permissions) {

	public Role {
		permissions = Collections.unmodifiableSet(new LinkedHashSet<>(permissions));
	}

	/**
	 * Whether this role is held in the whole organization.
	 * @return {@code false} for a role that is assigned on single resources
	 */
	public boolean isOrganizationRole() {
		return ResourceType.ORGANIZATION.equals(this.resourceType);
	}

}
