package io.github.fgaspring.autoconfigure;

import java.time.Clock;

import io.github.fgaspring.actuate.FgaHealthIndicator;
import io.github.fgaspring.authentication.SessionKeySource;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.events.EventLoop;
import io.github.fgaspring.redis.RedisStatus;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health contributor
 * {@code fga}.
 */
@AutoConfiguration(after = FgaAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
public final class FgaHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnEnabledHealthIndicator("fga")
	@ConditionalOnMissingBean(name = { "fgaHealthIndicator", "fgaHealthContributor" })
	FgaHealthIndicator fgaHealthIndicator(FgaProperties properties, FgaClient client, ApiStatus status,
			ObjectProvider<Resilience> resilience, SessionKeySource keys, IdentityProviders providers,
			ObjectProvider<RedisStatus> redis, ObjectProvider<EventLoop> events) {
		return new FgaHealthIndicator(client, status, resilience.getIfAvailable(), keys, providers.keys(),
				redis.getIfAvailable(), events.stream().toList(), properties.enforcement(), Clock.systemUTC());
	}

}
