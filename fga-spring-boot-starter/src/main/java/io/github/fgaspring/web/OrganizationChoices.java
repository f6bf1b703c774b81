package io.github.fgaspring.web;

import java.util.List;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;

import org.springframework.util.Assert;

/**
 * Knows which organizations a user may choose. If there is a bean of this type, the
 * answer to a session without an organization, where a rule needs one, tells the frontend
 * what to offer:
 *
 * <pre>
 * &#64;Bean
 * OrganizationChoices organizationChoices(MembershipRepository memberships) {
 *     return (session) -&gt; memberships.findByUserId(session.userId())
 *         .stream()
 *         .map((membership) -&gt; new Organization(membership.organizationId(), membership.organizationName()))
 *         .toList();
 * }
 * </pre>
 */
@FunctionalInterface
public interface OrganizationChoices {

	/**
	 * Returns the organizations that a user may choose. Of more than a hundred, the first
	 * hundred are told. Whatever this throws, the answer does without them, except that a
	 * {@link CheckUnavailableException} answers 503.
	 * @param session a session without an organization
	 * @return the organizations, in the order in which to offer them
	 */
	List<Organization> find(FgaSession session);

	/**
	 * An organization that may be chosen. {@code toString} reveals nothing of it.
	 *
	 * @param id the id to ask for a session with
	 * @param name the name to show
	 */
	record Organization(String id, String name) {

		public Organization {
			Assert.hasText(id, "id cannot be empty");
			Assert.hasText(name, "name cannot be empty");
		}

		@Override
		public String toString() {
			return "Organization[]";
		}

	}

}
