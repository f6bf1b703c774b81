package io.github.fgaspring.emulator;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

import io.github.fgaspring.emulator.seed.Seed;

/**
 * Runs an emulator next to an application:
 * {@code java -jar fga-emulator-<version>-exec.jar --port 4100 --seed model.yaml}.
 */
public final class FgaEmulatorMain {

	/**
	 * The port if none is chosen.
	 */
	static final int DEFAULT_PORT = 4100;

	private static final String USAGE = """
			Usage: java -jar fga-emulator-<version>-exec.jar [--port <port>] [--seed <file>]
			  --port  the port of 127.0.0.1 to listen on, 0 for any free one (default %d)
			  --seed  the YAML file to start with (default: nobody and nothing)""".formatted(DEFAULT_PORT);

	private FgaEmulatorMain() {
	}

	/**
	 * Run an emulator until the process ends.
	 * @param arguments {@code --port} and {@code --seed}, each with its value
	 */
	public static void main(String... arguments) {
		Optional<FgaEmulator> emulator = start(System.out, System.err, arguments);
		if (emulator.isEmpty()) {
			System.exit(2);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(emulator.get()::close));
	}

	static Optional<FgaEmulator> start(PrintStream out, PrintStream err, String... arguments) {
		try {
			FgaEmulator emulator = FgaEmulator.start(config(arguments));
			print(emulator, out);
			return Optional.of(emulator);
		}
		catch (IllegalArgumentException | UncheckedIOException ex) {
			err.println(ex.getMessage());
			err.println();
			err.println(USAGE);
			return Optional.empty();
		}
	}

	private static EmulatorConfig config(String... arguments) {
		EmulatorConfig config = EmulatorConfig.defaults().withPort(DEFAULT_PORT);
		for (int i = 0; i < arguments.length; i += 2) {
			if (i + 1 == arguments.length) {
				throw new IllegalArgumentException("There is no value for '%s'".formatted(arguments[i]));
			}
			config = switch (arguments[i]) {
				case "--port" -> config.withPort(port(arguments[i + 1]));
				case "--seed" -> config.withSeed(Seed.load(Path.of(arguments[i + 1])));
				default -> throw new IllegalArgumentException("There is no option '%s'".formatted(arguments[i]));
			};
		}
		return config;
	}

	private static int port(String value) {
		if (!value.matches("\\d{1,5}")) {
			throw new IllegalArgumentException("--port must be a number from 0 to 65535, not '%s'".formatted(value));
		}
		return Integer.parseInt(value);
	}

	private static void print(FgaEmulator emulator, PrintStream out) {
		out.println("""
				The emulator stands in for WorkOS. Point your application at it:

				  fga.base-url=%1$s
				  fga.api-key=%2$s
				  fga.client-id=%3$s

				A session token of a person in the seed:

				  curl -X POST %1$s/_emulator/tokens -H 'Authorization: Bearer %2$s' \\
				    -d '{"user_id": "user_alice", "organization_id": "org_acme"}'
				""".formatted(emulator.baseUrl(), emulator.apiKey(), emulator.clientId()));
	}

}
