package io.github.fgaspring.authorization;

import java.util.function.Supplier;

import io.github.fgaspring.authentication.FgaSession;

import org.springframework.security.core.Authentication;

/**
 * Who calls.
 *
 * @param authentication as Spring Security knows the caller
 * @param session the session behind it
 */
record Caller(Authentication authentication, FgaSession session) implements Supplier<Authentication> {

	/**
	 * The authentication, for events.
	 */
	@Override
	public Authentication get() {
		return this.authentication;
	}

}
