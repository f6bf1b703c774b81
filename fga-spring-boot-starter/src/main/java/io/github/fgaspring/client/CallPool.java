package io.github.fgaspring.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.util.Assert;

/**
 * Makes many calls at the same time, on a few threads that all batches of the application
 * share. So a batch never has more calls under way than there are threads, however long
 * it is, and batches take turns: each waits with no more calls than there are threads.
 * <p>
 * The calls keep to the {@link Deadline} of whoever makes them, and their observations
 * have the same parent. Either all calls of a batch return, or it fails with the first
 * failure, and calls that have not begun are not made.
 * <p>
 * Threads are started when they are needed, and end when they are not.
 */
public final class CallPool implements AutoCloseable {

	private static final Duration IDLE_TIME = Duration.ofSeconds(30);

	private final int size;

	private final Duration maxWait;

	private final ObservationRegistry observations;

	private final AtomicInteger started = new AtomicInteger();

	private final ThreadPoolExecutor threads;

	/**
	 * Creates a pool.
	 * @param size how many calls may be under way, at least one
	 * @param maxWait how long a batch without a deadline may take
	 * @param observations knows the current observation
	 */
	public CallPool(int size, Duration maxWait, ObservationRegistry observations) {
		Assert.isTrue(size > 0, "size must be positive");
		Assert.notNull(maxWait, "maxWait cannot be null");
		Assert.notNull(observations, "observations cannot be null");
		this.size = size;
		this.maxWait = maxWait;
		this.observations = observations;
		this.threads = new ThreadPoolExecutor(size, size, IDLE_TIME.toMillis(), TimeUnit.MILLISECONDS,
				new LinkedBlockingQueue<>(), this::thread);
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Makes a thread that has nothing of the request that happens to need it first.
	 */
	private Thread thread(Runnable work) {
		Thread thread = new Thread(null, work, "fga-call-" + this.started.incrementAndGet(), 0, false);
		thread.setContextClassLoader(CallPool.class.getClassLoader());
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Makes calls. A single one is made by the current thread.
	 * @param calls the calls
	 * @return what they return, in the same order
	 * @throws CheckUnavailableException if one of them throws it, if there is no time
	 * left, or if the current thread is interrupted
	 */
	<T> List<T> call(List<Supplier<T>> calls) {
		if (calls.size() < 2) {
			return calls.stream().map(Supplier::get).toList();
		}
		long end = System.nanoTime() + Deadline.remaining(this.maxWait).toNanos();
		CompletionService<T> completed = new ExecutorCompletionService<>(this.threads);
		Iterator<Supplier<T>> waiting = calls.iterator();
		List<Future<T>> begun = new ArrayList<>(calls.size());
		boolean interrupted = false;
		try {
			while (begun.size() < this.size && waiting.hasNext()) {
				begun.add(submit(waiting.next(), completed));
			}
			for (int i = 0; i < calls.size(); i++) {
				Future<T> call = completed.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
				if (call == null) {
					throw new ApiFailureException(Kind.NOT_CALLED, "The time for the decisions is over");
				}
				call.get();
				if (waiting.hasNext()) {
					begun.add(submit(waiting.next(), completed));
				}
			}
			return results(begun);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			Thread.currentThread().interrupt();
			throw new ApiFailureException(Kind.INTERRUPTED, "Interrupted while waiting for calls");
		}
		catch (ExecutionException ex) {
			throw failure(ex);
		}
		catch (RejectedExecutionException ex) {
			throw new ApiFailureException(Kind.NOT_CALLED, "The application is shutting down");
		}
		finally {
			// Calls under way have a deadline, and tell how the API does: they are left
			// alone unless nobody could be interested any more.
			cancel(begun, interrupted);
		}
	}

	private <T> Future<T> submit(Supplier<T> call, CompletionService<T> completed) {
		return completed.submit(Deadline.handedOver(observed(call))::get);
	}

	private <T> Supplier<T> observed(Supplier<T> call) {
		Observation parent = this.observations.getCurrentObservation();
		if (parent == null) {
			return call;
		}
		return () -> {
			Observation.Scope scope = parent.openScope();
			try {
				return call.get();
			}
			finally {
				scope.close();
			}
		};
	}

	private static <T> List<T> results(List<Future<T>> calls) throws InterruptedException, ExecutionException {
		List<T> results = new ArrayList<>(calls.size());
		for (Future<T> call : calls) {
			results.add(call.get());
		}
		return results;
	}

	private static RuntimeException failure(ExecutionException ex) {
		if (ex.getCause() instanceof Error error) {
			throw error;
		}
		return (ex.getCause() instanceof RuntimeException failure) ? failure : new IllegalStateException(ex);
	}

	private static void cancel(List<? extends Future<?>> calls, boolean interrupt) {
		calls.forEach((call) -> call.cancel(interrupt));
	}

	/**
	 * Interrupts the calls that are under way, and makes no more.
	 */
	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
