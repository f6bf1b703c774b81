package io.github.fgaspring.events;

/**
 * An event lacks what it takes to make sense of it. To receive it again would not help.
 * The message holds no ids.
 */
final class UnusableEventException extends RuntimeException {

	UnusableEventException(String message) {
		super(message);
	}

}
