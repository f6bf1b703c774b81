package io.github.fgaspring.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How calls to WorkOS's API have gone. It logs when an outage begins and when it is over,
 * rather than each failure. An outage is over with the first success at least
 * {@link #QUIET_PERIOD} after the last failure, so that a service that fails now and then
 * does not fill the log.
 */
public final class ApiStatus {

	static final Duration QUIET_PERIOD = Duration.ofSeconds(10);

	private static final Log logger = LogFactory.getLog(ApiStatus.class);

	private final Clock clock;

	private final ReentrantLock lock = new ReentrantLock();

	private final LongAdder spared = new LongAdder();

	private volatile @Nullable Instant lastSuccess;

	private volatile @Nullable Failure lastFailure;

	private volatile @Nullable Outage outage;

	private volatile boolean keyRefused;

	/**
	 * Creates an instance that knows of no calls.
	 * @param clock tells the time
	 */
	public ApiStatus(Clock clock) {
		Assert.notNull(clock, "clock cannot be null");
		this.clock = clock;
	}

	/**
	 * When a call last succeeded.
	 * @return the time, or {@code null} if none has yet
	 */
	public @Nullable Instant getLastSuccess() {
		return this.lastSuccess;
	}

	/**
	 * When a call last failed, and why.
	 * @return the failure, or {@code null} if there was none yet
	 */
	public @Nullable Failure getLastFailure() {
		return this.lastFailure;
	}

	/**
	 * Since when there is an outage.
	 * @return the time of its first failure, or {@code null} if there is none
	 */
	public @Nullable Instant getOutageBegin() {
		Outage outage = this.outage;
		return (outage != null) ? outage.begin : null;
	}

	/**
	 * Whether the API key was refused and has not been accepted since.
	 * @return {@code true} if somebody must correct it
	 */
	public boolean isKeyRefused() {
		return this.keyRefused;
	}

	/**
	 * Whether calls have done nothing but fail for {@link #QUIET_PERIOD}, up to the last
	 * one. A single failure, or one now and then, does not count.
	 * @return {@code false} if the last call succeeded
	 */
	public boolean isFailing() {
		Outage outage = this.outage;
		Failure failure = this.lastFailure;
		Instant success = this.lastSuccess;
		if (outage == null || failure == null) {
			return false;
		}
		Instant since = (success != null && success.isAfter(outage.begin)) ? success : outage.begin;
		return !since.plus(QUIET_PERIOD).isAfter(failure.time);
	}

	/**
	 * Forgets all calls.
	 */
	public void reset() {
		this.lock.lock();
		try {
			this.lastSuccess = null;
			this.lastFailure = null;
			this.outage = null;
			this.keyRefused = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How many calls were spared because an equal one was under way.
	 * @return the number since start-up
	 */
	public long getSparedCalls() {
		return this.spared.sum();
	}

	void spared() {
		this.spared.increment();
	}

	void succeeded() {
		Instant now = this.clock.instant();
		this.lastSuccess = now;
		this.keyRefused = false;
		if (this.outage != null) {
			endOutage(now);
		}
	}

	private void endOutage(Instant now) {
		this.lock.lock();
		try {
			Outage outage = this.outage;
			Failure failure = this.lastFailure;
			if (outage != null && failure != null && !failure.time.plus(QUIET_PERIOD).isAfter(now)) {
				this.outage = null;
				logger.warn("The WorkOS API answers again. It failed " + outage.failures + " times between "
						+ outage.begin + " and " + failure.time);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void failed(ApiFailureException failure) {
		Instant now = this.clock.instant();
		this.lock.lock();
		try {
			this.lastFailure = new Failure(now, String.valueOf(failure.getMessage()));
			this.keyRefused |= failure.isKeyRefused();
			Outage outage = this.outage;
			if (outage == null) {
				outage = new Outage(now);
				this.outage = outage;
				if (!failure.isKeyRefused()) {
					logger.warn("The WorkOS API does not answer, so what depends on it is answered with 503: "
							+ failure.getMessage());
				}
			}
			outage.failures++;
			if (failure.isKeyRefused() && !outage.keyReported) {
				outage.keyReported = true;
				logger.error(failure.getMessage()
						+ ": check fga.api-key and that it belongs to the environment of fga.client-id."
						+ " Questions that need the API answer 503 until then");
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A failed call.
	 *
	 * @param time when it failed
	 * @param message what happened, without ids
	 */
	public record Failure(Instant time, String message) {

	}

	private static final class Outage {

		private final Instant begin;

		private long failures;

		private boolean keyReported;

		private Outage(Instant begin) {
			this.begin = begin;
		}

	}

}
