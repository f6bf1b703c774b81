package io.github.fgaspring.emulator.seed;

/**
 * A seed is wrong. The message names the place and says what to write instead.
 */
public final class IllegalSeedException extends IllegalArgumentException {

	IllegalSeedException(String message) {
		super(message);
	}

}
