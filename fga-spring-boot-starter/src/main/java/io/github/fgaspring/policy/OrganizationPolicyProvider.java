package io.github.fgaspring.policy;

import org.jspecify.annotations.Nullable;

/**
 * Knows the policies of organizations. It is asked with every request, so it must be
 * quick: what has to be looked up elsewhere should be cached. A bean of this type takes
 * the place of the properties {@code fga.policies}.
 */
@FunctionalInterface
public interface OrganizationPolicyProvider {

	/**
	 * Demands nothing of anybody. It is not even asked.
	 */
	OrganizationPolicyProvider NONE = (organizationId) -> OrganizationPolicy.NONE;

	/**
	 * Returns the policy of an organization.
	 * @param organizationId the organization that the session has selected, or
	 * {@code null} if it has none
	 * @return the policy; {@link OrganizationPolicy#NONE} if nothing is demanded
	 * @throws io.github.fgaspring.decision.CheckUnavailableException if it cannot be
	 * found out at the moment; the request is answered with 503
	 */
	OrganizationPolicy policyOf(@Nullable String organizationId);

}
