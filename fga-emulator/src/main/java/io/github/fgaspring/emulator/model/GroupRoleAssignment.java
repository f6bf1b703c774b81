package io.github.fgaspring.emulator.model;

import java.time.Instant;

/**
 * A role that every member of a group holds on a resource and on everything below it.
 *
 * @param id the id
 * @param groupId the id of the group
 * @param role the slug of the role
 * @param resource the resource
 * @param createdAt when it was created
 */
public record GroupRoleAssignment(String id, String groupId, String role, ResourceKey resource,
		Instant createdAt) implements Identified {

	/**
	 * Whether this is the assignment of a role on a resource.
	 * @param role the slug of the role
	 * @param resource the key of the resource
	 * @return {@code false} if the role or the resource is another one
	 */
	public boolean isOf(String role, ResourceKey resource) {
		return this.role.equals(role) && this.resource.equals(resource);
	}

}
