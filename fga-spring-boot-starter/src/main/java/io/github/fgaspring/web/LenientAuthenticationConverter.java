package io.github.fgaspring.web;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Authenticates a request right away, and takes no notice of a token that is not
 * accepted: who the request is otherwise authenticated for, if anybody, stays as it is.
 */
final class LenientAuthenticationConverter implements AuthenticationConverter {

	private static final Log logger = LogFactory.getLog(LenientAuthenticationConverter.class);

	private final AuthenticationConverter tokens;

	private final AuthenticationManager authenticationManager;

	LenientAuthenticationConverter(AuthenticationConverter tokens, AuthenticationManager authenticationManager) {
		this.tokens = tokens;
		this.authenticationManager = authenticationManager;
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		try {
			Authentication token = this.tokens.convert(request);
			return (token != null) ? this.authenticationManager.authenticate(token) : null;
		}
		catch (RuntimeException ex) {
			// At a level that nobody can flood, and without what the token says.
			logger.debug("A token that would have been refused is ignored (" + ex.getClass().getName() + ")");
			return null;
		}
	}

}
