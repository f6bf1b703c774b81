package io.github.fgaspring.autoconfigure;

/**
 * A property of the starter is missing or cannot be used. The message and the parts never
 * hold a secret.
 */
public class InvalidFgaPropertyException extends IllegalStateException {

	private final String property;

	private final String problem;

	private final String action;

	InvalidFgaPropertyException(String property, String problem, String action) {
		super("The property '" + property + "' " + problem);
		this.property = property;
		this.problem = problem;
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
	 * What is wrong with it, as the rest of a sentence that begins with its name.
	 * @return the problem
	 */
	public String getProblem() {
		return this.problem;
	}

	/**
	 * What to do about it.
	 * @return one or more sentences
	 */
	public String getAction() {
		return this.action;
	}

}
