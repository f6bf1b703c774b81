package io.github.fgaspring.decision;

import org.springframework.util.Assert;

/**
 * Whom or what a change concerns.
 * <p>
 * {@code toString} does not reveal ids.
 */
public sealed interface FgaScope {

	/**
	 * One session.
	 * @param sessionId the session id ({@code sid})
	 * @return the scope
	 */
	static FgaScope session(String sessionId) {
		return new Session(sessionId);
	}

	/**
	 * Everything that a user does, in whatever organization.
	 * @param userId the user id, as sessions name users
	 * @return the scope
	 */
	static FgaScope user(String userId) {
		return new User(userId);
	}

	/**
	 * Everything that a user does in an organization, by the id of the membership.
	 * Sessions that do not name their membership are not concerned.
	 * @param organizationMembershipId the membership
	 * @return the scope
	 * @see #userInOrganization(String, String)
	 */
	static FgaScope membership(String organizationMembershipId) {
		return new Membership(organizationMembershipId);
	}

	/**
	 * Everything that a user does in an organization.
	 * @param userId the user id, as sessions name users
	 * @param organizationId the organization id, as sessions name organizations
	 * @return the scope
	 */
	static FgaScope userInOrganization(String userId, String organizationId) {
		return new UserInOrganization(userId, organizationId);
	}

	/**
	 * Everything in an organization.
	 * @param organizationId the organization id, as sessions name organizations
	 * @return the scope
	 */
	static FgaScope organization(String organizationId) {
		return new Organization(organizationId);
	}

	/**
	 * One resource, in whatever organization.
	 * @param resource the resource, named in the way that questions name it
	 * @return the scope
	 */
	static FgaScope resource(ResourceReference resource) {
		return new Resource(resource);
	}

	/**
	 * Everything.
	 * @return the scope
	 */
	static FgaScope everything() {
		return new Everything();
	}

	/**
	 * One session.
	 *
	 * @param id the session id
	 */
	record Session(String id) implements FgaScope {

		public Session {
			Assert.hasText(id, "sessionId cannot be empty");
		}

		@Override
		public String toString() {
			return "FgaScope[session]";
		}

	}

	/**
	 * A user.
	 *
	 * @param id the user id
	 */
	record User(String id) implements FgaScope {

		public User {
			Assert.hasText(id, "userId cannot be empty");
		}

		@Override
		public String toString() {
			return "FgaScope[user]";
		}

	}

	/**
	 * A membership.
	 *
	 * @param id the membership id
	 */
	record Membership(String id) implements FgaScope {

		public Membership {
			Assert.hasText(id, "organizationMembershipId cannot be empty");
		}

		@Override
		public String toString() {
			return "FgaScope[membership]";
		}

	}

	/**
	 * A user in an organization.
	 *
	 * @param userId the user id
	 * @param organizationId the organization id
	 */
	record UserInOrganization(String userId, String organizationId) implements FgaScope {

		public UserInOrganization {
			Assert.hasText(userId, "userId cannot be empty");
			Assert.hasText(organizationId, "organizationId cannot be empty");
		}

		@Override
		public String toString() {
			return "FgaScope[user in organization]";
		}

	}

	/**
	 * An organization.
	 *
	 * @param id the organization id
	 */
	record Organization(String id) implements FgaScope {

		public Organization {
			Assert.hasText(id, "organizationId cannot be empty");
		}

		@Override
		public String toString() {
			return "FgaScope[organization]";
		}

	}

	/**
	 * A resource.
	 *
	 * @param resource the resource
	 */
	record Resource(ResourceReference resource) implements FgaScope {

		public Resource {
			Assert.notNull(resource, "resource cannot be null");
		}

		@Override
		public String toString() {
			return "FgaScope[resource]";
		}

	}

	/**
	 * Everything.
	 */
	record Everything() implements FgaScope {

		@Override
		public String toString() {
			return "FgaScope[everything]";
		}

	}

}
