package io.github.fgaspring.redis;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A few threads for work that may hang, so that nobody waits for it longer than they want
 * to. Threads are started when they are needed, and end when they are not.
 */
final class WorkerThreads implements AutoCloseable {

	private static final Duration IDLE_TIME = Duration.ofSeconds(30);

	private final ThreadPoolExecutor executor;

	/**
	 * Creates threads.
	 * @param name the name of each
	 * @param size how many there are at most
	 * @param waiting how much work may wait for one; more is rejected
	 */
	WorkerThreads(String name, int size, int waiting) {
		this.executor = new ThreadPoolExecutor(size, size, IDLE_TIME.toMillis(), TimeUnit.MILLISECONDS,
				new LinkedBlockingQueue<>(waiting), (work) -> thread(name, work));
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Makes a thread that has nothing of the request that happens to need it first.
	 */
	static Thread thread(String name, Runnable work) {
		Thread thread = new Thread(null, work, name, 0, false);
		thread.setContextClassLoader(WorkerThreads.class.getClassLoader());
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Has work done, and interrupts it if it takes too long.
	 * @throws TimeoutException if it took too long, the wait for a thread included
	 * @throws ExecutionException if it failed
	 * @throws RejectedExecutionException if too much work waits, or this was closed
	 * @throws InterruptedException if the current thread was interrupted
	 */
	<T> T call(Duration patience, Callable<T> work) throws TimeoutException, ExecutionException, InterruptedException {
		Future<T> future = this.executor.submit(work);
		try {
			return future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		finally {
			future.cancel(true);
		}
	}

	/**
	 * Has work done some time.
	 * @throws RejectedExecutionException if too much work waits, or this was closed
	 */
	void execute(Runnable work) {
		this.executor.execute(work);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
