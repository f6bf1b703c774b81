package io.github.fgaspring.decision;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A question could not be answered at the moment. It is neither a grant nor a denial, and
 * answers 503. The message holds no ids.
 */
public class CheckUnavailableException extends RuntimeException {

	private final @Nullable Duration retryAfter;

	/**
	 * Creates an exception that does not know when to ask again.
	 * @param message what happened, without ids
	 * @param cause what caused it, if anything
	 */
	public CheckUnavailableException(String message, @Nullable Throwable cause) {
		this(message, null, cause);
	}

	/**
	 * Creates an exception that knows when to ask again.
	 * @param message what happened, without ids
	 * @param retryAfter how long to wait before the next attempt, or {@code null} if
	 * nobody said
	 * @param cause what caused it, if anything
	 */
	public CheckUnavailableException(String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
		super(message, cause);
		this.retryAfter = retryAfter;
	}

	/**
	 * How long to wait before the next attempt.
	 * @return a duration, or {@code null} if nobody said
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

}
