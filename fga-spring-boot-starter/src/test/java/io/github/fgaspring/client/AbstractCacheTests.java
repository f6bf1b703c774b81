package io.github.fgaspring.client;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.github.fgaspring.support.TestClock;

/**
 * A {@link DecisionCache} whose time a test moves.
 */
abstract class AbstractCacheTests extends AbstractAnswersTests {

	static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	static final Duration ALLOW_TTL = Duration.ofSeconds(30);

	static final Duration DENY_TTL = Duration.ofSeconds(5);

	static final Duration STALE_IF_ERROR = Duration.ofMinutes(10);

	static final Duration MOMENT = Duration.ofNanos(1);

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

	private final TestClock clock = new TestClock(NOW);

	/**
	 * The ticker overflows on the way, as {@link System#nanoTime()} may.
	 */
	DecisionCache cache(long maxSize, Duration allowTtl, Duration denyTtl, Duration staleIfError) {
		return new DecisionCache(maxSize, allowTtl, denyTtl, staleIfError, this.clock, this.nanos::get);
	}

	void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
		this.clock.advance(duration);
	}

}
