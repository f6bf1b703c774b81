package io.github.fgaspring.benchmarks.application;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpreadTests {

	@Test
	void ofWhenOddNumberThenMedianIsTheOneInTheMiddle() {
		assertThat(Spread.of(List.of(9, 1, 4), Integer::doubleValue)).isEqualTo(new Spread(1, 4, 9));
	}

	@Test
	void ofWhenEvenNumberThenMedianIsTheMeanOfTheTwoInTheMiddle() {
		assertThat(Spread.of(List.of(9, 1, 4, 2), Integer::doubleValue)).isEqualTo(new Spread(1, 3, 9));
	}

	@Test
	void ofRatiosWhenMeasuredInPairsThenMedianIsThatOfTheRatios() {
		assertThat(Spread.ofRatios(List.of(1, 30, 8), List.of(2, 10, 4), Integer::doubleValue))
			.isEqualTo(new Spread(0.5, 2, 3));
	}

}
