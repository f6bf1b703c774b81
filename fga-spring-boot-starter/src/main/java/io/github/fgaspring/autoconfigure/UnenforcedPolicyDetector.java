package io.github.fgaspring.autoconfigure;

import io.github.fgaspring.policy.OrganizationPolicies;
import io.github.fgaspring.web.OrganizationPolicyFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Fails start-up if there are policies that no filter chain would enforce.
 */
final class UnenforcedPolicyDetector implements SmartInitializingSingleton {

	private final OrganizationPolicies policies;

	private final ObjectProvider<SecurityFilterChain> chains;

	UnenforcedPolicyDetector(OrganizationPolicies policies, ObjectProvider<SecurityFilterChain> chains) {
		this.policies = policies;
		this.chains = chains;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.policies.exist() && !isEnforced()) {
			throw new InvalidFgaPropertyException("fga.policies",
					"or a bean in its place demands something of sessions that no filter chain would enforce",
					"Add http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults()) to each SecurityFilterChain of"
							+ " your application whose callers have sessions, or remove 'fga.policies'.");
		}
	}

	private boolean isEnforced() {
		return this.chains.stream()
			.flatMap((chain) -> chain.getFilters().stream())
			.anyMatch(OrganizationPolicyFilter.class::isInstance);
	}

}
