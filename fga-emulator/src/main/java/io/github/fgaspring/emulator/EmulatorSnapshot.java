package io.github.fgaspring.emulator;

import io.github.fgaspring.emulator.model.EmulatorState.Snapshot;

/**
 * What an emulator knew at one moment.
 */
public final class EmulatorSnapshot {

	private final Snapshot state;

	EmulatorSnapshot(Snapshot state) {
		this.state = state;
	}

	Snapshot state() {
		return this.state;
	}

}
