package io.github.fgaspring.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How Redis does. It logs when an outage begins and when it is over, rather than each
 * failure. An outage is over with the first success at least {@link #QUIET_PERIOD} after
 * the last failure.
 */
public final class RedisStatus {

	static final Duration QUIET_PERIOD = Duration.ofSeconds(5);

	private static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

	private static final Log logger = LogFactory.getLog(RedisStatus.class);

	private final Clock clock;

	private @Nullable Instant lastWarning;

	private long unreadable;

	private long failures;

	private Instant lastFailure = Instant.MIN;

	private volatile @Nullable Instant outageBegin;

	private volatile int pendingChanges;

	/**
	 * Creates an instance that knows of no outage.
	 * @param clock tells the time
	 */
	public RedisStatus(Clock clock) {
		Assert.notNull(clock, "clock cannot be null");
		this.clock = clock;
	}

	/**
	 * Since when Redis is out of reach.
	 * @return the time of the first failure, or {@code null} if there is no outage
	 */
	public @Nullable Instant getOutageBegin() {
		return this.outageBegin;
	}

	/**
	 * How many changes of this instance others may not have been told of.
	 * @return their number
	 */
	public int getPendingChanges() {
		return this.pendingChanges;
	}

	void pendingChanges(int number) {
		this.pendingChanges = number;
	}

	void succeeded() {
		if (this.outageBegin != null) {
			endOutage(this.clock.instant());
		}
	}

	private synchronized void endOutage(Instant now) {
		Instant begin = this.outageBegin;
		if (begin != null && !this.lastFailure.plus(QUIET_PERIOD).isAfter(now)) {
			this.outageBegin = null;
			logger.warn("Redis answers again. It failed " + this.failures + " times between " + begin + " and "
					+ this.lastFailure);
		}
	}

	synchronized void failed(String reason) {
		this.lastFailure = this.clock.instant();
		if (this.outageBegin == null) {
			this.outageBegin = this.lastFailure;
			this.failures = 0;
			logger.warn(
					"Redis is out of reach, so the instances of this application do not hear of each other: " + reason);
		}
		this.failures++;
	}

	/**
	 * Something was found that no instance of this version has written.
	 */
	synchronized void unreadable() {
		this.unreadable++;
		Instant now = this.clock.instant();
		Instant last = this.lastWarning;
		if (last == null || !last.plus(WARNING_INTERVAL).isAfter(now)) {
			this.lastWarning = now;
			logger.warn("Redis holds under the keys of this application what it cannot read and ignores ("
					+ this.unreadable + " times). Does somebody else, or another version, write there?");
			this.unreadable = 0;
		}
	}

}
