package io.github.fgaspring.authorization;

/**
 * What follows from a rule that is not met.
 */
public enum Enforcement {

	/**
	 * The method is not entered.
	 */
	ENFORCE,

	/**
	 * The method is entered; that it would not have been is logged and counted.
	 */
	MONITOR

}
