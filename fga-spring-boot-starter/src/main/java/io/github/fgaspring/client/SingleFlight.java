package io.github.fgaspring.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Lets one thread make a call while all others with the same key wait for its result.
 * <p>
 * Nothing is kept: once the call has ended, the next one with that key calls anew. A
 * result or a failed call is shared with those who wait; whatever else there was instead,
 * an interrupt, no time left or a programming error, is the caller's own, and one of
 * those who wait calls in its place. Nobody waits beyond its own {@link Deadline}.
 *
 * @param <K> the type of keys
 * @param <V> the type of results
 */
public final class SingleFlight<K, V> {

	private final ConcurrentMap<K, CompletableFuture<Landing<V>>> flights = new ConcurrentHashMap<>();

	private final Duration maxWait;

	private final ApiStatus status;

	/**
	 * Creates an instance.
	 * @param maxWait how long a thread without a deadline waits for another
	 * @param status learns how often a call was spared
	 */
	public SingleFlight(Duration maxWait, ApiStatus status) {
		Assert.notNull(maxWait, "maxWait cannot be null");
		Assert.notNull(status, "status cannot be null");
		this.maxWait = maxWait;
		this.status = status;
	}

	/**
	 * Makes the call, or waits for another thread's.
	 * @param key calls with equal keys are the same call
	 * @param call the call
	 * @return what it returned
	 * @throws CheckUnavailableException if it threw one, or did not end in time
	 */
	public V fly(K key, Supplier<V> call) {
		long end = System.nanoTime() + Deadline.remaining(this.maxWait).toNanos();
		while (true) {
			CompletableFuture<Landing<V>> own = new CompletableFuture<>();
			CompletableFuture<Landing<V>> other = this.flights.putIfAbsent(key, own);
			if (other == null) {
				return lead(key, own, call);
			}
			this.status.spared();
			Landing<V> landing = await(other, end - System.nanoTime());
			if (landing.failure != null) {
				throw landing.failure;
			}
			if (landing.result != null) {
				return landing.result;
			}
		}
	}

	private V lead(K key, CompletableFuture<Landing<V>> own, Supplier<V> call) {
		Landing<V> landing = new Landing<>(null, null);
		try {
			V result = call.get();
			landing = new Landing<>(result, null);
			return result;
		}
		catch (CheckUnavailableException ex) {
			if (!isOwn(ex)) {
				landing = new Landing<>(null, ex);
			}
			throw ex;
		}
		finally {
			this.flights.remove(key, own);
			own.complete(landing);
		}
	}

	private static boolean isOwn(CheckUnavailableException ex) {
		CheckUnavailableException cause = (ex instanceof IncompleteAnswerException incomplete) ? incomplete.getFailure()
				: ex;
		return Thread.currentThread().isInterrupted()
				|| (cause instanceof ApiFailureException failure && !failure.isFailedCall());
	}

	private static <V> Landing<V> await(CompletableFuture<Landing<V>> flight, long nanos) {
		try {
			return flight.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new ApiFailureException(Kind.TRANSIENT, "The same call of another thread did not end in time");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ApiFailureException(Kind.INTERRUPTED, "Interrupted while waiting for another thread's call");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * How a call ended; with neither result nor failure if it is of no use to others.
	 */
	private record Landing<V>(@Nullable V result, @Nullable CheckUnavailableException failure) {

	}

}
