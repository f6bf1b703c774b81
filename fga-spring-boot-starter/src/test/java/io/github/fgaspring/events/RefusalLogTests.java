package io.github.fgaspring.events;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

import io.github.fgaspring.support.TestClock;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTests {

	private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));

	private final RefusalLog refusals = new RefusalLog(LogFactory.getLog(RefusalLogTests.class), this.clock);

	@Test
	void addWhenOftenThenOneLinePerMinuteThatTellsHowOften(CapturedOutput output) {
		IntStream.range(0, 1000).parallel().forEach((i) -> this.refusals.add("wrong"));
		this.refusals.add("other");
		assertThat(output.toString().lines().filter((line) -> line.contains("refused"))).hasSize(2)
			.anyMatch((line) -> line.endsWith("1 since this was last said: wrong"))
			.anyMatch((line) -> line.endsWith("1 since this was last said: other"));
		this.clock.advance(RefusalLog.PAUSE.minusMillis(1));
		this.refusals.add("wrong");
		assertThat(output.toString().lines().filter((line) -> line.contains("refused"))).hasSize(2);
		this.clock.advance(Duration.ofMillis(1));
		this.refusals.add("wrong");
		assertThat(output).contains("1001 since this was last said: wrong");
	}

}
