package io.github.fgaspring.emulator.model;

import java.time.Instant;

/**
 * A person in an organization: the subject of every check. The roles are those
 * {@link RoleAssignments assigned} on the organization.
 *
 * @param id the id, such as {@code om_alice}
 * @param userId the id of the person
 * @param organizationId the id of the organization
 * @param status whether the membership can be used
 * @param createdAt when the membership was created
 * @param updatedAt when the membership was changed last
 */
public record Membership(String id, String userId, String organizationId, MembershipStatus status, Instant createdAt,
		Instant updatedAt) implements Identified {

	/**
	 * Whether this membership can be used.
	 * @return {@code false} if it is inactive or pending
	 */
	public boolean isActive() {
		return this.status == MembershipStatus.ACTIVE;
	}

	/**
	 * The same in another status.
	 * @param status the status
	 * @param now the time of the change
	 * @return a changed copy
	 */
	public Membership withStatus(MembershipStatus status, Instant now) {
		return new Membership(this.id, this.userId, this.organizationId, status, this.createdAt, now);
	}

	/**
	 * The same after a change of its roles.
	 * @param now the time of the change
	 * @return a changed copy
	 */
	Membership updated(Instant now) {
		return withStatus(this.status, now);
	}

}
