package io.github.fgaspring.benchmarks.application;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long the threads of a process have been running, in nanoseconds.
 *
 * @param ofRequestThreads that of each of Tomcat's request threads, by id; none where the
 * system does not tell
 * @param ofProcess that of all threads together
 */
record CpuTime(Map<String, Long> ofRequestThreads, long ofProcess) {

	private static final String REQUEST_THREAD = "http-nio";

	static CpuTime of(ProcessHandle process) {
		Map<String, Long> ofRequestThreads = new HashMap<>();
		String[] threads = new File("/proc/%d/task".formatted(process.pid())).list();
		for (String thread : (threads != null) ? threads : new String[0]) {
			Path directory = Path.of("/proc", Long.toString(process.pid()), "task", thread);
			try {
				if (Files.readString(directory.resolve("comm")).startsWith(REQUEST_THREAD)) {
					String running = Files.readString(directory.resolve("schedstat")).split(" ")[0];
					ofRequestThreads.put(thread, Long.parseLong(running));
				}
			}
			catch (IOException ex) {
				// The thread has ended just now, or the system does not tell.
			}
		}
		return new CpuTime(ofRequestThreads, process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos());
	}

	/**
	 * How long the request threads have been running since then, {@link Double#NaN} where
	 * the system does not tell. A thread that has ended in between is not counted.
	 */
	double requestThreadNanosSince(CpuTime before) {
		if (this.ofRequestThreads.isEmpty()) {
			return Double.NaN;
		}
		return this.ofRequestThreads.entrySet()
			.stream()
			.mapToLong((thread) -> thread.getValue() - before.ofRequestThreads.getOrDefault(thread.getKey(), 0L))
			.sum();
	}

	double processNanosSince(CpuTime before) {
		return (double) this.ofProcess - before.ofProcess;
	}

}
