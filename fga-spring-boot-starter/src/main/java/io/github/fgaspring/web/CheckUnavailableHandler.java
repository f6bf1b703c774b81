package io.github.fgaspring.web;

import java.io.IOException;

import io.github.fgaspring.decision.CheckUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers a request about which nothing can be decided at the moment. A bean of this type
 * takes the place of the {@linkplain FgaCheckUnavailableHandler default} in filter chains
 * and for handlers, unless an exception handler of the application has answered before.
 * <p>
 * When the keys of session tokens are out of reach, the {@code AuthenticationEntryPoint}
 * answers instead, with an {@code AuthenticationServiceException}.
 */
@FunctionalInterface
public interface CheckUnavailableHandler {

	/**
	 * Answers.
	 * @param request the request
	 * @param response the response, which is not committed
	 * @param ex why nothing can be decided, and when to ask again, if that is known
	 * @throws IOException if the answer cannot be written
	 */
	void handle(HttpServletRequest request, HttpServletResponse response, CheckUnavailableException ex)
			throws IOException;

}
