package io.github.fgaspring.emulator.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * The value of a property keeps the emulator from starting.
 */
final class InvalidEmulatorPropertyException extends RuntimeException {

	private final String action;

	/**
	 * Create an exception.
	 * @param property the name of the property below {@code fga.emulator}
	 * @param problem what is wrong with the value
	 * @param action what to do about it
	 * @param cause the cause, or {@code null}
	 */
	InvalidEmulatorPropertyException(String property, String problem, String action, @Nullable Throwable cause) {
		super("The emulator cannot start, see 'fga.emulator.%s': %s".formatted(property, problem), cause);
		this.action = action;
	}

	String getAction() {
		return this.action;
	}

}
