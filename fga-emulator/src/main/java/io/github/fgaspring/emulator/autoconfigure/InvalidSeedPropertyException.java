package io.github.fgaspring.emulator.autoconfigure;

/**
 * The value of {@code fga.emulator.seed} leads to no usable seed.
 */
final class InvalidSeedPropertyException extends RuntimeException {

	/**
	 * The property.
	 */
	static final String PROPERTY = "fga.emulator.seed";

	private final String action;

	InvalidSeedPropertyException(String problem, String action, Throwable cause) {
		super("The emulator cannot start from '%s': %s".formatted(PROPERTY, problem), cause);
		this.action = action;
	}

	String getAction() {
		return this.action;
	}

}
