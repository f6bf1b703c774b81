package io.github.fgaspring.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.github.fgaspring.endtoend.LoadGenerator.Answer;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * 500 requests a second, whether or not earlier ones have been answered, by each of
 * several callers in turn. A machine that cannot keep up gets fewer.
 */
final class OpenLoad implements AutoCloseable {

	private static final int RATE = 500;

	/**
	 * How many may wait for an answer.
	 */
	private static final int MAX_WAITING = RATE;

	private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1) / RATE;

	private final Queue<CompletableFuture<Sample>> samples = new ConcurrentLinkedQueue<>();

	private final Semaphore waiting = new Semaphore(MAX_WAITING);

	private final long begin = System.nanoTime();

	private final Thread thread;

	private volatile boolean ended;

	private OpenLoad(List<Caller> callers) {
		this.thread = new Thread(() -> send(callers), "load");
	}

	static OpenLoad start(List<Caller> callers) {
		OpenLoad load = new OpenLoad(callers);
		load.thread.start();
		return load;
	}

	private void send(List<Caller> callers) {
		for (int i = 0; !this.ended; i++) {
			// Who is late catches up.
			for (long wait = wait(i); wait > 0; wait = wait(i)) {
				LockSupport.parkNanos(wait);
			}
			this.waiting.acquireUninterruptibly();
			Caller caller = callers.get(i % callers.size());
			long sent = System.nanoTime();
			this.samples.add(caller.instance()
				.send(caller.uri(), caller.token())
				.handle((answer, failure) -> sample(caller, sent, answer)));
		}
	}

	private Sample sample(Caller caller, long sent, @Nullable Answer answer) {
		this.waiting.release();
		return new Sample(caller, sent, System.nanoTime(), (answer != null) ? answer.status() : 0);
	}

	private long wait(int request) {
		return this.begin + request * INTERVAL - System.nanoTime();
	}

	/**
	 * Waits until the requests of some more time have been sent.
	 */
	void awaitSent(Duration time) {
		long sent = this.samples.size() + time.toNanos() / INTERVAL;
		await().atMost(time.plusSeconds(30)).until(() -> this.samples.size() >= sent);
	}

	/**
	 * Sends no more, and waits for the answers.
	 * @param changed when something was changed, by {@link System#nanoTime()}
	 */
	Result end(long changed) {
		long time = System.nanoTime() - this.begin;
		close();
		List<Sample> answered = this.samples.stream().map(CompletableFuture::join).toList();
		return new Result(answered, changed, this.samples.size() * INTERVAL > 0.9 * time);
	}

	@Override
	public void close() {
		this.ended = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Who sends the same request again and again.
	 *
	 * @param concerned whether the change concerns the caller
	 * @param instance the instance that is asked
	 * @param uri a path
	 * @param token the bearer token
	 */
	record Caller(boolean concerned, Instance instance, String uri, String token) {

		@Override
		public String toString() {
			return "Caller[concerned=%s, port=%d, uri=%s]".formatted(this.concerned, this.instance.port(), this.uri);
		}

	}

	/**
	 * What became of a request.
	 *
	 * @param caller who sent it
	 * @param sent when it was sent, by {@link System#nanoTime()}
	 * @param answered when the answer was there
	 * @param status the status, or 0 if there was no answer
	 */
	record Sample(Caller caller, long sent, long answered, int status) {

	}

	/**
	 * What became of all requests.
	 *
	 * @param samples the requests in the order in which they were sent
	 * @param changed when something was changed, by {@link System#nanoTime()}
	 * @param isAtRate whether there were as many a second as there should be
	 */
	record Result(List<Sample> samples, long changed, boolean isAtRate) {

		Stream<Sample> others() {
			return this.samples.stream().filter((sample) -> !sample.caller().concerned());
		}

		Stream<Sample> concerned() {
			return this.samples.stream().filter((sample) -> sample.caller().concerned());
		}

		Stream<Sample> concerned(Instance instance) {
			return concerned().filter((sample) -> sample.caller().instance() == instance);
		}

		/**
		 * When an instance answered with a status for the first time.
		 */
		long firstAnswer(Instance instance, int status) {
			return concerned(instance).filter((sample) -> sample.status() == status)
				.mapToLong(Sample::answered)
				.min()
				.orElse(Long.MAX_VALUE);
		}

		/**
		 * How long after the change the last request was sent that an instance answered
		 * with a status.
		 */
		Duration timeOfLast(Instance instance, int status) {
			return Duration.ofNanos(concerned(instance).filter((sample) -> sample.status() == status)
				.mapToLong(Sample::sent)
				.max()
				.orElse(this.changed) - this.changed);
		}

	}

}
