package io.github.fgaspring.events;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.fgaspring.decision.CheckUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

/**
 * Looks for events again and again in a thread of its own, which no failure ends. After a
 * failure it waits twice as long as before, up to {@link #LONGEST_PAUSE}, or as long as
 * the API asks for if that is longer.
 */
public abstract class EventLoop implements SmartLifecycle {

	static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

	static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	/**
	 * How long stopping waits, first for the work in hand, then for it to be interrupted.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(EventLoop.class);

	private final String name;

	private final Clock clock;

	private int failures;

	private volatile @Nullable Instant failingSince;

	private final AtomicReference<@Nullable Run> run = new AtomicReference<>();

	/**
	 * Creates a loop.
	 * @param name what to call the thread
	 * @param clock tells the time
	 */
	EventLoop(String name, Clock clock) {
		Assert.notNull(clock, "clock cannot be null");
		this.name = name;
		this.clock = clock;
	}

	/**
	 * Looks once.
	 * @return how long to wait before the next look, {@code null} if there is to be none
	 */
	abstract @Nullable Duration look();

	/**
	 * A look has failed.
	 */
	void onFailure() {
	}

	/**
	 * The thread ends.
	 */
	void onEnd() {
	}

	/**
	 * Looks once, and deals with failure.
	 */
	final @Nullable Duration step() {
		try {
			Duration pause = look();
			succeeded();
			return pause;
		}
		catch (RuntimeException | Error ex) {
			Duration pause = failed(ex);
			onFailure();
			return pause;
		}
	}

	private void succeeded() {
		if (this.failingSince != null) {
			logger.info("Events of WorkOS can be read again");
			this.failingSince = null;
		}
		this.failures = 0;
	}

	private Duration failed(Throwable ex) {
		if (this.failingSince == null) {
			this.failingSince = this.clock.instant();
			String message = "Events of WorkOS cannot be dealt with at the moment, which is tried again and again";
			if (ex instanceof CheckUnavailableException || ex instanceof EventFeed.RefusedException
					|| ex instanceof UnusableEventException || ex instanceof UnfinishedEventException) {
				logger.warn(message + ": " + ex.getMessage());
			}
			else {
				logger.error(message, ex);
			}
		}
		Duration asked = (ex instanceof CheckUnavailableException failure) ? failure.getRetryAfter() : null;
		Duration pause = nextPause();
		return (asked != null && asked.compareTo(pause) > 0) ? asked : pause;
	}

	/**
	 * Less by up to half: instances that have failed together should not come back
	 * together.
	 */
	private Duration nextPause() {
		long longest = Math.min(LONGEST_PAUSE.toMillis(), SHORTEST_PAUSE.toMillis() << Math.min(this.failures, 16));
		this.failures++;
		return Duration.ofMillis(longest - ThreadLocalRandom.current().nextLong(longest / 2 + 1));
	}

	/**
	 * Since when events cannot be dealt with.
	 * @return the time of the first failure that no success has followed, {@code null} if
	 * there is none
	 */
	public final @Nullable Instant getFailingSince() {
		return this.failingSince;
	}

	@Override
	public void start() {
		Run created = new Run();
		if (this.run.compareAndSet(null, created)) {
			created.thread.start();
		}
	}

	@Override
	public final void stop() {
		Run running = this.run.getAndSet(null);
		if (running != null) {
			running.stop();
		}
	}

	@Override
	public final boolean isRunning() {
		return this.run.get() != null;
	}

	/**
	 * One run, from start to stop.
	 */
	private final class Run {

		private final CountDownLatch stopped = new CountDownLatch(1);

		private final Thread thread = new Thread(this::work, EventLoop.this.name);

		private Run() {
			this.thread.setDaemon(true);
		}

		private void work() {
			try {
				Duration pause = Duration.ZERO;
				while (pause != null && !this.stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
					pause = step();
				}
			}
			catch (InterruptedException ex) {
				// The application stops.
			}
			finally {
				onEnd();
			}
		}

		private void stop() {
			this.stopped.countDown();
			if (Thread.currentThread() != this.thread && !isOver()) {
				this.thread.interrupt();
				isOver();
			}
		}

		private boolean isOver() {
			try {
				this.thread.join(PATIENCE.toMillis());
				return !this.thread.isAlive();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

	}

}
