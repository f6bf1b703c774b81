package io.github.fgaspring.emulator.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A role that a membership holds on a resource and on everything below it.
 *
 * @param id the id
 * @param membershipId the id of the membership
 * @param role the slug of the role
 * @param resource the resource; an organization for a role that is held in the whole
 * organization
 * @param groupRoleAssignmentId the id of the assignment to a group that this one comes
 * from, or {@code null} for one of the membership's own
 * @param createdAt when it was created
 */
public record RoleAssignment(String id, String membershipId, String role, ResourceKey resource,
		@Nullable String groupRoleAssignmentId, Instant createdAt) implements Identified {

	/**
	 * Whether the role was assigned to the membership itself.
	 * @return {@code false} if it comes from a group
	 */
	public boolean isDirect() {
		return this.groupRoleAssignmentId == null;
	}

}
