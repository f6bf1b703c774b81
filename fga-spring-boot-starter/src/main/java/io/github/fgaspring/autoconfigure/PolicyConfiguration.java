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
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

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

	/**
	 * Reads the property as {@link FgaProperties} does: to
	 * {@code @ConditionalOnProperty}, {@code meta-data} would mean something else.
	 */
	static final class OnMetadata implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return Binder.get(context.getEnvironment())
				.bind("fga.policies.source", PolicySource.class)
				.orElse(PolicySource.PROPERTIES) == PolicySource.METADATA;
		}

	}

}
