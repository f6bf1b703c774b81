package io.github.fgaspring.test.context;

import java.net.URI;

import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import io.github.fgaspring.autoconfigure.FgaProperties;
import io.github.fgaspring.emulator.FgaEmulator;

import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

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

	/**
	 * Has it send webhooks to the application.
	 * @throws IllegalStateException if the application does not listen
	 */
	static void sendWebhooks(ApplicationContext context, Class<?> testClass) {
		Environment environment = context.getEnvironment();
		String port = environment.getProperty("local.server.port");
		if (port == null) {
			throw failure(testClass, "has webhooks, and the application listens on no port: add"
					+ " webEnvironment = WebEnvironment.RANDOM_PORT to @SpringBootTest");
		}
		String contextPath = environment.getProperty("server.servlet.context-path", "");
		String path = context.getBean(FgaProperties.class).webhooks().path();
		of(context, testClass).addWebhook(URI.create("http://localhost:" + port + contextPath + path),
				FgaEmulatorContextCustomizer.WEBHOOK_SECRET);
	}

	private static IllegalStateException failure(Class<?> testClass, String problem) {
		return new IllegalStateException("@EnableFgaEmulator on " + testClass.getName() + " " + problem);
	}

}
