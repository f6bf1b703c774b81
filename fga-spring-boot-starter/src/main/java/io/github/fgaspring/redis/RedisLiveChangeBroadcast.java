package io.github.fgaspring.redis;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChangeBroadcast;
import io.github.fgaspring.revocation.LiveChanges;
import io.github.fgaspring.revocation.SessionMarks;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.Assert;

/**
 * Tells the other instances of changes through a Redis stream, and puts those into effect
 * that they tell of. Before the application takes requests, it learns what has happened
 * before it was started, if Redis answers within {@link #LONGEST_START}.
 * <p>
 * While Redis is out of reach, what is known stays in effect, and changes are kept until
 * Redis is back. If Redis has lost its memory by then, it is reminded.
 */
public final class RedisLiveChangeBroadcast implements LiveChangeBroadcast, SmartLifecycle {

	static final Duration LONGEST_START = Duration.ofSeconds(2);

	/**
	 * Before the web server, which must not take requests yet, and after connections.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	/**
	 * How much longer changes are kept than a token lives, for clocks that disagree.
	 */
	private static final Duration MARGIN = Duration.ofHours(1);

	private static final int MAX_LENGTH = 1_000_000;

	private static final int MAX_KNOWN = 100_000;

	private static final int BATCH_SIZE = 500;

	private static final Log logger = LogFactory.getLog(RedisLiveChangeBroadcast.class);

	/**
	 * Not a monitor, because calls are made while it is held: before Java 24, a virtual
	 * thread that waits for a monitor keeps the thread that carries it.
	 */
	private final Lock lock = new ReentrantLock();

	private final RedisCalls calls;

	private final RedisConnectionFactory connections;

	private final ChangeStream stream;

	private final LiveChanges changes;

	private final SessionMarks marks;

	private final RedisStatus status;

	private final Clock clock;

	private final KnownChanges known = new KnownChanges(MAX_KNOWN, this::isRelevant);

	private volatile @Nullable ChangeFollower follower;

	/**
	 * Creates an instance that hears of nothing until it is started.
	 * @param calls passes changes on
	 * @param connections gives the connection to hear of changes with
	 * @param keys names the stream
	 * @param maxTokenAge how old a token can be that is accepted
	 * @param changes puts changes into effect
	 * @param marks knows whether a change still matters
	 * @param status learns how Redis does
	 * @param clock tells the time
	 */
	public RedisLiveChangeBroadcast(RedisCalls calls, RedisConnectionFactory connections, RedisKeys keys,
			Duration maxTokenAge, LiveChanges changes, SessionMarks marks, RedisStatus status, Clock clock) {
		Assert.notNull(calls, "calls cannot be null");
		Assert.notNull(connections, "connections cannot be null");
		Assert.notNull(keys, "keys cannot be null");
		Assert.notNull(maxTokenAge, "maxTokenAge cannot be null");
		Assert.notNull(changes, "changes cannot be null");
		Assert.notNull(marks, "marks cannot be null");
		Assert.notNull(status, "status cannot be null");
		Assert.notNull(clock, "clock cannot be null");
		this.calls = calls;
		this.connections = connections;
		this.stream = new ChangeStream(keys, maxTokenAge.plus(MARGIN), MAX_LENGTH);
		this.changes = changes;
		this.marks = marks;
		this.status = status;
		this.clock = clock;
	}

	@Override
	public boolean send(List<LiveChange> changes) {
		boolean sent = true;
		List<LiveChange> open = changes.stream().filter((change) -> !this.known.isTold(change)).toList();
		for (int i = 0; i < open.size(); i += BATCH_SIZE) {
			List<LiveChange> batch = open.subList(i, Math.min(i + BATCH_SIZE, open.size()));
			sent = sent && isAdded(batch);
			batch.forEach(sent ? this.known::told : this.known::untold);
		}
		this.status.pendingChanges(this.known.untold());
		return sent;
	}

	private boolean isAdded(List<LiveChange> changes) {
		try {
			return this.calls.call((connection) -> this.stream.add(connection, changes));
		}
		catch (RedisUnavailableException ex) {
			return false;
		}
	}

	/**
	 * Whether changes that other instances tell of are heard of now.
	 * @return {@code false} before the start, and while Redis is out of reach
	 */
	public boolean isCurrent() {
		ChangeFollower follower = this.follower;
		return follower != null && follower.isCurrent();
	}

	private void apply(LiveChange change) {
		if (!isRelevant(change)) {
			return;
		}
		try {
			this.changes.apply(change);
		}
		catch (RuntimeException ex) {
			logger.error("A listener failed on a change that another instance told of", ex);
		}
	}

	private boolean isRelevant(LiveChange change) {
		return this.marks.isRelevant(change, this.clock.instant());
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			if (this.follower != null) {
				return;
			}
			ChangeFollower follower = new ChangeFollower(this.connections, this.stream, this.known, this::apply,
					this.status, this.clock);
			this.follower = follower;
			follower.start();
			try {
				if (!follower.awaitCaughtUp(LONGEST_START)) {
					logger.warn(
							"What happened before the start, such as revoked sessions, is not known yet, because Redis"
									+ " does not answer");
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Other instances are told of what they have not been told of yet, if Redis answers.
	 */
	@Override
	public void stop() {
		this.lock.lock();
		try {
			ChangeFollower follower = this.follower;
			if (follower != null) {
				this.follower = null;
				follower.stop();
				send(this.known.untold(BATCH_SIZE));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isRunning() {
		return this.follower != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
