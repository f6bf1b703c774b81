package io.github.fgaspring.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ResultTableTests {

	private static final String OURS = Sample.class.getName() + ".ours";

	private static final String FLOOR = Sample.class.getName() + ".floor";

	private final ResultTable table = new ResultTable();

	@Test
	void toMarkdownWhenBenchmarkHasFloorThenComparesRoundsWithSameRoundsOfFloor() {
		this.table.addRound(FLOOR, "us/op", List.of(9.0, 10.0, 14.0));
		this.table.addRound(OURS, "us/op", List.of(15.0, 14.0, 16.0));
		this.table.addRound(FLOOR, "us/op", List.of(20.0));
		this.table.addRound(OURS, "us/op", List.of(50.0));
		assertThat(this.table.toMarkdown().lines().skip(2)).containsExactly(
				"| `ResultTableTests$Sample.floor` | us/op | – | 12.0 | 9.0..20.0 | – | – | – |",
				"| `ResultTableTests$Sample.ours` | us/op | 12.0 | 15.5 | 14.0..50.0 | 2.00 | 1.50..2.50 | 3.5 |");
	}

	@Test
	void toMarkdownWhenFloorWasNotMeasuredThenFails() {
		this.table.addRound(OURS, "us/op", List.of(15.0));
		assertThatIllegalStateException().isThrownBy(this.table::toMarkdown).withMessageContaining(FLOOR);
	}

	static class Sample {

		public void floor() {
		}

		@Floor("floor")
		public void ours() {
		}

	}

}
