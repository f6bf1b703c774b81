package io.github.fgaspring.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How long is measured. The benchmarks of what a request meets say how long an iteration
 * takes, the mode says how many there are. Those of the emulator say both themselves:
 * some count starts, of which only one is the first.
 */
enum RunMode {

	/**
	 * To see that all is well.
	 */
	QUICK(1, 2, 2, 1000),

	/**
	 * For numbers to quote. The rounds stand for forks, with all other benchmarks in
	 * between.
	 */
	FULL(3, 10, 6, 10_000);

	private static final String OF_EMULATOR = "\\.benchmarks\\.emulator\\.";

	private static final String OF_STARTER = "\\.benchmarks\\.starter\\.";

	private final int rounds;

	private final int warmupIterations;

	private final int measurementIterations;

	private final int sessions;

	RunMode(int rounds, int warmupIterations, int measurementIterations, int sessions) {
		this.rounds = rounds;
		this.warmupIterations = warmupIterations;
		this.measurementIterations = measurementIterations;
		this.sessions = sessions;
	}

	static RunMode of(String name) {
		return Arrays.stream(values())
			.filter((mode) -> mode.toString().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"bench.mode is '%s' and must be one of %s".formatted(name, Arrays.toString(values()))));
	}

	/**
	 * How often every benchmark is run, unless something else is asked for.
	 */
	int rounds() {
		return this.rounds;
	}

	/**
	 * How many sessions are kept to see how much memory they take.
	 */
	int sessions() {
		return this.sessions;
	}

	/**
	 * The runs that make a round.
	 * @param include a regular expression for the names of the benchmarks
	 */
	List<Options> round(String include) {
		// The same heap for all, so that none collects garbage more often than another.
		Options ofStarter = options(include).exclude(OF_EMULATOR)
			.forks(1)
			.jvmArgsAppend("-Xms1g", "-Xmx1g")
			.warmupIterations(this.warmupIterations)
			.measurementIterations(this.measurementIterations)
			.build();
		return List.of(ofStarter, options(include).exclude(OF_STARTER).build());
	}

	private static ChainedOptionsBuilder options(String include) {
		return new OptionsBuilder().include(include).addProfiler(GCProfiler.class).shouldFailOnError(true);
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
