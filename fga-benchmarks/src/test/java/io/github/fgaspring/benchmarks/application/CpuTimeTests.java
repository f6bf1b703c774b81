package io.github.fgaspring.benchmarks.application;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CpuTimeTests {

	private final CpuTime before = new CpuTime(Map.of("1", 100L, "2", 200L), 1000);

	@Test
	void requestThreadNanosSinceWhenThreadsComeAndGoThenCountsThoseThatAreThere() {
		CpuTime after = new CpuTime(Map.of("2", 250L, "3", 7L), 1500);
		assertThat(after.requestThreadNanosSince(this.before)).isEqualTo(57);
		assertThat(after.processNanosSince(this.before)).isEqualTo(500);
	}

	@Test
	void requestThreadNanosSinceWhenSystemDoesNotTellThenIsNoNumber() {
		assertThat(new CpuTime(Map.of(), 0).requestThreadNanosSince(this.before)).isNaN();
	}

}
