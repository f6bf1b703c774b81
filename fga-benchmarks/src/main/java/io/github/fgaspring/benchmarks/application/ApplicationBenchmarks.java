package io.github.fgaspring.benchmarks.application;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.fgaspring.benchmarks.application.Comparison.Side;
import io.github.fgaspring.benchmarks.application.variant.Variant;

/**
 * Compares applications and prints the tables. This process is not measured: it makes the
 * load, and starts the others.
 */
public final class ApplicationBenchmarks {

	private static final String START_UP = "startUp";

	/**
	 * A JVM that has just started is asked gently for some seconds, because its first
	 * requests take so long that many at once would have it open the circuit breaker.
	 */
	private static final Duration FIRST_RESTS = Duration.ofMillis(500);

	private final Mode mode;

	private final ClassPaths classPaths;

	private final Tables tables = new Tables();

	private ApplicationBenchmarks(Mode mode, ClassPaths classPaths) {
		this.mode = mode;
		this.classPaths = classPaths;
	}

	/**
	 * Make all comparisons, or some of them.
	 * @param args the mode, a regular expression for the names of the comparisons, and
	 * the file with the tree of dependencies
	 * @throws IOException if there is no such file
	 */
	public static void main(String[] args) throws IOException {
		Pattern names = Pattern.compile(args[1]);
		ApplicationBenchmarks benchmarks = new ApplicationBenchmarks(Mode.valueOf(args[0].toUpperCase(Locale.ROOT)),
				ClassPaths.read(Path.of(args[2])));
		Map<String, Exception> failed = benchmarks.compare(names);
		System.out.printf("%nWhole applications, %s: %s%n%n%s", args[0], machine(), benchmarks.tables.toMarkdown());
		if (!failed.isEmpty()) {
			IllegalStateException failure = new IllegalStateException("Not measured: " + failed.keySet());
			failed.values().forEach(failure::addSuppressed);
			throw failure;
		}
	}

	private Map<String, Exception> compare(Pattern names) {
		Map<String, Step> steps = new LinkedHashMap<>();
		Comparison.ALL.forEach((comparison) -> steps.put(comparison.name(), () -> compare(comparison)));
		steps.put(START_UP, this::compareStarts);
		Map<String, Exception> failed = new LinkedHashMap<>();
		steps.forEach((name, step) -> {
			if (!names.matcher(name).matches()) {
				return;
			}
			try {
				step.run();
			}
			catch (IOException | GeneralSecurityException | RuntimeException ex) {
				// What the others show is not lost.
				failed.put(name, ex);
			}
		});
		return failed;
	}

	private static String machine() {
		return "%d cores, %s, %s, %s %s".formatted(Runtime.getRuntime().availableProcessors(),
				System.getProperty("os.arch"), System.getProperty("os.name"), System.getProperty("java.vm.name"),
				System.getProperty("java.version"));
	}

	private void compare(Comparison comparison) throws IOException, GeneralSecurityException {
		try (Environment environment = new Environment(this.classPaths, comparison.upstreamDelay());
				JvmProcess first = environment.start(comparison.subject());
				JvmProcess second = comparison.oneJvm() ? first : environment.start(comparison.floor());
				Target subject = new Target(first, comparison.subject(), environment, comparison.connections());
				Target floor = new Target(second, comparison.floor(), environment, comparison.connections())) {
			String body = floor.check();
			if (!subject.check().equals(body) && comparison.subject().status() == comparison.floor().status()) {
				throw new IllegalStateException(comparison.name() + ": the applications do not answer the same");
			}
			floor.warmUp(this.mode.round(), FIRST_RESTS);
			subject.warmUp(this.mode.round(), FIRST_RESTS);
			for (int i = 0; i < this.mode.warmUps(); i++) {
				floor.warmUp(this.mode.warmUp(), Duration.ZERO);
				subject.warmUp(this.mode.warmUp(), Duration.ZERO);
			}
			measure(comparison.name(), floor, subject, Duration.ZERO);
			if (!comparison.rest().isZero()) {
				measure(comparison.name() + ", with rests", floor, subject, comparison.rest());
			}
		}
	}

	private void measure(String name, Target floor, Target subject, Duration rest) {
		List<Round> ofFloor = new ArrayList<>();
		List<Round> ofSubject = new ArrayList<>();
		for (int i = 0; i < this.mode.rounds(); i++) {
			// Each goes first as often as the other.
			if (i % 2 == 0) {
				ofFloor.add(floor.measure(this.mode.round(), rest));
				ofSubject.add(subject.measure(this.mode.round(), rest));
			}
			else {
				ofSubject.add(subject.measure(this.mode.round(), rest));
				ofFloor.add(floor.measure(this.mode.round(), rest));
			}
			System.out.printf("%s, round %d%n  subject: %s%n  floor:   %s%n", name, i + 1, ofSubject.get(i),
					ofFloor.get(i));
		}
		this.tables.add(name, ofFloor, ofSubject);
	}

	private void compareStarts() throws IOException, GeneralSecurityException {
		List<Long> stock = new ArrayList<>();
		List<Long> starter = new ArrayList<>();
		try (Environment environment = new Environment(this.classPaths, Duration.ZERO)) {
			for (int i = 0; i < this.mode.starts(); i++) {
				stock.add(startMillis(environment, Variant.STOCK));
				starter.add(startMillis(environment, Variant.STARTER));
				System.out.printf("%s %d: %d ms, stock: %d ms%n", START_UP, i + 1, starter.get(i), stock.get(i));
			}
		}
		this.tables.addStarts(stock, starter);
	}

	private static long startMillis(Environment environment, Variant variant) {
		try (JvmProcess application = environment.start(new Side(variant, "/projects/", 200, false))) {
			return application.awaitReady().startMillis();
		}
	}

	@FunctionalInterface
	private interface Step {

		void run() throws IOException, GeneralSecurityException;

	}

}
