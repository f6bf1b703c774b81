package io.github.fgaspring.authorization;

/**
 * Where a rule is decided first.
 */
public enum EnforcementPoint {

	/**
	 * At the handler, before its arguments are bound; the method reuses the answer.
	 */
	HANDLER,

	/**
	 * At the method, with the arguments that it will see.
	 */
	METHOD

}
