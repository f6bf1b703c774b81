package io.github.fgaspring.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * The answer 503 when keys or the Authorization API are out of reach.
 */
final class OutageResponse {

	/**
	 * When a client may try again, in seconds.
	 */
	private static final String RETRY_AFTER = "5";

	private static final Problem PROBLEM = new Problem(HttpStatus.SERVICE_UNAVAILABLE, "authorization_unavailable",
			"Whether the request is allowed cannot be found out at the moment.");

	private OutageResponse() {
	}

	static void write(HttpServletResponse response) throws IOException {
		response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
		PROBLEM.write(response);
	}

}
