package io.github.fgaspring.benchmarks;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.fgaspring.benchmarks.Measurement.Spread;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * What was measured, as a table in Markdown: each benchmark next to its {@link Floor}.
 */
final class ResultTable {

	private static final String HEADER = """
			| benchmark | unit | floor | median | min..max | ratio to floor | min..max of the rounds | own time | B/op |
			|---|---|--:|--:|--:|--:|--:|--:|--:|
			""";

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	private final Map<Row, Measurement> measurements = new TreeMap<>(
			Comparator.comparing(Row::benchmark).thenComparing(Row::params));

	void add(RunResult result) {
		List<Double> scores = result.getBenchmarkResults()
			.stream()
			.flatMap((fork) -> fork.getIterationResults().stream())
			.map((iteration) -> iteration.getPrimaryResult().getScore())
			.toList();
		BenchmarkParams params = result.getParams();
		String values = params.getParamsKeys()
			.stream()
			.map((name) -> " %s=%s".formatted(name, params.getParam(name)))
			.collect(Collectors.joining());
		addRound(new Row(params.getBenchmark(), values), result.getPrimaryResult().getScoreUnit(), scores,
				Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION)).getScore());
	}

	void addRound(Row row, String unit, List<Double> scores, double allocation) {
		this.measurements.computeIfAbsent(row, (absent) -> new Measurement(unit)).addRound(scores, allocation);
	}

	boolean isEmpty() {
		return this.measurements.isEmpty();
	}

	String toMarkdown() {
		return this.measurements.keySet().stream().map(this::line).collect(Collectors.joining("", HEADER, ""));
	}

	private String line(Row row) {
		Measurement measurement = measurement(row);
		Spread scores = measurement.scores();
		double allocation = measurement.allocations().median();
		Row floor = row.floor();
		if (floor == null) {
			return format("| %s | %s | – | %.1f | %.1f..%.1f | – | – | – | %.0f |%n", row.name(), unit(measurement),
					scores.median(), scores.min(), scores.max(), allocation);
		}
		Spread ratios = measurement.ratiosTo(measurement(floor));
		double floorMedian = measurement(floor).scores().median();
		String ownTime = measurement.isThroughput() ? "–" : format("%.1f", scores.median() - floorMedian);
		return format("| %s | %s | %.1f | %.1f | %.1f..%.1f | %.2f | %.2f..%.2f | %s | %.0f |%n", row.name(),
				unit(measurement), floorMedian, scores.median(), scores.min(), scores.max(), ratios.median(),
				ratios.min(), ratios.max(), ownTime, allocation);
	}

	// A ratio above one is good here, and bad anywhere else.
	private static String unit(Measurement measurement) {
		return measurement.isThroughput() ? measurement.unit() + ", more is better" : measurement.unit();
	}

	private Measurement measurement(Row row) {
		Measurement measurement = this.measurements.get(row);
		if (measurement == null) {
			throw new IllegalStateException(row.benchmark() + " is a floor and was not measured in this run");
		}
		return measurement;
	}

	private static String format(String pattern, Object... values) {
		return String.format(Locale.ROOT, pattern, values);
	}

	/**
	 * What one line is about.
	 *
	 * @param benchmark the full name of the benchmark method
	 * @param params the values of its parameters, each as {@code " name=value"}
	 */
	record Row(String benchmark, String params) {

		private String name() {
			int method = this.benchmark.lastIndexOf('.');
			String name = this.benchmark.substring(this.benchmark.lastIndexOf('.', method - 1) + 1);
			return this.params.isEmpty() ? "`%s`".formatted(name) : "`%s`,%s".formatted(name, this.params);
		}

		/**
		 * The floor with the same parameters.
		 */
		private @Nullable Row floor() {
			int dot = this.benchmark.lastIndexOf('.');
			String className = this.benchmark.substring(0, dot);
			return Arrays.stream(load(className).getMethods())
				.filter((method) -> method.getName().equals(this.benchmark.substring(dot + 1)))
				.filter((method) -> method.isAnnotationPresent(Floor.class))
				.map((method) -> new Row(className + "." + method.getAnnotation(Floor.class).value(), this.params))
				.findFirst()
				.orElse(null);
		}

		private static Class<?> load(String className) {
			try {
				return Class.forName(className);
			}
			catch (ClassNotFoundException ex) {
				throw new IllegalStateException("The benchmark " + className + " was run and is gone", ex);
			}
		}

	}

}
