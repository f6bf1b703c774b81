package io.github.fgaspring.emulator.model;

import java.util.Optional;

/**
 * Who can be granted something.
 */
public final class Accounts {

	private final Table<Organization> organizations;

	private final Table<User> users;

	private final Table<Membership> memberships;

	/**
	 * Creates accounts of nobody.
	 */
	public Accounts() {
		this(new Table<>(), new Table<>(), new Table<>());
	}

	private Accounts(Table<Organization> organizations, Table<User> users, Table<Membership> memberships) {
		this.organizations = organizations;
		this.users = users;
		this.memberships = memberships;
	}

	/**
	 * The organizations.
	 * @return all of them
	 */
	public Table<Organization> organizations() {
		return this.organizations;
	}

	/**
	 * The people.
	 * @return all of them
	 */
	public Table<User> users() {
		return this.users;
	}

	/**
	 * The memberships, in whatever status.
	 * @return all of them
	 */
	public Table<Membership> memberships() {
		return this.memberships;
	}

	/**
	 * Find the membership of a person in an organization.
	 * @param userId the id of the person
	 * @param organizationId the id of the organization
	 * @return the membership in whatever status, or empty if there is none
	 */
	public Optional<Membership> findMembership(String userId, String organizationId) {
		return this.memberships.findFirst((membership) -> membership.userId().equals(userId)
				&& membership.organizationId().equals(organizationId));
	}

	/**
	 * Find a person by email address, whatever the case of its letters.
	 * @param email the email address
	 * @return the person, or empty if there is none
	 */
	public Optional<User> findUserByEmail(String email) {
		return this.users.findFirst((user) -> user.email().equalsIgnoreCase(email));
	}

	Accounts copy() {
		return new Accounts(this.organizations.copy(), this.users.copy(), this.memberships.copy());
	}

}
