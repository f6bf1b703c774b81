package io.github.fgaspring.membership;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.springframework.util.Assert;

/**
 * Lets one line of each kind into the log per {@link #PAUSE}.
 */
public final class LogThrottle {

	/**
	 * How long there is silence after a line.
	 */
	public static final Duration PAUSE = Duration.ofMinutes(1);

	private final Clock clock;

	private final ConcurrentMap<String, Instant> last = new ConcurrentHashMap<>();

	/**
	 * Creates a throttle that has let nothing pass yet.
	 * @param clock tells the time
	 */
	public LogThrottle(Clock clock) {
		Assert.notNull(clock, "clock cannot be null");
		this.clock = clock;
	}

	/**
	 * Whether a line is due. Of several threads that ask, one may write.
	 * @param kind the kind of line
	 * @return {@code false} if there was one lately
	 */
	public boolean permits(String kind) {
		Instant now = this.clock.instant();
		Instant last = this.last.get(kind);
		if (last == null) {
			return this.last.putIfAbsent(kind, now) == null;
		}
		return !now.isBefore(last.plus(PAUSE)) && this.last.replace(kind, last, now);
	}

	/**
	 * Forgets what it has let pass.
	 */
	public void reset() {
		this.last.clear();
	}

}
