package io.github.fgaspring.emulator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Tests that share one emulator with the seed {@code acme.yaml}.
 */
public abstract class AbstractAcmeTests {

	protected static FgaEmulator emulator;

	protected static EmulatorClient client;

	@BeforeAll
	static void startEmulator() {
		emulator = AcmeEmulator.start();
		client = new EmulatorClient(emulator);
	}

	@AfterAll
	static void stopEmulator() {
		emulator.close();
	}

}
