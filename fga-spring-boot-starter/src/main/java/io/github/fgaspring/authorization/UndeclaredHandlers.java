package io.github.fgaspring.authorization;

/**
 * What follows for a handler method that says nothing about permissions.
 */
public enum UndeclaredHandlers {

	/**
	 * It is entered.
	 */
	PERMIT,

	/**
	 * It is not.
	 */
	DENY

}
