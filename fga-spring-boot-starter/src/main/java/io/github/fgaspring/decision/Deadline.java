package io.github.fgaspring.decision;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * By when the decision that the current thread is working on must be made. Whoever waits
 * on the way, for the API or for another thread, waits no longer than what
 * {@linkplain #remaining(Duration) remains}.
 */
public final class Deadline {

	private static final ThreadLocal<@Nullable Deadline> current = new ThreadLocal<>();

	private final long end;

	private Deadline(long end) {
		this.end = end;
	}

	/**
	 * Does something within a time limit. One that has been set before and ends earlier
	 * stays in force.
	 * @param <T> the type of the result
	 * @param limit how long it may take, more than zero
	 * @param work what to do
	 * @return the result
	 */
	public static <T extends @Nullable Object> T within(Duration limit, Supplier<T> work) {
		Assert.isTrue(limit.compareTo(Duration.ZERO) > 0, "limit must be positive");
		return within(new Deadline(System.nanoTime() + limit.toNanos()), work);
	}

	/**
	 * Makes work that another thread shall do keep to the deadline of this one.
	 * @param <T> the type of the result
	 * @param work what to do
	 * @return the same work, bound to the deadline that is in force now
	 */
	public static <T extends @Nullable Object> Supplier<T> handedOver(Supplier<T> work) {
		Deadline deadline = current.get();
		return (deadline != null) ? () -> within(deadline, work) : work;
	}

	private static <T extends @Nullable Object> T within(Deadline deadline, Supplier<T> work) {
		Deadline outer = current.get();
		current.set((outer != null && outer.end - deadline.end < 0) ? outer : deadline);
		try {
			return work.get();
		}
		finally {
			if (outer != null) {
				current.set(outer);
			}
			else {
				current.remove();
			}
		}
	}

	/**
	 * Whether there is no time left for anything that takes some.
	 * @return {@code false} before the deadline, and if there is none
	 */
	public static boolean hasPassed() {
		Deadline deadline = current.get();
		return deadline != null && deadline.remainingNanos() == 0;
	}

	/**
	 * How long the current thread may still wait.
	 * @param limit the longest that anything may take by itself
	 * @return the limit, or what remains until the deadline if that is less; zero if the
	 * deadline has passed
	 */
	public static Duration remaining(Duration limit) {
		Deadline deadline = current.get();
		if (deadline == null) {
			return limit;
		}
		long nanos = deadline.remainingNanos();
		return (nanos < limit.toNanos()) ? Duration.ofNanos(nanos) : limit;
	}

	private long remainingNanos() {
		return Math.max(0, this.end - System.nanoTime());
	}

}
