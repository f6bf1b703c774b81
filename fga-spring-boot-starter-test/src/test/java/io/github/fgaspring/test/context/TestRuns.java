package io.github.fgaspring.test.context;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes as a build would.
 */
final class TestRuns {

	private TestRuns() {
	}

	/**
	 * Runs all tests of the classes at the same time, and returns what became of each: an
	 * empty text if it passed, else why not.
	 */
	static Map<String, String> inParallel(Class<?>... testClasses) {
		return run(Map.of("junit.jupiter.execution.parallel.enabled", "true",
				"junit.jupiter.execution.parallel.mode.default", "concurrent",
				"junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
				"junit.jupiter.execution.parallel.config.strategy", "fixed",
				"junit.jupiter.execution.parallel.config.fixed.parallelism", "4"), testClasses);
	}

	static Map<String, String> oneByOne(Class<?>... testClasses) {
		return run(Map.of("junit.jupiter.execution.parallel.enabled", "false"), testClasses);
	}

	private static Map<String, String> run(Map<String, String> parameters, Class<?>... testClasses) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(Stream.of(testClasses).map(DiscoverySelectors::selectClass).toList())
			.configurationParameters(parameters)
			.build();
		Map<String, String> outcomes = new ConcurrentHashMap<>();
		LauncherFactory.create().execute(request, new TestExecutionListener() {

			@Override
			public void executionFinished(TestIdentifier test, TestExecutionResult result) {
				if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
					outcomes.put(test.getLegacyReportingName(),
							result.getThrowable().map(Throwable::getMessage).orElse(""));
				}
			}

		});
		return new TreeMap<>(outcomes);
	}

}
