package io.github.fgaspring.events;

/**
 * The right to read events, which only one instance of the application has at a time.
 */
@FunctionalInterface
public interface PollingLease {

	/**
	 * Takes the right, or keeps it for some more time.
	 * @return whether this instance has it
	 */
	boolean acquire();

	/**
	 * Gives the right back, if this instance has it.
	 */
	default void release() {
	}

}
