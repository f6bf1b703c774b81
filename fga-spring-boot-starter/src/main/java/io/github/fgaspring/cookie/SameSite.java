package io.github.fgaspring.cookie;

/**
 * With which requests from other sites a browser sends a cookie.
 */
public enum SameSite {

	/**
	 * With none.
	 */
	STRICT("Strict"),

	/**
	 * With those that follow a link.
	 */
	LAX("Lax"),

	/**
	 * With all; the cookie must be secure then.
	 */
	NONE("None");

	private final String attributeValue;

	SameSite(String attributeValue) {
		this.attributeValue = attributeValue;
	}

	String attributeValue() {
		return this.attributeValue;
	}

}
