package io.github.fgaspring.decision;

import org.jspecify.annotations.Nullable;

/**
 * A question could not be answered at the moment. It is neither a grant nor a denial, and
 * answers 503. The message holds no ids.
 */
public class CheckUnavailableException extends RuntimeException {

	public CheckUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
