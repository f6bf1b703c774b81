package io.github.fgaspring.emulator.model;

/**
 * The claims of a session token are too large.
 */
public final class TokenTooBigException extends IllegalArgumentException {

	TokenTooBigException(String message) {
		super(message);
	}

}
