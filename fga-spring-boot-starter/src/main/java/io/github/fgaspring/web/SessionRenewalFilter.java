package io.github.fgaspring.web;

import java.io.IOException;

import io.github.fgaspring.authentication.SessionTokenAuthenticationConverter;
import io.github.fgaspring.cookie.CookieSession;
import io.github.fgaspring.cookie.SealedSessionCookie;
import io.github.fgaspring.cookie.SessionRenewer;
import io.github.fgaspring.cookie.SessionRenewer.Renewal;
import io.github.fgaspring.decision.CheckUnavailableException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Renews the session in the sealed cookie before the request is authenticated with it. It
 * refuses nothing: what cannot be renewed is as bad as before, and is refused where
 * tokens are validated. Only an outage is answered here.
 */
final class SessionRenewalFilter extends OncePerRequestFilter {

	private final SessionTokenAuthenticationConverter tokens;

	private final SealedSessionCookie cookie;

	private final SessionRenewer renewer;

	private final CheckUnavailableHandler unavailableHandler;

	private final boolean ignoreBadTokens;

	SessionRenewalFilter(SessionTokenAuthenticationConverter tokens, SealedSessionCookie cookie, SessionRenewer renewer,
			CheckUnavailableHandler unavailableHandler, boolean ignoreBadTokens) {
		this.tokens = tokens;
		this.cookie = cookie;
		this.renewer = renewer;
		this.unavailableHandler = unavailableHandler;
		this.ignoreBadTokens = ignoreBadTokens;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		ResponseCookie written = null;
		try {
			written = renew(request);
		}
		catch (CheckUnavailableException ex) {
			if (!this.ignoreBadTokens) {
				this.unavailableHandler.handle(request, response, ex);
				return;
			}
		}
		chain.doFilter(request, (written != null) ? withCookie(written, response) : response);
	}

	/**
	 * Lets the request go on in the renewed session.
	 * @return the cookie to send, if there is one
	 */
	private @Nullable ResponseCookie renew(HttpServletRequest request) {
		CookieSession session = session(request);
		Renewal renewal = (session != null) ? this.renewer.renew(session) : null;
		if (renewal == null) {
			return null;
		}
		if (renewal.session() != null) {
			this.cookie.replace(request, renewal.session());
			return renewal.toBeWritten() ? this.cookie.write(renewal.session()) : null;
		}
		return (renewal.toBeWritten() && !this.ignoreBadTokens) ? this.cookie.clear() : null;
	}

	private @Nullable CookieSession session(HttpServletRequest request) {
		try {
			return this.tokens.isSealedCookieRequest(request) ? this.cookie.read(request) : null;
		}
		catch (InvalidBearerTokenException ex) {
			return null;
		}
	}

	private static HttpServletResponse withCookie(ResponseCookie cookie, HttpServletResponse response) {
		if (response.isCommitted()) {
			return response;
		}
		return new UncachedResponse(response, cookie);
	}

}
