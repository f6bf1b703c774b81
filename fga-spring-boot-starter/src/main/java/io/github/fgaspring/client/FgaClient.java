package io.github.fgaspring.client;

import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;

/**
 * The WorkOS Authorization API, as far as the starter uses it.
 */
public interface FgaClient {

	/**
	 * Asks whether a membership has a permission on a resource.
	 * @param organizationMembershipId the membership
	 * @param permission the permission slug
	 * @param resource a resolved reference
	 * @return the API's decision
	 * @throws CheckUnavailableException if the API gave no answer that can be relied on
	 */
	PermissionDecision check(String organizationMembershipId, String permission, ResourceReference resource);

}
