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

}
