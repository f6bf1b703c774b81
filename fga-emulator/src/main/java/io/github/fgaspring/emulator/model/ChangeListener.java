package io.github.fgaspring.emulator.model;

/**
 * Hears of everything that WorkOS tells of in events.
 */
public interface ChangeListener {

	/**
	 * An organization has changed.
	 * @param change what happened
	 * @param organization the organization after the change, or as it was last
	 */
	void organization(Change change, Organization organization);

	/**
	 * A person has changed.
	 * @param change what happened
	 * @param user the person after the change, or as it was last
	 */
	void user(Change change, User user);

	/**
	 * A membership or its roles have changed.
	 * @param change what happened
	 * @param membership the membership after the change, or as it was last
	 */
	void membership(Change change, Membership membership);

	/**
	 * A permission has changed.
	 * @param change what happened
	 * @param permission the permission after the change, or as it was last
	 */
	void permission(Change change, Permission permission);

	/**
	 * A role of the environment or of an organization has changed.
	 * @param change what happened
	 * @param role the role after the change, or as it was last
	 */
	void role(Change change, Role role);

	/**
	 * A group has changed.
	 * @param change what happened
	 * @param group the group after the change, or as it was last
	 */
	void group(Change change, Group group);

	/**
	 * Somebody has joined a group or left it.
	 * @param change {@link Change#CREATED} for a new member, {@link Change#DELETED} for
	 * one that is gone
	 * @param group the group
	 * @param membershipId the id of the membership
	 */
	void groupMember(Change change, Group group, String membershipId);

	/**
	 * A session has begun or was revoked.
	 * @param change {@link Change#CREATED} or {@link Change#DELETED}
	 * @param session the session
	 */
	void session(Change change, Session session);

	/**
	 * Somebody has tried to sign in with a password.
	 * @param attempt the attempt
	 */
	void passwordAttempt(PasswordAttempt attempt);

	/**
	 * What can happen.
	 */
	enum Change {

		/**
		 * Something is there that was not.
		 */
		CREATED,

		/**
		 * Something is not as it was.
		 */
		UPDATED,

		/**
		 * Something is there no more.
		 */
		DELETED

	}

}
