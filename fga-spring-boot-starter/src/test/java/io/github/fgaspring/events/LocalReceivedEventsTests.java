package io.github.fgaspring.events;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

import io.github.fgaspring.events.ReceivedEvents.Receipt;
import io.github.fgaspring.support.TestClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LocalReceivedEventsTests {

	private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));

	private final LocalReceivedEvents events = new LocalReceivedEvents(this.clock);

	@Test
	void createWhenNoClockThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LocalReceivedEvents(null));
	}

	@Test
	void beginThenInProgressUntilCompleted() {
		assertThat(this.events.begin("event_1")).isEqualTo(Receipt.NEW);
		assertThat(this.events.begin("event_1")).isEqualTo(Receipt.IN_PROGRESS);
		assertThat(this.events.begin("event_2")).isEqualTo(Receipt.NEW);
		this.events.complete("event_1");
		assertThat(this.events.begin("event_1")).isEqualTo(Receipt.COMPLETED);
		assertThat(this.events.begin("event_2")).isEqualTo(Receipt.IN_PROGRESS);
	}

	@Test
	void beginWhenAbandonedThenNew() {
		this.events.begin("event_1");
		this.events.abandon("event_1");
		assertThat(this.events.begin("event_1")).isEqualTo(Receipt.NEW);
	}

	@Test
	void beginWhenLongAgoThenNew() {
		complete("event_1");
		this.clock.advance(LocalReceivedEvents.MEMORY);
		assertThat(this.events.begin("event_1")).isEqualTo(Receipt.COMPLETED);
		this.clock.advance(Duration.ofMillis(1));
		assertThat(this.events.begin("event_1")).isEqualTo(Receipt.NEW);
	}

	@Test
	void beginWhenLongInProgressThenStillInProgress() {
		this.events.begin("event_1");
		this.clock.advance(LocalReceivedEvents.MEMORY.multipliedBy(2));
		assertThat(this.events.begin("event_1")).isEqualTo(Receipt.IN_PROGRESS);
	}

	@Test
	void beginWhenTooManyThenTheEarliestIsForgotten() {
		IntStream.rangeClosed(0, LocalReceivedEvents.MAX_SIZE).forEach((i) -> complete("event_" + i));
		assertThat(this.events.begin("event_1")).isEqualTo(Receipt.COMPLETED);
		assertThat(this.events.begin("event_" + LocalReceivedEvents.MAX_SIZE)).isEqualTo(Receipt.COMPLETED);
		assertThat(this.events.begin("event_0")).isEqualTo(Receipt.NEW);
	}

	@Test
	void beginWhenManyThreadsThenOneOfThem() {
		for (int round = 0; round < 100; round++) {
			String id = "event_" + round;
			assertThat(IntStream.range(0, 16).parallel().filter((i) -> this.events.begin(id) == Receipt.NEW).count())
				.isOne();
		}
	}

	@Test
	void resetThenForgetsEverything() {
		complete("event_1");
		this.events.begin("event_2");
		this.events.reset();
		assertThat(this.events.begin("event_1")).isEqualTo(Receipt.NEW);
		assertThat(this.events.begin("event_2")).isEqualTo(Receipt.NEW);
	}

	private void complete(String id) {
		this.events.begin(id);
		this.events.complete(id);
	}

}
