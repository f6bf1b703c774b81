package io.github.fgaspring.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.decision.FgaScope;

/**
 * The properties {@code fga.remote} and {@code fga.decision-cache}, checked.
 */
final class RemoteSettings {

	private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(30);

	private static final Duration LONGEST_OPEN_FOR = Duration.ofMinutes(10);

	private static final Duration LONGEST_TTL = Duration.ofHours(1);

	private final FgaProperties.Remote remote;

	private final FgaProperties.DecisionCache decisionCache;

	RemoteSettings(FgaProperties.Remote remote, FgaProperties.DecisionCache decisionCache) {
		Duration deadline = Requirements.positive("fga.remote.deadline", remote.deadline(), LONGEST_DEADLINE);
		String atMostDeadline = DurationText.of(deadline) + " (fga.remote.deadline)";
		Requirements.positive("fga.remote.read-timeout", remote.readTimeout(), deadline, atMostDeadline);
		Requirements.positive("fga.remote.connect-timeout", remote.connectTimeout(), deadline, atMostDeadline);
		Requirements.between("fga.remote.max-attempts", remote.maxAttempts(), 1, 5);
		Requirements.positive("fga.remote.retry-backoff", remote.retryBackoff(), deadline, atMostDeadline);
		Requirements.between("fga.remote.max-concurrent", remote.maxConcurrent(), 1, 10_000);
		FgaProperties.Remote.CircuitBreaker breaker = remote.circuitBreaker();
		Requirements.between("fga.remote.circuit-breaker.failure-rate", breaker.failureRate(), 1, 100);
		Requirements.between("fga.remote.circuit-breaker.window", breaker.window(), 1, 10_000);
		Requirements.between("fga.remote.circuit-breaker.minimum-calls", breaker.minimumCalls(), 1, breaker.window());
		Requirements.positive("fga.remote.circuit-breaker.open-for", breaker.openFor(), LONGEST_OPEN_FOR);
		Requirements.notNegative("fga.decision-cache.allow-ttl", decisionCache.allowTtl(), LONGEST_TTL);
		Requirements.notNegative("fga.decision-cache.deny-ttl", decisionCache.denyTtl(), LONGEST_TTL);
		Requirements.notNegative("fga.decision-cache.stale-if-error", decisionCache.staleIfError(), LONGEST_TTL);
		if (decisionCache.shared() && !decisionCache.enabled()) {
			throw new InvalidFgaPropertyException("fga.decision-cache.shared",
					"is true, but instances keep no answers that they could share",
					"Set 'fga.decision-cache.enabled' to true, or remove 'fga.decision-cache.shared'.");
		}
		Requirements.between("fga.decision-cache.max-size", decisionCache.maxSize(), 1, 10_000_000);
		this.remote = remote;
		this.decisionCache = decisionCache;
	}

	Duration connectTimeout() {
		return this.remote.connectTimeout();
	}

	Duration readTimeout() {
		return this.remote.readTimeout();
	}

	/**
	 * How long a decision may take.
	 */
	Duration deadline() {
		return this.remote.deadline();
	}

	/**
	 * How many calls may be under way.
	 */
	int maxConcurrent() {
		return this.remote.maxConcurrent();
	}

	/**
	 * How many calls may be under way for lists of items: half of what the bulkhead lets
	 * through, which refuses at once what is too much, so that there is room for others.
	 */
	int parallelCalls() {
		return Math.max(1, this.remote.maxConcurrent() / 2);
	}

	Resilience.Settings resilience() {
		FgaProperties.Remote.CircuitBreaker breaker = this.remote.circuitBreaker();
		return new Resilience.Settings(this.remote.maxAttempts(), this.remote.retryBackoff(),
				this.remote.maxConcurrent(), breaker.failureRate(), breaker.window(), breaker.minimumCalls(),
				breaker.openFor());
	}

	/**
	 * A decision cache.
	 * @param announcer tells all instances what to evict
	 */
	DecisionCache decisionCache(Consumer<FgaScope> announcer) {
		return this.decisionCache.enabled() ? new DecisionCache(this.decisionCache.maxSize(),
				this.decisionCache.allowTtl(), this.decisionCache.denyTtl(), this.decisionCache.staleIfError(),
				Clock.systemUTC(), Ticker.systemTicker(), announcer) : DecisionCache.disabled(announcer);
	}

}
