package io.github.fgaspring.client;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A member of an organization as the Authorization API describes it.
 * <p>
 * {@code toString} reveals nothing of it.
 *
 * @param membershipId the id of the membership
 * @param userId the id of the user
 * @param email the user's email address
 * @param firstName the user's first name, if known
 * @param lastName the user's last name, if known
 */
public record FgaMember(String membershipId, String userId, String email, @Nullable String firstName,
		@Nullable String lastName) {

	public FgaMember {
		Assert.notNull(membershipId, "membershipId cannot be null");
		Assert.notNull(userId, "userId cannot be null");
		Assert.notNull(email, "email cannot be null");
	}

	@Override
	public String toString() {
		return "FgaMember[]";
	}

}
