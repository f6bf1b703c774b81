package io.github.fgaspring.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.FgaRevocations;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChangeListener;
import io.github.fgaspring.revocation.LiveChanges;
import io.github.fgaspring.revocation.SessionMarks;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * What one instance of an application has.
 */
final class Instance implements AutoCloseable {

	static final RedisKeys KEYS = new RedisKeys("fga", "client_123");

	static final Duration TIMEOUT = Duration.ofMillis(250);

	static final Duration MAX_TOKEN_AGE = Duration.ofHours(24);

	static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

	final ConcurrentLinkedQueue<LiveChange> heard = new ConcurrentLinkedQueue<>();

	final RedisStatus status;

	final RedisCalls calls;

	final SessionMarks marks;

	final LiveChanges changes;

	final FgaRevocations revocations;

	final RedisLiveChangeBroadcast broadcast;

	private @Nullable FgaScope failing;

	private Instance(RedisConnectionFactory connections, Clock clock) {
		this.status = new RedisStatus(clock);
		this.calls = new RedisCalls(connections, TIMEOUT, this.status);
		this.marks = new SessionMarks(MAX_TOKEN_AGE, CLOCK_SKEW, clock);
		List<LiveChangeListener> listeners = List.of(this::fail, this.marks, this.heard::add);
		this.changes = new LiveChanges(() -> listeners, this::broadcast);
		this.revocations = new FgaRevocations(this.changes, this.marks, clock);
		this.broadcast = new RedisLiveChangeBroadcast(this.calls, connections, KEYS, MAX_TOKEN_AGE, this.changes,
				this.marks, this.status, clock);
	}

	static Instance of(RedisConnectionFactory connections) {
		return new Instance(connections, Clock.systemUTC());
	}

	static Instance of(RedisConnectionFactory connections, Clock clock) {
		return new Instance(connections, clock);
	}

	void failOn(FgaScope scope) {
		this.failing = scope;
	}

	private void fail(LiveChange change) {
		if (change.scope().equals(this.failing)) {
			throw new IllegalStateException("As told");
		}
	}

	private RedisLiveChangeBroadcast broadcast() {
		return this.broadcast;
	}

	Instance start() {
		this.broadcast.start();
		return this;
	}

	boolean isRevoked(String sessionId) {
		return this.marks.isRevoked(session(sessionId));
	}

	boolean hasHeard(FgaScope scope) {
		return this.heard.stream().anyMatch((change) -> change.scope().equals(scope));
	}

	static FgaSession session(String sessionId) {
		return FgaSession.of("user_1").sessionId(sessionId).issuedAt(Instant.now()).build();
	}

	static void await(Duration limit, BooleanSupplier condition) {
		Awaitility.await()
			.atMost(limit)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(condition::getAsBoolean);
	}

	@Override
	public void close() {
		this.broadcast.stop();
		this.calls.close();
	}

}
