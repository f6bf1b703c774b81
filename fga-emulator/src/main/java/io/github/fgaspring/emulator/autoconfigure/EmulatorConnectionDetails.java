package io.github.fgaspring.emulator.autoconfigure;

import java.net.URI;

import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import io.github.fgaspring.emulator.FgaEmulator;

/**
 * Points the starter at the emulator.
 */
final class EmulatorConnectionDetails implements FgaConnectionDetails {

	private final FgaEmulator emulator;

	EmulatorConnectionDetails(FgaEmulator emulator) {
		this.emulator = emulator;
	}

	@Override
	public URI getBaseUrl() {
		return this.emulator.baseUrl();
	}

	@Override
	public String getApiKey() {
		return this.emulator.apiKey();
	}

	@Override
	public String getClientId() {
		return this.emulator.clientId();
	}

}
