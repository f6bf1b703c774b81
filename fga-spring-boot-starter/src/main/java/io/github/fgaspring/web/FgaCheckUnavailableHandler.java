package io.github.fgaspring.web;

import java.io.IOException;

import io.github.fgaspring.decision.CheckUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers 503 with {@code Retry-After} and a problem document (RFC 9457).
 */
public final class FgaCheckUnavailableHandler implements CheckUnavailableHandler {

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, CheckUnavailableException ex)
			throws IOException {
		OutageResponse.write(response, ex);
	}

}
