package io.github.fgaspring.benchmarks;

import java.util.List;

import io.github.fgaspring.benchmarks.ResultTable.Row;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ResultTableTests {

	private static final Row OURS = new Row(Sample.class.getName() + ".ours", "");

	private static final Row FLOOR = new Row(Sample.class.getName() + ".floor", "");

	private final ResultTable table = new ResultTable();

	@Test
	void toMarkdownWhenBenchmarkHasFloorThenComparesRoundsWithSameRoundsOfFloor() {
		this.table.addRound(FLOOR, "us/op", List.of(9.0, 10.0, 14.0), 0.1);
		this.table.addRound(OURS, "us/op", List.of(15.0, 14.0, 16.0), 24.1);
		this.table.addRound(FLOOR, "us/op", List.of(20.0), 0.1);
		this.table.addRound(OURS, "us/op", List.of(50.0), 24.3);
		assertThat(this.table.toMarkdown().lines().skip(2)).containsExactly(
				"| `ResultTableTests$Sample.floor` | us/op | – | 12.0 | 9.0..20.0 | – | – | – | 0 |",
				"| `ResultTableTests$Sample.ours` | us/op | 12.0 | 15.5 | 14.0..50.0 | 2.00 | 1.50..2.50 | 3.5 | 24 |");
	}

	@Test
	void toMarkdownWhenBenchmarkHasParametersThenComparesWithFloorOfTheSame() {
		for (int marks : new int[] { 10, 1000 }) {
			String params = " marks=" + marks;
			this.table.addRound(new Row(FLOOR.benchmark(), params), "ns/op", List.of(2.0 * marks), 0);
			this.table.addRound(new Row(OURS.benchmark(), params), "ns/op", List.of(3.0 * marks), 0);
		}
		assertThat(this.table.toMarkdown().lines().skip(4)).containsExactly(
				"| `ResultTableTests$Sample.ours`, marks=10 | ns/op | 20.0 | 30.0 | 30.0..30.0 | 1.50 | 1.50..1.50 | 10.0 | 0 |",
				"| `ResultTableTests$Sample.ours`, marks=1000 | ns/op | 2000.0 | 3000.0 | 3000.0..3000.0 | 1.50 | 1.50..1.50 | 1000.0 | 0 |");
	}

	@Test
	void toMarkdownWhenThroughputThenSaysSoAndHasNoOwnTime() {
		this.table.addRound(FLOOR, "ops/s", List.of(100.0), 0);
		this.table.addRound(OURS, "ops/s", List.of(250.0), 0);
		assertThat(this.table.toMarkdown().lines().skip(2)).containsExactly(
				"| `ResultTableTests$Sample.floor` | ops/s, more is better | – | 100.0 | 100.0..100.0 | – | – | – | 0 |",
				"| `ResultTableTests$Sample.ours` | ops/s, more is better | 100.0 | 250.0 | 250.0..250.0 | 2.50 | 2.50..2.50 | – | 0 |");
	}

	@Test
	void isEmptyWhenRoundWasAddedThenFalse() {
		assertThat(this.table.isEmpty()).isTrue();
		this.table.addRound(FLOOR, "us/op", List.of(1.0), 0);
		assertThat(this.table.isEmpty()).isFalse();
	}

	@Test
	void toMarkdownWhenFloorWasNotMeasuredThenFails() {
		this.table.addRound(OURS, "us/op", List.of(15.0), 0);
		assertThatIllegalStateException().isThrownBy(this.table::toMarkdown).withMessageContaining(FLOOR.benchmark());
	}

	static class Sample {

		public void floor() {
		}

		@Floor("floor")
		public void ours() {
		}

	}

}
