package com.example.policies;

import java.time.Duration;

import io.github.fgaspring.policy.OrganizationPolicy;
import io.github.fgaspring.policy.OrganizationPolicyProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

@Component
class PlanPolicies implements OrganizationPolicyProvider {

	private final Plans plans;

	PlanPolicies(Plans plans) {
		this.plans = plans;
	}

	@Override
	public OrganizationPolicy policyOf(@Nullable String organizationId) {
		if (organizationId == null || !this.plans.isEnterprise(organizationId)) {
			return OrganizationPolicy.NONE;
		}
		return OrganizationPolicy.builder().maxSessionAge(Duration.ofHours(8)).authenticationMethods("mfa").build();
	}

}
