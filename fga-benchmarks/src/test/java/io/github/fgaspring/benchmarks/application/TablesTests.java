package io.github.fgaspring.benchmarks.application;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TablesTests {

	private final Tables tables = new Tables();

	@Test
	void toMarkdownWhenRoundsThenComparesNeighbours() {
		this.tables.add("claims", List.of(round(100, 1, 50), round(200, 2, 40), round(400, 4, 40)),
				List.of(round(90, 2, 55), round(100, 2, 40), round(320, 5, 48)));
		assertThat(this.tables.toMarkdown().lines().filter((line) -> line.startsWith("| claims "))).containsExactly(
				"| claims | 0.80 | 0.50..0.90 | 1.25 | 1.25 | 1.10 | 1.00..1.20 | 1.10 | 1.00..1.20 |",
				"| claims | 100 / 200 | 2.00 / 2.00 | 20.00 / 20.00 | 48.0 / 40.0 | 96.0 / 80.0 |");
	}

	@Test
	void toMarkdownWhenCpuTimeIsUnknownThenSaysSo() {
		List<Round> rounds = List.of(round(100, 1, Double.NaN));
		this.tables.add("claims", rounds, rounds);
		assertThat(this.tables.toMarkdown()).contains("| claims | 1.00 | 1.00..1.00 | 1.00 | 1.00 | n/a | n/a | n/a |");
	}

	@Test
	void toMarkdownWhenStartsThenComparesLeastAndMedians() {
		this.tables.addStarts(List.of(2000L, 4000L, 3000L), List.of(2900L, 3300L, 2200L));
		assertThat(this.tables.toMarkdown().lines().skip(2)).containsExactly("| least | 2200 | 2000 | 1.10 |",
				"| median | 2900 | 3000 | 0.97 |", "");
	}

	private static Round round(double perSecond, double latency, double cpu) {
		return new Round(1, perSecond, latency, 10 * latency, cpu, 2 * cpu);
	}

}
