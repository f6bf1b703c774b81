package io.github.fgaspring.emulator.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A clock that can be moved.
 */
public final class EmulatorClock extends Clock {

	// Tokens have no time before the first. After the last, what lives longer than that
	// would have none that timestamps can show.
	private static final Instant FIRST = Instant.EPOCH;

	private static final Instant LAST = Instant.parse("9998-12-31T23:59:59Z");

	private final Clock clock;

	private volatile Duration offset = Duration.ZERO;

	/**
	 * Creates a clock.
	 * @param clock tells the time until this one is moved
	 */
	public EmulatorClock(Clock clock) {
		this.clock = clock;
	}

	synchronized void advance(Duration duration) {
		Instant now = instant();
		if (duration.compareTo(Duration.between(now, FIRST)) < 0
				|| duration.compareTo(Duration.between(now, LAST)) > 0) {
			throw new IllegalArgumentException("The clock can be moved from %s to %s only".formatted(FIRST, LAST));
		}
		this.offset = this.offset.plus(duration);
	}

	synchronized void reset() {
		this.offset = Duration.ZERO;
	}

	@Override
	public Instant instant() {
		return this.clock.instant().plus(this.offset);
	}

	@Override
	public ZoneId getZone() {
		return this.clock.getZone();
	}

	@Override
	public Clock withZone(ZoneId zone) {
		EmulatorClock copy = new EmulatorClock(this.clock.withZone(zone));
		copy.offset = this.offset;
		return copy;
	}

}
