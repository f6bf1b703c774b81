package io.github.fgaspring.autoconfigure;

import java.time.Clock;

import io.github.fgaspring.authentication.VerifiedTokenCache;
import io.github.fgaspring.authorization.PermissionQuestioner;
import io.github.fgaspring.client.ApiResourceTenancy;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.membership.ApiMembershipResolver;
import io.github.fgaspring.observation.CacheMeters;
import io.github.fgaspring.observation.PolicyMeters;
import io.github.fgaspring.observation.RecentDenials;
import io.github.fgaspring.observation.RemoteMeters;
import io.github.fgaspring.observation.ResilienceMeters;
import io.github.fgaspring.policy.OrganizationPolicies;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what is counted and remembered
 * about decisions, as far as there is somebody to look at it. Decisions themselves are
 * observed wherever the application has an observation registry.
 */
@AutoConfiguration(after = { FgaAutoConfiguration.class, FgaWebSecurityAutoConfiguration.class })
@ConditionalOnBean(PermissionQuestioner.class)
public final class FgaObservationAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Endpoint.class)
	static class RecentDenialsConfiguration {

		@Bean
		RecentDenials fgaRecentDenials(FgaProperties properties) {
			return new RecentDenials(properties.actuate().showIds(), Clock.systemUTC());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class MetersConfiguration {

		@Bean
		RemoteMeters fgaRemoteMeters(ApiStatus status, ObjectProvider<Resilience> resilience) {
			return new RemoteMeters(status, resilience.getIfAvailable());
		}

		@Bean
		PolicyMeters fgaPolicyMeters(OrganizationPolicies policies) {
			return new PolicyMeters(policies);
		}

		@Bean
		MeterBinder fgaDecisionCacheMeters(DecisionCache cache) {
			return cache.isEnabled() ? new CacheMeters(cache.getNativeCache(), "fga.decisions") : (registry) -> {
			};
		}

		@Bean
		@ConditionalOnBean(VerifiedTokenCache.class)
		CacheMeters fgaVerifiedTokenCacheMeters(VerifiedTokenCache tokens) {
			return new CacheMeters(tokens.getNativeCache(), "fga.tokens");
		}

		@Bean
		@ConditionalOnBean(ApiResourceTenancy.class)
		CacheMeters fgaTenancyCacheMeters(ApiResourceTenancy tenancy) {
			return new CacheMeters(tenancy.getNativeCache(), "fga.tenancy");
		}

		@Bean
		@ConditionalOnBean(ApiMembershipResolver.class)
		CacheMeters fgaMembershipCacheMeters(ApiMembershipResolver memberships) {
			return new CacheMeters(memberships.getNativeCache(), "fga.memberships");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterBinder.class, TaggedCircuitBreakerMetrics.class })
	@ConditionalOnBean(Resilience.class)
	static class ResilienceMetersConfiguration {

		@Bean
		ResilienceMeters fgaResilienceMeters(Resilience resilience) {
			return new ResilienceMeters(resilience);
		}

	}

}
