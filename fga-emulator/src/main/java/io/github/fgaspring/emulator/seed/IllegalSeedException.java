package io.github.fgaspring.emulator.seed;

import org.jspecify.annotations.Nullable;

/**
 * A seed is wrong. The message names the place and says what to write instead.
 */
public final class IllegalSeedException extends IllegalArgumentException {

	IllegalSeedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
