package io.github.fgaspring.authorization;

import io.github.fgaspring.decision.CheckUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.util.Assert;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Answers requests that are refused before their handler is entered, as the filter chain
 * would.
 */
public final class RefusalHandler {

	private final AuthenticationEntryPoint entryPoint;

	private final AccessDeniedHandler deniedHandler;

	private final HandlerExceptionResolver unavailableHandler;

	/**
	 * Creates a handler.
	 * @param entryPoint answers if there is no session
	 * @param deniedHandler answers a denial
	 * @param unavailableHandler answers a {@link CheckUnavailableException}
	 */
	public RefusalHandler(AuthenticationEntryPoint entryPoint, AccessDeniedHandler deniedHandler,
			HandlerExceptionResolver unavailableHandler) {
		Assert.notNull(entryPoint, "entryPoint cannot be null");
		Assert.notNull(deniedHandler, "deniedHandler cannot be null");
		Assert.notNull(unavailableHandler, "unavailableHandler cannot be null");
		this.entryPoint = entryPoint;
		this.deniedHandler = deniedHandler;
		this.unavailableHandler = unavailableHandler;
	}

	/**
	 * Answers a request, unless its answer is already on its way: then nobody can be told
	 * any more, but nothing more is entered either.
	 * @param refusal why it is refused; thrown if it is not one of ours
	 */
	void handle(Exception refusal, Object handler, HttpServletRequest request, HttpServletResponse response)
			throws Exception {
		if (response.isCommitted() && (refusal instanceof InsufficientAuthenticationException
				|| refusal instanceof AuthorizationDeniedException)) {
			return;
		}
		if (refusal instanceof InsufficientAuthenticationException unauthenticated) {
			this.entryPoint.commence(request, response, unauthenticated);
		}
		else if (refusal instanceof AuthorizationDeniedException denied) {
			this.deniedHandler.handle(request, response, denied);
		}
		else if (!(refusal instanceof CheckUnavailableException)
				|| this.unavailableHandler.resolveException(request, response, handler, refusal) == null) {
			throw refusal;
		}
	}

}
