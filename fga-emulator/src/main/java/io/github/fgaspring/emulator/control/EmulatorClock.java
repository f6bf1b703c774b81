package io.github.fgaspring.emulator.control;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

/**
 * A clock that can be moved.
 */
public final class EmulatorClock extends Clock {

	// What tokens, signatures and the API can write in their usual forms.
	private static final Instant EARLIEST = Instant.EPOCH;

	private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

	private final Clock clock;

	private volatile Duration offset = Duration.ZERO;

	public EmulatorClock(Clock clock) {
		this.clock = clock;
	}

	synchronized void advance(Duration duration) {
		try {
			Duration moved = this.offset.plus(duration);
			Instant time = this.clock.instant().plus(moved);
			if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
				this.offset = moved;
				return;
			}
		}
		catch (ArithmeticException | DateTimeException ex) {
			throw tooFar(duration, ex);
		}
		throw tooFar(duration, null);
	}

	private static IllegalArgumentException tooFar(Duration duration, @Nullable Exception cause) {
		return new IllegalArgumentException(
				"The clock cannot be moved by %s, only to a time from %s to %s".formatted(duration, EARLIEST, LATEST),
				cause);
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
