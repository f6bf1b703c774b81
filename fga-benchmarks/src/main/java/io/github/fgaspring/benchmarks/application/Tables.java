package io.github.fgaspring.benchmarks.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was measured, as tables in Markdown.
 */
final class Tables {

	private final List<String> ratios = new ArrayList<>();

	private final List<String> medians = new ArrayList<>();

	private final List<String> starts = new ArrayList<>();

	/**
	 * Adds a comparison, whose rounds were measured in pairs.
	 */
	void add(String name, List<Round> floor, List<Round> subject) {
		Spread throughput = Spread.ofRatios(subject, floor, Round::perSecond);
		Spread requestThreads = Spread.ofRatios(subject, floor, Round::requestThreadCpu);
		Spread process = Spread.ofRatios(subject, floor, Round::processCpu);
		this.ratios.add(line(name, throughput.medianText(2), throughput.rangeText(2),
				Spread.ofRatios(subject, floor, Round::p50).medianText(2),
				Spread.ofRatios(subject, floor, Round::p99).medianText(2), requestThreads.medianText(2),
				requestThreads.rangeText(2), process.medianText(2), process.rangeText(2)));
		this.medians.add(line(name, medians(floor, subject, Round::perSecond, 0),
				medians(floor, subject, Round::p50, 2), medians(floor, subject, Round::p99, 2),
				medians(floor, subject, Round::requestThreadCpu, 1), medians(floor, subject, Round::processCpu, 1)));
	}

	private static String medians(List<Round> floor, List<Round> subject, ToDoubleFunction<Round> what, int decimals) {
		return Spread.of(subject, what).medianText(decimals) + " / " + Spread.of(floor, what).medianText(decimals);
	}

	/**
	 * Adds starts, in milliseconds.
	 */
	void addStarts(List<Long> floor, List<Long> subject) {
		Spread ofFloor = Spread.of(floor, Long::doubleValue);
		Spread ofSubject = Spread.of(subject, Long::doubleValue);
		this.starts.add(String.format(Locale.ROOT, "| least | %.0f | %.0f | %.2f |%n", ofSubject.min(), ofFloor.min(),
				ofSubject.min() / ofFloor.min()));
		this.starts.add(String.format(Locale.ROOT, "| median | %.0f | %.0f | %.2f |%n", ofSubject.median(),
				ofFloor.median(), ofSubject.median() / ofFloor.median()));
	}

	private static String line(String... cells) {
		return "| %s |%n".formatted(String.join(" | ", cells));
	}

	String toMarkdown() {
		return Stream.of(table("""
				| comparison, ratios of neighbouring rounds | throughput | min..max | p50 | p99 \
				| request-thread CPU per request | min..max | process CPU per request | min..max |
				|---|--:|--:|--:|--:|--:|--:|--:|--:|
				""", this.ratios), table("""
				| comparison, medians: subject / floor | requests/s | p50, ms | p99, ms \
				| request-thread CPU per request, µs | process CPU per request, µs |
				|---|--:|--:|--:|--:|--:|
				""", this.medians), table("""
				| JVM start to application ready, ms | claims | stock | ratio |
				|---|--:|--:|--:|
				""", this.starts)).flatMap(List::stream).collect(Collectors.joining());
	}

	private static List<String> table(String head, List<String> lines) {
		return lines.isEmpty() ? List.of()
				: Stream.of(List.of(head), lines, List.of(System.lineSeparator())).flatMap(List::stream).toList();
	}

}
