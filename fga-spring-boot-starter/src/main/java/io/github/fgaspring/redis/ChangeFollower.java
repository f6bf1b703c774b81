package io.github.fgaspring.redis;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.stream.ByteRecord;

/**
 * Follows the stream of changes on a thread and a connection of its own, from the
 * beginning and whatever happens, and adds to it what could not be added before.
 * <p>
 * No command is waited for longer than it should take: a connection can be dead without
 * saying so. How long Redis may block is found out, because the application decides after
 * which time its connections take a silent Redis for dead.
 */
final class ChangeFollower {

	private static final int BATCH_SIZE = 500;

	private static final Duration EPOCH_INTERVAL = Duration.ofSeconds(1);

	private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);

	private static final Duration LONGEST_BLOCK = Duration.ofSeconds(1);

	private static final Duration SHORTEST_BLOCK = Duration.ofMillis(20);

	/**
	 * How long a command may take besides blocking.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final RedisConnectionFactory connections;

	private final ChangeStream stream;

	private final KnownChanges known;

	private final Consumer<LiveChange> listener;

	private final RedisStatus status;

	private final Clock clock;

	private final Thread thread = WorkerThreads.thread("fga-redis-changes", this::run);

	/**
	 * Two, so that one closes the connection on which the other hangs.
	 */
	private final WorkerThreads workers = new WorkerThreads("fga-redis-follower", 2, 2);

	private final CountDownLatch caughtUp = new CountDownLatch(1);

	private final CountDownLatch stopped = new CountDownLatch(1);

	private volatile boolean current;

	private @Nullable String epoch;

	private long epochAge;

	private String last = ChangeStream.BEGINNING;

	private Duration block = LONGEST_BLOCK;

	private boolean blocking;

	/**
	 * Creates an instance that does not follow yet.
	 * @param connections gives the connection
	 * @param stream what to follow
	 * @param known what the stream must hold
	 * @param listener is told of every change in the stream; it must not fail
	 * @param status learns how Redis does
	 * @param clock tells the time
	 */
	ChangeFollower(RedisConnectionFactory connections, ChangeStream stream, KnownChanges known,
			Consumer<LiveChange> listener, RedisStatus status, Clock clock) {
		this.connections = connections;
		this.stream = stream;
		this.known = known;
		this.listener = listener;
		this.status = status;
		this.clock = clock;
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Waits until all that the stream holds is known.
	 * @return {@code false} if it takes longer
	 */
	boolean awaitCaughtUp(Duration limit) throws InterruptedException {
		return this.caughtUp.await(limit.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Whether changes in the stream are heard of now.
	 */
	boolean isCurrent() {
		return this.current;
	}

	void stop() {
		this.stopped.countDown();
		this.thread.interrupt();
	}

	private void run() {
		try {
			while (this.stopped.getCount() > 0) {
				attempt();
			}
		}
		catch (InterruptedException ex) {
			// Stopped.
		}
		finally {
			this.workers.close();
		}
	}

	private void attempt() throws InterruptedException {
		try {
			follow();
		}
		catch (ExecutionException ex) {
			failed((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (TimeoutException | RuntimeException | Error ex) {
			failed(ex);
		}
	}

	private void failed(Throwable failure) throws InterruptedException {
		if (failure instanceof QueryTimeoutException && this.blocking && this.block.compareTo(SHORTEST_BLOCK) > 0) {
			this.block = this.block.dividedBy(2);
			return;
		}
		this.status.failed(RedisFailures.describe(failure));
		this.stopped.await(RETRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void follow() throws TimeoutException, ExecutionException, InterruptedException {
		RedisConnection connection = patiently(this.connections::getConnection);
		try {
			checkEpoch(connection);
			while (this.stopped.getCount() > 0) {
				if (System.nanoTime() - this.epochAge >= EPOCH_INTERVAL.toNanos()) {
					checkEpoch(connection);
				}
				if (read(connection) < BATCH_SIZE) {
					this.current = true;
					this.caughtUp.countDown();
					tell(connection);
				}
				this.status.succeeded();
			}
		}
		finally {
			this.current = false;
			close(connection);
		}
	}

	/**
	 * If an epoch has begun, everything is read again, to find out what must be added; so
	 * it is if Redis is back with a stream from before, after a crash or with a replica
	 * that was behind. What only concerned caches nobody remembers, so nothing is left in
	 * them.
	 */
	private void checkEpoch(RedisConnection connection)
			throws TimeoutException, ExecutionException, InterruptedException {
		String epoch = patiently(() -> this.stream.epoch(connection));
		this.epochAge = System.nanoTime();
		if (epoch.equals(this.epoch) && holdsLast(connection)) {
			return;
		}
		if (this.epoch != null) {
			this.known.forgotten();
			this.listener.accept(new LiveChange(Kind.EVICTED, FgaScope.everything(), this.clock.instant()));
		}
		this.epoch = epoch;
		this.last = ChangeStream.BEGINNING;
		this.current = false;
	}

	private boolean holdsLast(RedisConnection connection)
			throws TimeoutException, ExecutionException, InterruptedException {
		String last = this.last;
		return last.equals(ChangeStream.BEGINNING) || patiently(() -> this.stream.holds(connection, last));
	}

	private int read(RedisConnection connection) throws TimeoutException, ExecutionException, InterruptedException {
		this.blocking = this.current;
		Duration block = this.blocking ? this.block : Duration.ZERO;
		String after = this.last;
		List<ByteRecord> entries = this.workers.call(PATIENCE.plus(block),
				() -> this.stream.read(connection, after, BATCH_SIZE, block));
		this.blocking = false;
		for (ByteRecord entry : entries) {
			this.last = entry.getId().getValue();
			handle(ChangeStream.fields(entry));
		}
		return entries.size();
	}

	private void handle(Map<String, String> fields) {
		LiveChange change = ChangeFormat.read(fields);
		if (change != null) {
			this.known.told(change);
			this.listener.accept(change);
		}
		else if (!ChangeStream.isBeginning(fields)) {
			this.status.unreadable();
		}
	}

	private void tell(RedisConnection connection) throws TimeoutException, ExecutionException, InterruptedException {
		List<LiveChange> untold = this.known.untold(BATCH_SIZE);
		while (!untold.isEmpty()) {
			List<LiveChange> batch = untold;
			if (!patiently(() -> this.stream.add(connection, batch))) {
				checkEpoch(connection);
				return;
			}
			batch.forEach(this.known::told);
			untold = this.known.untold(BATCH_SIZE);
		}
		this.status.pendingChanges(this.known.untold());
	}

	private void close(RedisConnection connection) throws InterruptedException {
		try {
			patiently(() -> {
				connection.close();
				return true;
			});
		}
		catch (TimeoutException | ExecutionException | RejectedExecutionException ex) {
			// It is given up in any case.
		}
	}

	private <T> T patiently(Callable<T> command) throws TimeoutException, ExecutionException, InterruptedException {
		return this.workers.call(PATIENCE, command);
	}

}
