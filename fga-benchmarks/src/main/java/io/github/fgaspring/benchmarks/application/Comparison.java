package io.github.fgaspring.benchmarks.application;

import java.time.Duration;
import java.util.List;

import io.github.fgaspring.benchmarks.application.variant.Variant;

/**
 * Two applications that are asked in turn.
 *
 * @param name the name of the comparison
 * @param floor what it is compared with
 * @param subject what is compared
 * @param oneJvm whether both are the same application in the same JVM
 * @param connections how many connections ask
 * @param upstreamDelay how long the API takes to answer a check
 * @param rest how long a connection rests after an answer, in a second measurement of the
 * same two JVMs that leaves the machine idle for most of the time; zero for none
 */
record Comparison(String name, Side floor, Side subject, boolean oneJvm, int connections, Duration upstreamDelay,
		Duration rest) {

	private static final Side UNPROTECTED = new Side(Variant.UNPROTECTED, "/projects/", 200, false);

	private static final Side CLAIMS = new Side(Variant.STARTER, "/projects/", 200, false);

	private static final Side REMOTE = new Side(Variant.STARTER, "/archives/", 200, true);

	/**
	 * All connections may wait for the API at once, more than by default. And where a
	 * machine is too busy, answers shall come late instead of not at all.
	 */
	private static final Side WAITING = new Side(Variant.STARTER, "/archives/", 200, true,
			List.of("--fga.remote.max-concurrent=200", "--fga.remote.connect-timeout=10s",
					"--fga.remote.read-timeout=20s", "--fga.remote.deadline=30s"));

	private static final Side DENIED = new Side(Variant.STARTER, "/settings/", 403, false);

	/**
	 * All comparisons, in the order in which they are made.
	 */
	static final List<Comparison> ALL = List.of(withUnprotected("control", UNPROTECTED),
			withUnprotected("bareFilter", new Side(Variant.BARE_FILTER, "/projects/", 200, false)),
			withUnprotected("stock", new Side(Variant.STOCK, "/projects/", 200, false)),
			withUnprotected("claims", CLAIMS), withUnprotected("remote", REMOTE),
			new Comparison("remote10ms", UNPROTECTED, WAITING, false, 200, Duration.ofMillis(10),
					Duration.ofMillis(200)),
			new Comparison("denied", CLAIMS, DENIED, true, 32, Duration.ZERO, Duration.ZERO));

	private static Comparison withUnprotected(String name, Side subject) {
		return new Comparison(name, UNPROTECTED, subject, false, 32, Duration.ZERO, Duration.ZERO);
	}

	/**
	 * One of the two.
	 *
	 * @param variant the application
	 * @param path the path that is asked, up to the id of the project
	 * @param status the status of every answer
	 * @param checks whether the API is asked for each request
	 * @param properties properties of the application beyond those that it cannot do
	 * without
	 */
	record Side(Variant variant, String path, int status, boolean checks, List<String> properties) {

		Side(Variant variant, String path, int status, boolean checks) {
			this(variant, path, status, checks, List.of());
		}

		boolean isProtected() {
			return this.variant != Variant.UNPROTECTED;
		}

	}

}
