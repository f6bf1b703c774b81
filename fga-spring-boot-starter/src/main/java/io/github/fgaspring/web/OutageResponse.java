package io.github.fgaspring.web;

import java.io.IOException;
import java.time.Duration;

import io.github.fgaspring.decision.CheckUnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * The answer 503 when keys or the Authorization API are out of reach.
 */
final class OutageResponse {

	/**
	 * When a client may try again, in seconds, if nobody said.
	 */
	private static final long RETRY_AFTER = 5;

	private static final Problem PROBLEM = new Problem(HttpStatus.SERVICE_UNAVAILABLE, "authorization_unavailable",
			"Whether the request is allowed cannot be found out at the moment.");

	private OutageResponse() {
	}

	/**
	 * The outage behind an exception, {@code null} if there is none. Who renders a view
	 * or writes a list wraps what goes wrong on the way.
	 */
	static @Nullable CheckUnavailableException cause(Throwable ex) {
		Throwable cause = ex;
		while (cause != null && !(cause instanceof CheckUnavailableException)) {
			cause = cause.getCause();
		}
		return (CheckUnavailableException) cause;
	}

	static void write(HttpServletResponse response) throws IOException {
		write(response, RETRY_AFTER);
	}

	static void write(HttpServletResponse response, CheckUnavailableException ex) throws IOException {
		Duration retryAfter = ex.getRetryAfter();
		write(response, (retryAfter != null) ? Math.max(1, roundedUp(retryAfter)) : RETRY_AFTER);
	}

	private static long roundedUp(Duration duration) {
		return (duration.getNano() > 0) ? duration.getSeconds() + 1 : duration.getSeconds();
	}

	private static void write(HttpServletResponse response, long retryAfter) throws IOException {
		response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter));
		PROBLEM.write(response);
	}

}
