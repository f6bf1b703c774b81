package io.github.fgaspring.web;

import java.io.IOException;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionAuthentication;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.revocation.SessionMarks;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a request whose session was revoked since it began, and tells the frontend of a
 * session that is out of date. A revoked token is a bad token, on whatever path. Who was
 * authenticated by something else goes on as nobody, so that a login page can be reached.
 */
final class LiveSessionFilter extends OncePerRequestFilter {

	private static final String OUTDATED = "true";

	private final AuthenticationTrustResolver trustResolver = new AuthenticationTrustResolverImpl();

	private final FgaSessionResolver sessionResolver;

	private final SessionMarks marks;

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	private final @Nullable String outdatedHeader;

	private final boolean ignoreBadTokens;

	LiveSessionFilter(FgaSessionResolver sessionResolver, SessionMarks marks,
			SecurityContextHolderStrategy securityContextHolderStrategy, @Nullable String outdatedHeader,
			boolean ignoreBadTokens) {
		this.sessionResolver = sessionResolver;
		this.marks = marks;
		this.securityContextHolderStrategy = securityContextHolderStrategy;
		this.outdatedHeader = outdatedHeader;
		this.ignoreBadTokens = ignoreBadTokens;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Authentication authentication = this.securityContextHolderStrategy.getContext().getAuthentication();
		FgaSession session = session(authentication);
		if (session != null && this.marks.isRevoked(session)) {
			if (authentication instanceof FgaSessionAuthentication && !this.ignoreBadTokens) {
				throw new InvalidBearerTokenException("The session was revoked");
			}
			Nobody.enter(this.securityContextHolderStrategy);
		}
		else if (session != null && this.outdatedHeader != null && this.marks.isOutdated(session)) {
			response.setHeader(this.outdatedHeader, OUTDATED);
		}
		chain.doFilter(request, response);
	}

	private @Nullable FgaSession session(@Nullable Authentication authentication) {
		return (authentication != null && this.trustResolver.isAuthenticated(authentication))
				? this.sessionResolver.resolve(authentication) : null;
	}

}
