package io.github.fgaspring.benchmarks;

import java.util.Collection;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks and prints their table.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Run all benchmarks, or some of them.
	 * @param args the number of rounds, and a regular expression for the names of the
	 * benchmarks
	 * @throws RunnerException if a benchmark fails
	 */
	public static void main(String[] args) throws RunnerException {
		int rounds = Integer.parseInt(args[0]);
		Options options = new OptionsBuilder().include(args[1])
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.build();
		ResultTable table = new ResultTable();
		// A round runs every benchmark, so that a busy minute of the machine does not hit
		// a benchmark alone and spare its floor.
		for (int round = 0; round < rounds; round++) {
			Collection<RunResult> results = new Runner(options).run();
			results.forEach(table::add);
		}
		System.out.println(System.lineSeparator() + table.toMarkdown());
	}

}
