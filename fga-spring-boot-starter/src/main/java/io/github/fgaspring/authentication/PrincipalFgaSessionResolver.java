package io.github.fgaspring.authentication;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * Takes the principal of an authenticated request, if it is a session.
 */
public final class PrincipalFgaSessionResolver implements FgaSessionResolver {

	@Override
	public @Nullable FgaSession resolve(Authentication authentication) {
		return (authentication.isAuthenticated() && authentication.getPrincipal() instanceof FgaSession session)
				? session : null;
	}

}
