package io.github.fgaspring.authentication;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * Finds the session behind an {@link Authentication}. By default that is the principal of
 * a request with a session token; a bean of this type opens the door for other identity
 * systems, such as a login form, SAML or API keys. The starter's own filter chain steps
 * aside for such a bean: who may log in, and how, remains the application's decision.
 * <p>
 * An application that takes session tokens too, by a filter chain of its own, asks
 * {@link PrincipalFgaSessionResolver} first.
 * <p>
 * It is asked by every rule that a request meets, so it should not call others. An answer
 * of one rule serves another only if the sessions are equal.
 * <p>
 * The session should say when it was {@linkplain FgaSession#issuedAt() issued}, namely
 * when the user logged in. Without that, whoever has been logged out everywhere stays
 * out, and permissions that the session names do not count after a role has changed, for
 * {@code fga.session.max-token-age}.
 */
@FunctionalInterface
public interface FgaSessionResolver {

	/**
	 * Returns the session of the caller. Whatever it throws, nothing is entered; a
	 * {@code CheckUnavailableException} answers 503.
	 * @param authentication who is authenticated, never anonymous
	 * @return the session, or {@code null} if there is none, which answers 401
	 */
	@Nullable FgaSession resolve(Authentication authentication);

}
