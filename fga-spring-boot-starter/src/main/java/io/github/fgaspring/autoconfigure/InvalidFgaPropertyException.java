package io.github.fgaspring.autoconfigure;

/**
 * A property of the starter is missing or cannot be used. The message and the parts never
 * hold a secret.
 */
public class InvalidFgaPropertyException extends IllegalStateException {

	private final String property;

	private final String action;

	InvalidFgaPropertyException(String property, String problem, String action) {
		super("The property '" + property + "' " + problem);
		this.property = property;
		this.action = action;
	}

	/**
	 * The name of the property.
	 * @return the name
	 */
	public String getProperty() {
		return this.property;
	}

	/**
	 * What to do about it.
	 * @return one or more sentences
	 */
	public String getAction() {
		return this.action;
	}

}
