package io.github.fgaspring.emulator;

import java.nio.file.Path;

import io.github.fgaspring.emulator.seed.Seed;

/**
 * An emulator with the seed {@code acme.yaml}.
 */
public final class AcmeEmulator {

	private AcmeEmulator() {
	}

	public static FgaEmulator start() {
		return FgaEmulator.start(config());
	}

	public static EmulatorConfig config() {
		return EmulatorConfig.defaults().withSeed(Seed.load(Path.of("src/test/resources/acme.yaml")));
	}

}
