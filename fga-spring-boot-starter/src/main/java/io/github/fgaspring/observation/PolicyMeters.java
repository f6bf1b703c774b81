package io.github.fgaspring.observation;

import java.util.Locale;

import io.github.fgaspring.policy.OrganizationPolicies;
import io.github.fgaspring.policy.PolicyRefusal.Reason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.util.Assert;

/**
 * Counts the sessions that the policies of organizations have refused, by reason.
 */
public final class PolicyMeters implements MeterBinder {

	private final OrganizationPolicies policies;

	/**
	 * Creates a binder.
	 * @param policies know how often they have refused
	 */
	public PolicyMeters(OrganizationPolicies policies) {
		Assert.notNull(policies, "policies cannot be null");
		this.policies = policies;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Reason reason : Reason.values()) {
			FunctionCounter.builder("fga.policy.refusals", this.policies, (policies) -> policies.getRefusals(reason))
				.description("Requests and calls that the policy of an organization does not allow")
				.tag("reason", reason.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
	}

}
