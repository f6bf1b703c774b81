package io.github.fgaspring.redis;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.github.fgaspring.events.LocalReceivedEvents;
import io.github.fgaspring.events.PollingLease;
import io.github.fgaspring.events.ReceivedEvents;
import io.github.fgaspring.events.ReceivedEvents.Receipt;
import io.github.fgaspring.support.EmbeddedRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What several instances know of events, behind a real Redis.
 */
class RedisEventsTests {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static EmbeddedRedis redis;

	private static RedisConnectionFactory connections;

	private final List<RedisCalls> opened = new ArrayList<>();

	@BeforeAll
	static void startRedis() {
		redis = EmbeddedRedis.start();
		connections = redis.connections();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@BeforeEach
	void flush() {
		redis.flush();
	}

	@AfterEach
	void close() {
		this.opened.forEach(RedisCalls::close);
	}

	private RedisCalls calls() {
		RedisCalls calls = new RedisCalls(connections, Duration.ofSeconds(2), new RedisStatus(Clock.systemUTC()));
		this.opened.add(calls);
		return calls;
	}

	private ReceivedEvents receivedEvents() {
		return new RedisReceivedEvents(calls(), Instance.KEYS, new LocalReceivedEvents(Clock.systemUTC()));
	}

	@Test
	void beginWhenAnotherInstanceDealsWithItThenInProgressAndThenCompleted() {
		ReceivedEvents a = receivedEvents();
		ReceivedEvents b = receivedEvents();
		assertThat(a.begin("event_1")).isEqualTo(Receipt.NEW);
		assertThat(b.begin("event_1")).isEqualTo(Receipt.IN_PROGRESS);
		assertThat(b.begin("event_2")).isEqualTo(Receipt.NEW);
		a.complete("event_1");
		assertThat(a.begin("event_1")).isEqualTo(Receipt.COMPLETED);
		assertThat(b.begin("event_1")).isEqualTo(Receipt.COMPLETED);
		assertThat(receivedEvents().begin("event_1")).isEqualTo(Receipt.COMPLETED);
	}

	@Test
	void beginWhenAnotherInstanceHasAbandonedItThenNew() {
		ReceivedEvents a = receivedEvents();
		ReceivedEvents b = receivedEvents();
		assertThat(a.begin("event_1")).isEqualTo(Receipt.NEW);
		assertThat(b.begin("event_1")).isEqualTo(Receipt.IN_PROGRESS);
		a.abandon("event_1");
		assertThat(b.begin("event_1")).isEqualTo(Receipt.NEW);
		assertThat(a.begin("event_1")).isEqualTo(Receipt.IN_PROGRESS);
	}

	@Test
	void abandonWhenAnotherInstanceDealsWithItThenLeavesItAlone() {
		ReceivedEvents a = receivedEvents();
		a.begin("event_1");
		receivedEvents().abandon("event_1");
		assertThat(receivedEvents().begin("event_1")).isEqualTo(Receipt.IN_PROGRESS);
		a.complete("event_1");
		a.abandon("event_1");
		assertThat(receivedEvents().begin("event_1")).isEqualTo(Receipt.COMPLETED);
	}

	@Test
	void beginWhenDealtWithThenIsRememberedForATime() {
		ReceivedEvents events = receivedEvents();
		events.begin("event_1");
		assertThat(remaining(Instance.KEYS.event("event_1"))).isBetween(Duration.ofSeconds(50),
				RedisReceivedEvents.IN_PROGRESS);
		events.complete("event_1");
		assertThat(remaining(Instance.KEYS.event("event_1"))).isBetween(Duration.ofHours(71),
				RedisReceivedEvents.COMPLETED);
	}

	@Test
	void beginWhenRedisIsDownThenThisInstanceRemembers() {
		ReceivedEvents a = receivedEvents();
		ReceivedEvents b = receivedEvents();
		redis.stop();
		try {
			assertThat(a.begin("event_1")).isEqualTo(Receipt.NEW);
			assertThat(a.begin("event_1")).isEqualTo(Receipt.IN_PROGRESS);
			a.complete("event_1");
			assertThat(a.begin("event_1")).isEqualTo(Receipt.COMPLETED);
			assertThat(b.begin("event_1")).isEqualTo(Receipt.NEW);
			b.abandon("event_1");
		}
		finally {
			redis.startAgain();
		}
		assertThat(a.begin("event_1")).isEqualTo(Receipt.COMPLETED);
	}

	@Test
	void beginWhenTheKeyHoldsSomethingElseThenNew() {
		redis.with((connection) -> connection.setCommands().sAdd(Instance.KEYS.event("event_1"), bytes("x")));
		ReceivedEvents events = receivedEvents();
		assertThat(events.begin("event_1")).isEqualTo(Receipt.NEW);
		events.complete("event_1");
		assertThat(receivedEvents().begin("event_1")).isEqualTo(Receipt.COMPLETED);
	}

	@Test
	void loadWhenAnotherInstanceHasSavedThenIsTheSame() {
		RedisEventCursorStore store = new RedisEventCursorStore(calls(), Instance.KEYS);
		assertThat(store.load()).isNull();
		store.save("event_01");
		assertThat(new RedisEventCursorStore(calls(), Instance.KEYS).load()).isEqualTo("event_01");
	}

	@Test
	void loadWhenNoCursorThenNone() {
		RedisEventCursorStore store = new RedisEventCursorStore(calls(), Instance.KEYS);
		Stream.of("", " ", "a b", "ümlaut", "x".repeat(256)).forEach((garbage) -> {
			redis.with((connection) -> connection.stringCommands().set(Instance.KEYS.cursor(), bytes(garbage)));
			assertThat(store.load()).isNull();
		});
	}

	@Test
	void loadWhenRedisCannotTellThenFailsRatherThanBeginsAnew() {
		RedisEventCursorStore store = new RedisEventCursorStore(calls(), Instance.KEYS);
		redis.with((connection) -> connection.setCommands().sAdd(Instance.KEYS.cursor(), bytes("x")));
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(store::load);
		redis.stop();
		try {
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(store::load);
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> store.save("event_1"));
		}
		finally {
			redis.startAgain();
		}
	}

	@Test
	void acquireWhenSeveralInstancesThenOneHasItUntilItGivesItBack() {
		List<PollingLease> leases = Stream.generate(() -> lease(LEASE)).limit(3).toList();
		assertThat(leases).extracting(PollingLease::acquire).containsExactly(true, false, false);
		assertThat(leases).extracting(PollingLease::acquire).containsExactly(true, false, false);
		leases.get(1).release();
		assertThat(leases.get(2).acquire()).isFalse();
		leases.get(0).release();
		assertThat(leases.get(2).acquire()).isTrue();
		assertThat(leases.get(0).acquire()).isFalse();
	}

	@Test
	void acquireWhenHeldThenLastsAnew() {
		PollingLease lease = lease(LEASE);
		lease.acquire();
		redis.with((connection) -> connection.keyCommands().pExpire(Instance.KEYS.lease(), 5000));
		lease.acquire();
		assertThat(remaining(Instance.KEYS.lease())).isBetween(Duration.ofSeconds(20), LEASE);
	}

	@Test
	void acquireWhenTheHolderIsGoneThenAnotherHasItAfterATime() {
		assertThat(lease(Duration.ofMillis(300)).acquire()).isTrue();
		PollingLease other = lease(LEASE);
		assertThat(other.acquire()).isFalse();
		Instance.await(Duration.ofSeconds(5), other::acquire);
	}

	@Test
	void acquireWhenPausedMeanwhileThenDoesNotCount() {
		AtomicLong nanos = new AtomicLong();
		PollingLease paused = new RedisPollingLease(calls(), Instance.KEYS, LEASE,
				() -> nanos.getAndAdd(LEASE.toNanos()));
		assertThat(paused.acquire()).isFalse();
		PollingLease brisk = new RedisPollingLease(calls(), new RedisKeys("fga", "other"), LEASE,
				() -> nanos.getAndAdd(LEASE.toNanos() / 3));
		assertThat(brisk.acquire()).isTrue();
	}

	@Test
	void acquireWhenTheHolderWasPausedUntilItsRightEndedThenAnotherHasIt() {
		PollingLease holder = lease(LEASE);
		PollingLease other = lease(LEASE);
		assertThat(holder.acquire()).isTrue();
		redis.with((connection) -> connection.keyCommands().del(Instance.KEYS.lease()));
		assertThat(other.acquire()).isTrue();
		assertThat(holder.acquire()).isFalse();
		holder.release();
		assertThat(lease(LEASE).acquire()).isFalse();
	}

	@Test
	void acquireWhenRedisIsDownThenNobodyKnowsWhoHasIt() {
		PollingLease lease = lease(LEASE);
		assertThat(lease.acquire()).isTrue();
		redis.stop();
		try {
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(lease::acquire);
			lease.release();
		}
		finally {
			redis.startAgain();
		}
		Awaitility.await().ignoreExceptions().until(lease::acquire);
	}

	@Test
	void acquireWhenTheKeyHoldsSomethingElseThenNobodyKnowsWhoHasIt() {
		redis.with((connection) -> connection.setCommands().sAdd(Instance.KEYS.lease(), bytes("x")));
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(lease(LEASE)::acquire);
	}

	private PollingLease lease(Duration duration) {
		return new RedisPollingLease(calls(), Instance.KEYS, duration, System::nanoTime);
	}

	private static Duration remaining(byte[] key) {
		return Duration.ofMillis(redis.with((connection) -> connection.keyCommands().pTtl(key)));
	}

	private static byte[] bytes(String text) {
		return RedisKeys.bytes(text);
	}

}
