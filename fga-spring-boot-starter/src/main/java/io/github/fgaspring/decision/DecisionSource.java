package io.github.fgaspring.decision;

/**
 * Who decided.
 */
public enum DecisionSource {

	/**
	 * The permissions in the session token.
	 */
	CLAIMS,

	/**
	 * The WorkOS Authorization API.
	 */
	REMOTE,

	/**
	 * Nobody: the question could not be asked, so it was denied.
	 */
	NONE

}
