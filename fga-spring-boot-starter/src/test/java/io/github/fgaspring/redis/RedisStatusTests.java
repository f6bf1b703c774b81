package io.github.fgaspring.redis;

import java.time.Duration;
import java.time.Instant;

import io.github.fgaspring.support.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RedisStatusTests {

	private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

	private final TestClock clock = new TestClock(START);

	private final RedisStatus status = new RedisStatus(this.clock);

	@Test
	void failedWhenOftenThenBeginAndEndAreLoggedOnce(CapturedOutput output) {
		this.status.failed("refused");
		this.clock.advance(Duration.ofSeconds(7));
		this.status.failed("refused");
		assertThat(this.status.getOutageBegin()).isEqualTo(START);
		assertThat(output.getAll().lines()).hasSize(1)
			.first()
			.asString()
			.contains("WARN", "Redis is out of reach", "refused");
		this.clock.advance(RedisStatus.QUIET_PERIOD);
		this.status.succeeded();
		this.status.succeeded();
		assertThat(this.status.getOutageBegin()).isNull();
		assertThat(output.getAll().lines()).hasSize(2)
			.last()
			.asString()
			.contains("WARN", "Redis answers again", "2 times between 2026-01-01T12:00:00Z and 2026-01-01T12:00:07Z");
	}

	@Test
	void succeededWhenItHasJustFailedThenOutageGoesOn(CapturedOutput output) {
		this.status.failed("refused");
		this.clock.advance(RedisStatus.QUIET_PERIOD.minusMillis(1));
		this.status.succeeded();
		assertThat(this.status.getOutageBegin()).isEqualTo(START);
		assertThat(output.getAll().lines()).hasSize(1);
	}

	@Test
	void failedWhenAnotherOutageThenCountsAnew(CapturedOutput output) {
		this.status.failed("refused");
		this.clock.advance(RedisStatus.QUIET_PERIOD);
		this.status.succeeded();
		this.status.failed("refused");
		assertThat(this.status.getOutageBegin()).isEqualTo(START.plus(RedisStatus.QUIET_PERIOD));
		this.clock.advance(RedisStatus.QUIET_PERIOD);
		this.status.succeeded();
		assertThat(output.getAll().lines()).hasSize(4).last().asString().contains("1 times");
	}

	@Test
	void succeededWhenNothingWasWrongThenLogsNothing(CapturedOutput output) {
		this.status.succeeded();
		assertThat(output).isEmpty();
	}

	@Test
	void unreadableWhenOftenThenLoggedOnceAMinute(CapturedOutput output) {
		for (int i = 0; i < 100; i++) {
			this.status.unreadable();
		}
		assertThat(output.getAll().lines()).hasSize(1).first().asString().contains("1 times");
		this.clock.advance(Duration.ofMinutes(1));
		this.status.unreadable();
		assertThat(output.getAll().lines()).hasSize(2).last().asString().contains("100 times");
		assertThat(this.status.getOutageBegin()).isNull();
	}

}
