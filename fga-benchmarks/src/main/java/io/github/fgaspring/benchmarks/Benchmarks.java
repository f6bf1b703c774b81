package io.github.fgaspring.benchmarks;

import java.util.regex.Pattern;

import io.github.fgaspring.benchmarks.starter.SessionMemory;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;

/**
 * Runs the benchmarks and prints their table. The system property {@code bench.mode} says
 * how long, {@code bench.rounds} how often, if not as often as the mode does, and
 * {@code bench.include} which: a regular expression for their names.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Run the benchmarks that are asked for.
	 * @param args none
	 * @throws RunnerException if a benchmark fails
	 */
	public static void main(String[] args) throws RunnerException {
		RunMode mode = RunMode.of(System.getProperty("bench.mode", "quick"));
		int rounds = Integer.getInteger("bench.rounds", mode.rounds());
		String include = System.getProperty("bench.include", ".*");
		ResultTable table = new ResultTable();
		// A round runs every benchmark, so that a busy minute of the machine does not hit
		// a benchmark alone and spare its floor.
		for (int round = 0; round < rounds; round++) {
			for (Options options : mode.round(include)) {
				run(options, table);
			}
		}
		if (!table.isEmpty()) {
			System.out.println(System.lineSeparator() + table.toMarkdown());
		}
		if (Pattern.compile(include).matcher(SessionMemory.class.getName()).find()) {
			System.out.println(System.lineSeparator() + SessionMemory.measure(mode.sessions()));
		}
	}

	private static void run(Options options, ResultTable table) throws RunnerException {
		try {
			new Runner(options).run().forEach(table::add);
		}
		catch (NoBenchmarksException ex) {
			// None of this kind is asked for.
		}
	}

}
