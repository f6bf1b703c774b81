package io.github.fgaspring.benchmarks.starter;

import java.util.Locale;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The memory that verified sessions take which are kept to be known again, and that it
 * does not grow once as many are kept as may be.
 */
public final class SessionMemory {

	private static final double MEGABYTE = 1_000_000;

	private SessionMemory() {
	}

	/**
	 * Let an application see as many sessions as it may keep, and then twice as many
	 * others.
	 * @param sessions how many it may keep
	 * @return a table in Markdown
	 */
	public static String measure(int sessions) {
		try (SessionTokens tokens = new SessionTokens();
				StarterApplication application = StarterApplication.start(tokens.workOs(),
						"fga.session.token-cache.max-size=" + sessions)) {
			// Loads classes and keys.
			application.authenticate(tokens.token(0));
			long before = usedHeap();
			authenticate(application, tokens, 1, sessions);
			long full = usedHeap() - before;
			authenticate(application, tokens, sessions, 3 * sessions);
			long flooded = usedHeap() - before;
			requireKept(application, tokens);
			return String.format(Locale.ROOT, """
					| verified sessions, of %1$d characters each | retained heap in MB |
					|---|--:|
					| %2$d, as many as may be kept | %3$.1f |
					| %4$d | %5$.1f |
					""", SessionTokens.LENGTH, sessions, full / MEGABYTE, 3 * sessions, flooded / MEGABYTE);
		}
	}

	private static void authenticate(StarterApplication application, SessionTokens tokens, int from, int to) {
		IntStream.range(from, to).parallel().forEach((number) -> application.authenticate(tokens.token(number)));
	}

	private static void requireKept(StarterApplication application, SessionTokens tokens) {
		Object session = application.authenticate(tokens.newString()).getPrincipal();
		Ways.require(session == application.authenticate(tokens.newString()).getPrincipal(), "new session");
	}

	private static long usedHeap() {
		// Caffeine evicts in the background.
		ForkJoinPool.commonPool().awaitQuiescence(10, TimeUnit.SECONDS);
		Runtime runtime = Runtime.getRuntime();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 10; i++) {
			System.gc();
			least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
		}
		return least;
	}

}
