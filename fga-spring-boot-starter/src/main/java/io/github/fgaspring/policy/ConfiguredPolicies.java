package io.github.fgaspring.policy;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Policies that stay as they are.
 */
public final class ConfiguredPolicies implements OrganizationPolicyProvider {

	private final OrganizationPolicy defaults;

	private final Map<String, OrganizationPolicy> organizations;

	/**
	 * Creates an instance.
	 * @param defaults the policy of everybody else
	 * @param organizations the policies of organizations, by id
	 */
	public ConfiguredPolicies(OrganizationPolicy defaults, Map<String, OrganizationPolicy> organizations) {
		Assert.notNull(defaults, "defaults cannot be null");
		this.defaults = defaults;
		this.organizations = Map.copyOf(organizations);
	}

	@Override
	public OrganizationPolicy policyOf(@Nullable String organizationId) {
		return (organizationId != null) ? this.organizations.getOrDefault(organizationId, this.defaults)
				: this.defaults;
	}

}
