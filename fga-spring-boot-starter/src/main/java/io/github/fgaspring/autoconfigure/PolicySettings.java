package io.github.fgaspring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.fgaspring.policy.AgeLimit;
import io.github.fgaspring.policy.ConfiguredPolicies;
import io.github.fgaspring.policy.OrganizationPolicy;
import io.github.fgaspring.policy.OrganizationPolicyProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The properties {@code fga.policies}, checked.
 */
final class PolicySettings {

	private PolicySettings() {
	}

	static OrganizationPolicyProvider provider(FgaProperties.Policies properties) {
		OrganizationPolicy defaults = policy("fga.policies.defaults", properties.defaults());
		Map<String, OrganizationPolicy> organizations = new LinkedHashMap<>();
		properties.organizations().forEach((id, policy) -> {
			String property = "fga.policies.organizations." + id;
			organizations.put(Requirements.notBlank(property, id, "It ends with the id of an organization."),
					policy(property, policy));
		});
		boolean demanding = !defaults.equals(OrganizationPolicy.NONE)
				|| organizations.values().stream().anyMatch((policy) -> !policy.equals(OrganizationPolicy.NONE));
		return demanding ? new ConfiguredPolicies(defaults, organizations) : OrganizationPolicyProvider.NONE;
	}

	private static OrganizationPolicy policy(String property, FgaProperties.Policies.Policy policy) {
		OrganizationPolicy.Builder builder = OrganizationPolicy.builder()
			.blocked(policy.blocked())
			.maxSessionAge(ageLimit(property + ".max-session-age", policy.maxSessionAge()))
			.recentAuthentication(ageLimit(property + ".recent-authentication", policy.recentAuthentication()))
			.authenticationMethods(methods(property + ".authentication-methods", policy.authenticationMethods()))
			.impersonation(policy.impersonation());
		policy.requiredClaims().forEach((name, values) -> {
			String claim = property + ".required-claims." + name;
			Requirements.notBlank(claim, name, "It ends with the name of a claim.");
			builder.requiredClaim(name,
					Requirements.texts(claim, values.stream().toList(), "It is what the claim must hold, or a list."));
		});
		policy.allowedNetworks().forEach((network) -> network(property + ".allowed-networks", network));
		return builder.allowedNetworks(policy.allowedNetworks()).build();
	}

	private static @Nullable Duration ageLimit(String property, @Nullable Duration limit) {
		if (limit != null && !AgeLimit.isValid(limit)) {
			throw new InvalidFgaPropertyException(property,
					"is " + DurationText.of(limit) + ", which is shorter than a second",
					"Set '" + property + "' to a duration such as 5m or 8h, or remove it for no limit.");
		}
		return limit;
	}

	private static Set<String> methods(String property, Set<String> methods) {
		for (String method : methods) {
			if (!OrganizationPolicy.isAuthenticationMethod(method)) {
				throw new InvalidFgaPropertyException(property,
						StringUtils.hasText(method)
								? "holds a method with a space, a quote or a character that is not ASCII"
								: "holds a method that is blank",
						"Set '" + property + "' to values of the claim 'amr', such as mfa or otp (RFC 8176).");
			}
		}
		return methods;
	}

	private static void network(String property, String network) {
		if (!OrganizationPolicy.isNetwork(network)) {
			throw new InvalidFgaPropertyException(property, "holds '" + network + "', which is no network",
					"Set '" + property + "' to addresses or networks such as 192.0.2.0/24 or 2001:db8::/32.");
		}
	}

}
