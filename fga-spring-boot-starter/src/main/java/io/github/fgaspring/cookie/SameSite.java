package io.github.fgaspring.cookie;

/**
 * With which requests from other sites a browser sends a cookie.
 */
public enum SameSite {

	/**
	 * With none.
	 */
	STRICT,

	/**
	 * With those that follow a link.
	 */
	LAX,

	/**
	 * With all; the cookie must be secure then.
	 */
	NONE

}
