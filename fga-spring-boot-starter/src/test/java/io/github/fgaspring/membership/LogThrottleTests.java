package io.github.fgaspring.membership;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

import io.github.fgaspring.support.TestClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LogThrottleTests {

	private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));

	private final LogThrottle throttle = new LogThrottle(this.clock);

	@Test
	void createWhenNoClockThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LogThrottle(null));
	}

	@Test
	void permitsThenOneOfEachKindPerMinute() {
		assertThat(this.throttle.permits("one")).isTrue();
		assertThat(this.throttle.permits("other")).isTrue();
		this.clock.advance(LogThrottle.PAUSE.minusMillis(1));
		assertThat(this.throttle.permits("one")).isFalse();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(this.throttle.permits("one")).isTrue();
		assertThat(this.throttle.permits("one")).isFalse();
	}

	@Test
	void permitsWhenManyThreadsAskThenOneOfThem() {
		for (int round = 0; round < 20; round++) {
			assertThat(IntStream.range(0, 64).parallel().filter((i) -> this.throttle.permits("kind")).count()).isOne();
			this.clock.advance(LogThrottle.PAUSE);
		}
	}

	@Test
	void resetThenPermits() {
		this.throttle.permits("kind");
		this.throttle.reset();
		assertThat(this.throttle.permits("kind")).isTrue();
	}

}
