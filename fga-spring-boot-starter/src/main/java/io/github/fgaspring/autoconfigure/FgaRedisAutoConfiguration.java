package io.github.fgaspring.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.client.SharedDecisions;
import io.github.fgaspring.events.EventCursorStore;
import io.github.fgaspring.events.LocalReceivedEvents;
import io.github.fgaspring.events.PollingLease;
import io.github.fgaspring.events.ReceivedEvents;
import io.github.fgaspring.redis.RedisCalls;
import io.github.fgaspring.redis.RedisEventCursorStore;
import io.github.fgaspring.redis.RedisKeys;
import io.github.fgaspring.redis.RedisLiveChangeBroadcast;
import io.github.fgaspring.redis.RedisPollingLease;
import io.github.fgaspring.redis.RedisReceivedEvents;
import io.github.fgaspring.redis.RedisSharedDecisions;
import io.github.fgaspring.redis.RedisStatus;
import io.github.fgaspring.revocation.LiveChangeBroadcast;
import io.github.fgaspring.revocation.LiveChanges;
import io.github.fgaspring.revocation.SessionMarks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what several instances of the
 * application share through Redis.
 */
@AutoConfiguration(after = FgaAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
public final class FgaRedisAutoConfiguration {

	/**
	 * Here rather than where answers are shared: a slice of the application without Redis
	 * shares none, whatever the properties say.
	 */
	@Bean
	SmartInitializingSingleton fgaSharedDecisionsRequirement(FgaProperties properties,
			ObjectProvider<SharedDecisions> shared) {
		return () -> {
			if (properties.decisionCache().shared() && shared.stream().findAny().isEmpty()) {
				throw new InvalidFgaPropertyException("fga.decision-cache.shared",
						"is true, but there is no Redis, or fga.redis.enabled is false",
						"Add spring-boot-starter-data-redis and one RedisConnectionFactory (if there are several, mark"
								+ " one as primary), or remove 'fga.decision-cache.shared'.");
			}
		};
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RedisConnectionFactory.class)
	@ConditionalOnSingleCandidate(RedisConnectionFactory.class)
	@Conditional(OnRedis.class)
	static class RedisConfiguration {

		private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(10);

		/**
		 * For a page of events.
		 */
		private static final Duration LEASE_MARGIN = Duration.ofMinutes(1);

		@Bean
		RedisKeys fgaRedisKeys(FgaProperties properties, FgaConnectionDetails connection) {
			return new RedisKeys(Requirements.keyPrefix("fga.redis.key-prefix", properties.redis().keyPrefix()),
					connection.getClientId());
		}

		@Bean
		RedisStatus fgaRedisStatus() {
			return new RedisStatus(Clock.systemUTC());
		}

		@Bean
		RedisCalls fgaRedisCalls(FgaProperties properties, RedisConnectionFactory connections, RedisStatus status) {
			return new RedisCalls(connections,
					Requirements.positive("fga.redis.timeout", properties.redis().timeout(), LONGEST_TIMEOUT), status);
		}

		@Bean
		@ConditionalOnMissingBean(LiveChangeBroadcast.class)
		RedisLiveChangeBroadcast fgaRedisLiveChangeBroadcast(FgaProperties properties, RedisCalls calls,
				RedisConnectionFactory connections, RedisKeys keys, LiveChanges changes, SessionMarks marks,
				RedisStatus status) {
			return new RedisLiveChangeBroadcast(calls, connections, keys,
					SessionConfiguration.maxTokenAge(properties.session()), changes, marks, status, Clock.systemUTC());
		}

		@Bean
		@ConditionalOnMissingBean(SharedDecisions.class)
		@Conditional(OnSharedDecisions.class)
		RedisSharedDecisions fgaRedisSharedDecisions(FgaProperties properties, RedisCalls calls, RedisKeys keys,
				RemoteSettings settings, ObjectProvider<RedisLiveChangeBroadcast> broadcast) {
			Duration deadline = settings.deadline();
			if (properties.redis().timeout().compareTo(deadline) >= 0) {
				throw new InvalidFgaPropertyException("fga.redis.timeout",
						"is " + DurationText.of(properties.redis().timeout())
								+ ", which leaves no time to ask WorkOS within " + DurationText.of(deadline)
								+ " (fga.remote.deadline)",
						"Set 'fga.redis.timeout' to a duration that is shorter than 'fga.remote.deadline', such as"
								+ " 250ms.");
			}
			FgaProperties.DecisionCache cache = properties.decisionCache();
			RedisLiveChangeBroadcast follower = broadcast.getIfAvailable();
			return new RedisSharedDecisions(calls, keys, cache.allowTtl(), cache.denyTtl(),
					SessionConfiguration.clockSkew(properties.session()),
					(follower != null) ? follower::isCurrent : () -> true, Clock.systemUTC());
		}

		@Bean
		@ConditionalOnMissingBean(ReceivedEvents.class)
		RedisReceivedEvents fgaRedisReceivedEvents(RedisCalls calls, RedisKeys keys) {
			return new RedisReceivedEvents(calls, keys, new LocalReceivedEvents(Clock.systemUTC()));
		}

		@Bean
		@ConditionalOnMissingBean(EventCursorStore.class)
		@Conditional(OnNoCursorFile.class)
		RedisEventCursorStore fgaRedisEventCursorStore(RedisCalls calls, RedisKeys keys) {
			return new RedisEventCursorStore(calls, keys);
		}

		@Bean
		@ConditionalOnMissingBean(PollingLease.class)
		@Conditional(FgaEventsAutoConfiguration.OnPoll.class)
		RedisPollingLease fgaRedisPollingLease(FgaProperties properties, RedisCalls calls, RedisKeys keys) {
			Duration interval = FgaEventsAutoConfiguration.PollConfiguration.interval(properties);
			return new RedisPollingLease(calls, keys, interval.plus(LEASE_MARGIN), Ticker.systemTicker());
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(MeterBinder.class)
		static class MetersConfiguration {

			@Bean
			MeterBinder fgaRedisMeters(RedisStatus status) {
				return (registry) -> Gauge.builder("fga.redis.pending", status, RedisStatus::getPendingChanges)
					.description("Changes that other instances have not been told of yet")
					.register(registry);
			}

		}

	}

	static final class OnRedis extends PropertyCondition {

		OnRedis() {
			super("fga.redis.enabled");
		}

		@Override
		boolean matches(Binder binder, String property) {
			return binder.bind(property, Boolean.class).orElse(true);
		}

	}

	static final class OnSharedDecisions extends PropertyCondition {

		OnSharedDecisions() {
			super("fga.decision-cache.shared");
		}

		@Override
		boolean matches(Binder binder, String property) {
			return binder.bind(property, Boolean.class).orElse(false);
		}

	}

	/**
	 * Where the file is meant to keep the cursor.
	 */
	static final class OnNoCursorFile extends PropertyCondition {

		OnNoCursorFile() {
			super("fga.events.cursor-file");
		}

		@Override
		boolean matches(Binder binder, String property) {
			return !binder.bind(property, String.class).isBound();
		}

	}

}
