package io.github.fgaspring.membership;

import org.springframework.util.Assert;

/**
 * A user's active membership in an organization.
 * <p>
 * {@link #toString()} does not reveal ids.
 *
 * @param id the WorkOS id of the membership ({@code om_…})
 * @param organizationId the WorkOS id of the organization ({@code org_…})
 */
public record Membership(String id, String organizationId) {

	public Membership {
		Assert.hasText(id, "id cannot be empty");
		Assert.hasText(organizationId, "organizationId cannot be empty");
	}

	@Override
	public String toString() {
		return "Membership[]";
	}

}
