package io.github.fgaspring.web;

/**
 * What follows from a token that is not accepted, or cannot be checked.
 */
public enum BadTokens {

	/**
	 * The request is answered with 401 or 503.
	 */
	REFUSE,

	/**
	 * The request goes on as if it had no token.
	 */
	IGNORE

}
