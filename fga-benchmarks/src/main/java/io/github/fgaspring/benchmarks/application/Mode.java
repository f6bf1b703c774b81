package io.github.fgaspring.benchmarks.application;

import java.time.Duration;

/**
 * How much time is taken.
 */
enum Mode {

	/**
	 * To see that all is well.
	 */
	QUICK(1, Duration.ofSeconds(1), 2, Duration.ofMillis(500), 1),

	/**
	 * For numbers to quote: a minute of warm-up for each JVM, and ten rounds.
	 */
	FULL(6, Duration.ofSeconds(10), 10, Duration.ofSeconds(3), 15);

	private final int warmUps;

	private final Duration warmUp;

	private final int rounds;

	private final Duration round;

	private final int starts;

	Mode(int warmUps, Duration warmUp, int rounds, Duration round, int starts) {
		this.warmUps = warmUps;
		this.warmUp = warmUp;
		this.rounds = rounds;
		this.round = round;
		this.starts = starts;
	}

	/**
	 * How often each side is warmed up.
	 */
	int warmUps() {
		return this.warmUps;
	}

	/**
	 * For how long each time.
	 */
	Duration warmUp() {
		return this.warmUp;
	}

	/**
	 * How often each side is measured.
	 */
	int rounds() {
		return this.rounds;
	}

	/**
	 * For how long each time.
	 */
	Duration round() {
		return this.round;
	}

	/**
	 * How often an application is started where that is measured.
	 */
	int starts() {
		return this.starts;
	}

}
