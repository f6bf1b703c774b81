package io.github.fgaspring.benchmarks.application;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class LatencyHistogramTests {

	private final LatencyHistogram histogram = new LatencyHistogram();

	@Test
	void percentileWhenSmallNumbersThenIsExact() {
		for (int i = 100; i > 0; i--) {
			this.histogram.record(i);
		}
		assertThat(this.histogram.count()).isEqualTo(100);
		assertThat(this.histogram.percentile(0)).isEqualTo(1);
		assertThat(this.histogram.percentile(0.5)).isEqualTo(50);
		assertThat(this.histogram.percentile(0.99)).isEqualTo(99);
		assertThat(this.histogram.percentile(1)).isEqualTo(100);
	}

	@Test
	void percentileWhenAnyNumberThenIsLessThanOnePercentBelow() {
		for (long number = 1; number > 0 && number < Long.MAX_VALUE / 3; number = number * 3 + 1) {
			LatencyHistogram one = new LatencyHistogram();
			one.record(number);
			assertThat(one.percentile(0.5)).isBetween(number - number / 100, number);
		}
	}

	@Test
	void percentileWhenLargestNumberThenIsCounted() {
		this.histogram.record(Long.MAX_VALUE);
		assertThat((double) this.histogram.percentile(0.5)).isCloseTo(Long.MAX_VALUE, within(Long.MAX_VALUE / 100.0));
	}

	@Test
	void percentileWhenFewAreSlowThenOnlyHighOnesTell() {
		for (int i = 0; i < 98; i++) {
			this.histogram.record(1_000_000);
		}
		this.histogram.record(50_000_000);
		this.histogram.record(50_000_000);
		assertThat(this.histogram.percentile(0.98)).isBetween(990_000L, 1_000_000L);
		assertThat(this.histogram.percentile(0.99)).isBetween(49_500_000L, 50_000_000L);
	}

	@Test
	void percentileWhenNothingWasRecordedThenFails() {
		assertThatIllegalStateException().isThrownBy(() -> this.histogram.percentile(0.5));
	}

}
