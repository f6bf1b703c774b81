package io.github.fgaspring.authentication;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * Finds the session behind an {@link Authentication}. By default that is the principal of
 * a request with a session token; a bean of this type opens the door for other identity
 * systems.
 */
@FunctionalInterface
public interface FgaSessionResolver {

	/**
	 * Returns the session of the caller.
	 * @param authentication who is authenticated, never anonymous
	 * @return the session, or {@code null} if there is none, which answers 401
	 */
	@Nullable FgaSession resolve(Authentication authentication);

}
