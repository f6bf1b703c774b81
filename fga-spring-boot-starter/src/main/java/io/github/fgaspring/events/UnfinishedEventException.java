package io.github.fgaspring.events;

/**
 * An event could not be dealt with, and those after it must wait.
 */
final class UnfinishedEventException extends RuntimeException {

	UnfinishedEventException(String message) {
		super(message);
	}

}
