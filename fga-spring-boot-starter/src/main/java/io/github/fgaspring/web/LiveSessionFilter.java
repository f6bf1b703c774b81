package io.github.fgaspring.web;

import java.io.IOException;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionAuthentication;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.revocation.SessionMarks;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.GenericFilterBean;

/**
 * Lets nobody through whose session was revoked, on whatever path, also if that happened
 * while the request was under way. A revoked token is a bad token. Who was authenticated
 * by something else is logged out and goes on as nobody, so that a login page can be
 * reached.
 * <p>
 * A token that is out of date loses the authorities that come from its roles and
 * permissions, and the frontend is told, if it wants to be.
 */
final class LiveSessionFilter extends GenericFilterBean {

	private static final String OUTDATED = "true";

	private final AuthenticationTrustResolver trustResolver = new AuthenticationTrustResolverImpl();

	private final FgaSessionResolver sessionResolver;

	private final SessionMarks marks;

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	private final SecurityContextRepository securityContextRepository;

	private final AuthenticationEntryPoint entryPoint;

	private final @Nullable String outdatedHeader;

	private final boolean ignoreBadTokens;

	/**
	 * Creates a filter.
	 * @param sessionResolver finds the session of a caller
	 * @param marks knows what has become of it
	 * @param securityContextHolderStrategy knows the caller
	 * @param securityContextRepository forgets a login
	 * @param entryPoint answers a revoked token
	 * @param outdatedHeader the response header that tells of a session that is out of
	 * date, {@code null} for none
	 * @param ignoreBadTokens whether a request with a revoked token goes on as if it had
	 * none
	 */
	LiveSessionFilter(FgaSessionResolver sessionResolver, SessionMarks marks,
			SecurityContextHolderStrategy securityContextHolderStrategy,
			SecurityContextRepository securityContextRepository, AuthenticationEntryPoint entryPoint,
			@Nullable String outdatedHeader, boolean ignoreBadTokens) {
		this.sessionResolver = sessionResolver;
		this.marks = marks;
		this.securityContextHolderStrategy = securityContextHolderStrategy;
		this.securityContextRepository = securityContextRepository;
		this.entryPoint = entryPoint;
		this.outdatedHeader = outdatedHeader;
		this.ignoreBadTokens = ignoreBadTokens;
	}

	/**
	 * With every dispatch: each begins with who was authenticated in the first one, and
	 * much may have happened since.
	 */
	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (this.marks.isEmpty()) {
			chain.doFilter(request, response);
		}
		else {
			doFilter((HttpServletRequest) request, (HttpServletResponse) response, chain);
		}
	}

	private void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Authentication authentication = this.securityContextHolderStrategy.getContext().getAuthentication();
		FgaSession session = session(authentication);
		if (session != null && this.marks.isRevoked(session)) {
			if (isToBeRefused(authentication, request)) {
				refuse(request, response);
				return;
			}
			logOut(request, response);
		}
		else if (session != null && this.marks.isOutdated(session)) {
			if (authentication instanceof FgaSessionAuthentication token) {
				Caller.become(token.withoutRolesAndPermissions(), this.securityContextHolderStrategy);
			}
			if (this.outdatedHeader != null && this.marks.isRefreshDue(session)) {
				response.setHeader(this.outdatedHeader, OUTDATED);
			}
		}
		chain.doFilter(request, response);
	}

	private @Nullable FgaSession session(@Nullable Authentication authentication) {
		return (authentication != null && this.trustResolver.isAuthenticated(authentication))
				? this.sessionResolver.resolve(authentication) : null;
	}

	/**
	 * An error page shows what has been decided.
	 */
	private boolean isToBeRefused(@Nullable Authentication authentication, HttpServletRequest request) {
		return authentication instanceof FgaSessionAuthentication && !this.ignoreBadTokens
				&& request.getDispatcherType() != DispatcherType.ERROR;
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
		this.securityContextHolderStrategy.clearContext();
		if (!response.isCommitted()) {
			this.entryPoint.commence(request, response, new InvalidBearerTokenException("The session was revoked"));
		}
	}

	private void logOut(HttpServletRequest request, HttpServletResponse response) {
		this.securityContextRepository.saveContext(this.securityContextHolderStrategy.createEmptyContext(), request,
				response);
		Caller.become(Caller.NOBODY, this.securityContextHolderStrategy);
	}

}
