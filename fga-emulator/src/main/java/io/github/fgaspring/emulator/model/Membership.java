package io.github.fgaspring.emulator.model;

import java.time.Instant;
import java.util.List;

/**
 * A person in an organization: the subject of every check.
 *
 * @param id the id, such as {@code om_alice}
 * @param userId the id of the person
 * @param organizationId the id of the organization
 * @param roles the slugs of the organization roles, the one of highest priority first;
 * never empty
 * @param status whether the membership can be used
 * @param createdAt when the membership was created
 */
public record Membership(String id, String userId, String organizationId, List<String> roles, MembershipStatus status,
		Instant createdAt) {

	public Membership {
		roles = List.copyOf(roles);
	}

	/**
	 * Whether this membership can be used.
	 * @return {@code false} if it is inactive or pending
	 */
	public boolean isActive() {
		return this.status == MembershipStatus.ACTIVE;
	}

}
