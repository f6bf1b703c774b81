package io.github.fgaspring.discovery;

import org.jspecify.annotations.Nullable;

/**
 * A member of the organization who has the permission that was asked for.
 * <p>
 * {@code toString} reveals nothing of it.
 *
 * @param membershipId the WorkOS id of the membership
 * @param userId the WorkOS id of the user
 * @param email the user's email address
 * @param firstName the user's first name, {@code null} if unknown
 * @param lastName the user's last name, {@code null} if unknown
 */
public record PermittedMember(String membershipId, String userId, String email, @Nullable String firstName,
		@Nullable String lastName) {

	@Override
	public String toString() {
		return "PermittedMember[]";
	}

}
