package io.github.fgaspring.test.context;

import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import io.github.fgaspring.emulator.FgaEmulator;

import org.springframework.context.ApplicationContext;

/**
 * The emulator of a context, if the application really talks to it.
 */
final class ConnectedEmulator {

	private ConnectedEmulator() {
	}

	/**
	 * Finds it.
	 * @throws IllegalStateException if there is none, or the application is connected to
	 * something else
	 */
	static FgaEmulator of(ApplicationContext context, Class<?> testClass) {
		FgaEmulator emulator = context.getBeanProvider(FgaEmulator.class).getIfAvailable();
		if (emulator == null) {
			throw failure(testClass, "has started no emulator, because its slice of the application does not load it:"
					+ " add @ImportAutoConfiguration(FgaEmulatorAutoConfiguration.class)");
		}
		FgaConnectionDetails connection = context.getBeanProvider(FgaConnectionDetails.class).getIfAvailable();
		if (connection != null && !connection.getBaseUrl().equals(emulator.baseUrl())) {
			throw failure(testClass, "has started an emulator that nobody asks, because the application has a bean of"
					+ " type FgaConnectionDetails that leads elsewhere: leave it out of this test");
		}
		return emulator;
	}

	private static IllegalStateException failure(Class<?> testClass, String problem) {
		return new IllegalStateException("@EnableFgaEmulator on " + testClass.getName() + " " + problem);
	}

}
