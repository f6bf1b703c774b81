package io.github.fgaspring.autoconfigure;

import java.time.Clock;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.membership.WorkOsIds;
import io.github.fgaspring.policy.MetadataPolicies;
import io.github.fgaspring.policy.OrganizationPolicies;
import io.github.fgaspring.policy.OrganizationPolicyProvider;
import io.github.fgaspring.policy.PolicySource;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * What organizations demand of sessions.
 */
@Configuration(proxyBeanMethods = false)
class PolicyConfiguration {

	@Bean
	OrganizationPolicies fgaOrganizationPolicies(OrganizationPolicyProvider provider, FgaProperties properties) {
		return new OrganizationPolicies(provider, SessionConfiguration.clockSkew(properties.session()),
				Clock.systemUTC());
	}

	@Bean
	@Conditional(OnMetadata.class)
	@ConditionalOnMissingBean(OrganizationPolicyProvider.class)
	MetadataPolicies fgaMetadataPolicies(FgaProperties properties, WorkOsApi api, WorkOsIds ids,
			RemoteSettings settings, ApiStatus status) {
		return new MetadataPolicies(PolicySettings.provider(properties.policies()), api, ids, settings.deadline(),
				status, Ticker.systemTicker(), Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	OrganizationPolicyProvider fgaConfiguredPolicies(FgaProperties properties) {
		return PolicySettings.provider(properties.policies());
	}

	static final class OnMetadata extends PropertyCondition {

		OnMetadata() {
			super("fga.policies.source");
		}

		@Override
		boolean matches(Binder binder, String property) {
			return binder.bind(property, PolicySource.class).orElse(PolicySource.PROPERTIES) == PolicySource.METADATA;
		}

	}

}
