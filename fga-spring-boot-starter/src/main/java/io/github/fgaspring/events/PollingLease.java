package io.github.fgaspring.events;

/**
 * The right to read events, which only one instance of the application has at a time.
 */
@FunctionalInterface
public interface PollingLease {

	/**
	 * Takes the right, or keeps it for some more time. If nobody can tell who has it,
	 * this throws an exception: what events mean for sessions then takes effect in every
	 * instance, and the rest waits.
	 * @return whether this instance has it; {@code false} if another one has
	 */
	boolean acquire();

	/**
	 * Gives the right back, if this instance has it.
	 */
	default void release() {
	}

}
