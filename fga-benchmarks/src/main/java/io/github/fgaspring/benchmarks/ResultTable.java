package io.github.fgaspring.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.fgaspring.benchmarks.Measurement.Spread;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;

/**
 * What was measured, as a table in Markdown: each benchmark next to its {@link Floor}.
 */
final class ResultTable {

	private static final String HEADER = """
			| benchmark | unit | floor | median | min..max | ratio to floor | min..max of the rounds | own time |
			|---|---|--:|--:|--:|--:|--:|--:|
			""";

	private final Map<String, Measurement> measurements = new TreeMap<>();

	void add(RunResult result) {
		List<Double> scores = result.getBenchmarkResults()
			.stream()
			.flatMap((fork) -> fork.getIterationResults().stream())
			.map((iteration) -> iteration.getPrimaryResult().getScore())
			.toList();
		addRound(result.getParams().getBenchmark(), result.getPrimaryResult().getScoreUnit(), scores);
	}

	void addRound(String benchmark, String unit, List<Double> scores) {
		this.measurements.computeIfAbsent(benchmark, (name) -> new Measurement(unit)).addRound(scores);
	}

	String toMarkdown() {
		return this.measurements.keySet().stream().map(this::row).collect(Collectors.joining("", HEADER, ""));
	}

	private String row(String benchmark) {
		Measurement measurement = measurement(benchmark);
		Spread scores = measurement.scores();
		String name = benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
		String floor = floorOf(benchmark);
		if (floor == null) {
			return format("| `%s` | %s | – | %.1f | %.1f..%.1f | – | – | – |%n", name, measurement.unit(),
					scores.median(), scores.min(), scores.max());
		}
		Spread ratios = measurement.ratiosTo(measurement(floor));
		double floorMedian = measurement(floor).scores().median();
		return format("| `%s` | %s | %.1f | %.1f | %.1f..%.1f | %.2f | %.2f..%.2f | %.1f |%n", name, measurement.unit(),
				floorMedian, scores.median(), scores.min(), scores.max(), ratios.median(), ratios.min(), ratios.max(),
				scores.median() - floorMedian);
	}

	private Measurement measurement(String benchmark) {
		Measurement measurement = this.measurements.get(benchmark);
		if (measurement == null) {
			throw new IllegalStateException(benchmark + " is a floor and was not measured in this run");
		}
		return measurement;
	}

	private static @Nullable String floorOf(String benchmark) {
		int dot = benchmark.lastIndexOf('.');
		String className = benchmark.substring(0, dot);
		return Arrays.stream(load(className).getMethods())
			.filter((method) -> method.getName().equals(benchmark.substring(dot + 1)))
			.filter((method) -> method.isAnnotationPresent(Floor.class))
			.map((method) -> className + "." + method.getAnnotation(Floor.class).value())
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

	private static String format(String pattern, Object... values) {
		return String.format(Locale.ROOT, pattern, values);
	}

}
