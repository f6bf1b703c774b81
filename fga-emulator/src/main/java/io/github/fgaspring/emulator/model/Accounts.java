package io.github.fgaspring.emulator.model;

import java.util.Map;
import java.util.Optional;

/**
 * Who can be granted something.
 *
 * @param organizations the organizations by id
 * @param users the people by id
 * @param memberships the memberships by id, the oldest first
 */
public record Accounts(Map<String, Organization> organizations, Map<String, User> users,
		Map<String, Membership> memberships) {

	public Accounts {
		organizations = Ordered.copyOf(organizations);
		users = Ordered.copyOf(users);
		memberships = Ordered.copyOf(memberships);
	}

	/**
	 * Find the membership of a person in an organization.
	 * @param userId the id of the person
	 * @param organizationId the id of the organization
	 * @return the membership in whatever status, or empty if there is none
	 */
	public Optional<Membership> findMembership(String userId, String organizationId) {
		return this.memberships.values()
			.stream()
			.filter((membership) -> membership.userId().equals(userId))
			.filter((membership) -> membership.organizationId().equals(organizationId))
			.findFirst();
	}

}
