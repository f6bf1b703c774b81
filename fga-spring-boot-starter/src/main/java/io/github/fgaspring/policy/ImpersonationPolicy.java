package io.github.fgaspring.policy;

/**
 * What sessions may do in which somebody acts as the user. Later ones are stricter.
 */
public enum ImpersonationPolicy {

	/**
	 * What the user may.
	 */
	ALLOW,

	/**
	 * Read: requests with a method that changes nothing (RFC 9110, section 9.2.1).
	 */
	READ_ONLY,

	/**
	 * Nothing.
	 */
	DENY;

	ImpersonationPolicy stricter(ImpersonationPolicy other) {
		return (compareTo(other) > 0) ? this : other;
	}

}
