package io.github.fgaspring.redis;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.support.EmbeddedRedis;
import io.github.fgaspring.support.RedisProxy;
import io.github.fgaspring.support.TestClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.stream.StreamRecords;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several instances behind a real Redis.
 */
class RedisLiveChangeBroadcastTests {

	private static final Duration SOON = Duration.ofSeconds(1);

	private static final Duration SOME_TIME = Duration.ofSeconds(20);

	private static EmbeddedRedis redis;

	private final List<Instance> instances = new ArrayList<>();

	@BeforeAll
	static void startRedis() {
		redis = EmbeddedRedis.start();
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
	void closeInstances() {
		this.instances.forEach(Instance::close);
	}

	private Instance instance() {
		return instance(redis.connections()).start();
	}

	private Instance instance(RedisConnectionFactory connections) {
		Instance instance = Instance.of(connections);
		this.instances.add(instance);
		return instance;
	}

	@Test
	void sendWhenOthersRunThenTheyHearOfItAtOnce() {
		Instance a = instance();
		Instance b = instance();
		Instance c = instance();
		assertThat(a.revocations.revoke(FgaScope.session("session_1"))).isTrue();
		Instance.await(SOON, () -> b.isRevoked("session_1") && c.isRevoked("session_1"));
		assertThat(b.isRevoked("session_2")).isFalse();
	}

	@Test
	void sendWhenEveryKindOfChangeThenOthersHearExactlyThat() {
		Instance a = instance();
		Instance b = instance();
		List<LiveChange> changes = ChangeFormatTests.changes().toList();
		assertThat(a.changes.publish(changes)).isTrue();
		Instance.await(SOON, () -> b.heard.size() == changes.size());
		assertThat(b.heard).containsExactlyElementsOf(changes);
	}

	@Test
	void startWhenChangesWereMadeBeforeThenKnowsThemAtOnce() {
		Instance a = instance();
		a.revocations.revoke(FgaScope.session("session_1"));
		assertThat(instance().isRevoked("session_1")).isTrue();
	}

	@Test
	void startWhenAllOthersHaveEndedThenKnowsTheirChanges() {
		Instance a = instance();
		a.revocations.revoke(FgaScope.session("session_1"));
		a.close();
		assertThat(instance().isRevoked("session_1")).isTrue();
	}

	@Test
	void startWhenAChangeMattersNoMoreThenDoesNotApplyIt() {
		Instance a = instance();
		a.changes.publish(List.of(
				new LiveChange(Kind.REVOKED, FgaScope.user("user_1"), Instant.now().minus(Duration.ofHours(25))),
				new LiveChange(Kind.REVOKED, FgaScope.user("user_2"), Instant.now().minus(Duration.ofHours(23)))));
		Instance b = instance();
		assertThat(b.heard).singleElement().extracting(LiveChange::scope).isEqualTo(FgaScope.user("user_2"));
	}

	@Test
	void startWhenManyChangesThenKnowsAllOfThemAndSoDoOthers() {
		Instance a = instance();
		Instance b = instance();
		List<LiveChange> changes = IntStream.range(0, 10_000)
			.mapToObj((i) -> new LiveChange(Kind.ENDED, FgaScope.session("session_" + i), now()))
			.toList();
		assertThat(a.changes.publish(changes)).isTrue();
		Instance.await(SOME_TIME, () -> b.marks.getRevocations() == 10_000);
		Instance c = instance();
		Instance.await(SOME_TIME, () -> c.marks.getRevocations() == 10_000);
		assertThat(c.isRevoked("session_9999")).isTrue();
	}

	@Test
	void startWhenRedisIsDownThenGoesOnAndLearnsLater() {
		redis.stop();
		long start = System.nanoTime();
		Instance a = instance();
		Instance b = instance();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
		assertThat(a.revocations.revoke(FgaScope.session("session_1"))).isFalse();
		redis.startAgain();
		Instance.await(SOME_TIME, () -> b.isRevoked("session_1"));
	}

	@Test
	void phaseWhenStartedThenBeforeTheWebServerAndAfterConnections() {
		Instance a = instance();
		assertThat(a.broadcast.getPhase()).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
			.isGreaterThan(redis.connections().getPhase());
	}

	@Test
	void sendWhenRedisIsDownThenReturnsInTimeAndTellsOthersLater() {
		Instance a = instance();
		Instance b = instance();
		redis.stop();
		long start = System.nanoTime();
		assertThat(a.revocations.revoke(FgaScope.session("session_1"))).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
		assertThat(a.isRevoked("session_1")).isTrue();
		assertThat(a.status.getPendingChanges()).isEqualTo(1);
		assertThat(a.status.getOutageBegin()).isNotNull();
		Instance.await(SOME_TIME, () -> !b.broadcast.isCurrent());
		redis.startAgain();
		Instance.await(SOME_TIME, () -> b.isRevoked("session_1") && b.broadcast.isCurrent());
		Instance.await(SOON, () -> a.status.getPendingChanges() == 0);
		Instance.await(SOME_TIME, () -> a.status.getOutageBegin() == null);
	}

	@Test
	void sendWhenRedisStaysDownThenCostsNothing() {
		Instance a = instance();
		redis.stop();
		try {
			IntStream.range(0, 20).forEach((i) -> a.revocations.revoke(FgaScope.session("session_" + i)));
			long start = System.nanoTime();
			IntStream.range(0, 1000).forEach((i) -> a.revocations.revoke(FgaScope.session("more_" + i)));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
			assertThat(a.status.getPendingChanges()).isEqualTo(1020);
		}
		finally {
			redis.startAgain();
		}
	}

	@Test
	void followWhenRedisHasLostItsMemoryThenIsReminded() {
		Instance a = instance();
		Instance b = instance();
		a.revocations.revoke(FgaScope.session("session_1"));
		a.changes.publish(List.of(new LiveChange(Kind.OUTDATED, FgaScope.everything(), now())));
		Instance.await(SOON, () -> b.isRevoked("session_1"));
		a.close();
		redis.stop();
		redis.startAgain();
		Instance.await(SOME_TIME, () -> entries() > 2);
		Instance c = instance();
		assertThat(c.isRevoked("session_1")).isTrue();
		assertThat(c.marks.isOutdated(Instance.session("session_2"))).isTrue();
	}

	@Test
	void followWhenFlushedThenIsRemindedAndCachesAreEmptied() {
		Instance a = instance();
		Instance b = instance();
		a.revocations.revoke(FgaScope.session("session_1"));
		Instance.await(SOON, () -> b.isRevoked("session_1"));
		b.heard.clear();
		redis.flush();
		Instance.await(SOME_TIME, () -> b.hasHeard(FgaScope.everything()));
		assertThat(b.heard).filteredOn((change) -> change.scope().equals(FgaScope.everything()))
			.extracting(LiveChange::kind)
			.containsOnly(Kind.EVICTED);
		Instance.await(SOME_TIME, () -> entries() > 1);
		assertThat(instance().isRevoked("session_1")).isTrue();
		a.revocations.revoke(FgaScope.session("session_2"));
		Instance.await(SOME_TIME, () -> b.isRevoked("session_2"));
	}

	@Test
	void followWhenOnlyTheStreamIsDeletedThenIsReminded() {
		Instance a = instance();
		a.revocations.revoke(FgaScope.session("session_1"));
		redis.with((connection) -> connection.keyCommands().del(Instance.KEYS.changes()));
		a.revocations.revoke(FgaScope.session("session_2"));
		Instance.await(SOME_TIME, () -> entries() > 2);
		Instance b = instance();
		assertThat(b.isRevoked("session_1")).isTrue();
		assertThat(b.isRevoked("session_2")).isTrue();
	}

	/**
	 * As after a crash, or with a replica that was behind.
	 */
	@Test
	void followWhenRedisIsBackWithAnOlderStreamThenIsReminded() {
		Instance a = instance();
		Instance b = instance();
		a.revocations.revoke(FgaScope.session("session_1"));
		byte[] saved = RedisKeys.bytes("saved");
		redis.with((connection) -> connection.keyCommands().copy(Instance.KEYS.changes(), saved, true));
		a.revocations.revoke(FgaScope.session("session_2"));
		Instance.await(SOME_TIME, () -> b.isRevoked("session_2"));
		b.heard.clear();
		redis.with((connection) -> connection.keyCommands().copy(saved, Instance.KEYS.changes(), true));
		Instance.await(SOME_TIME, () -> b.hasHeard(FgaScope.everything()));
		Instance.await(SOME_TIME, () -> entries() > 2);
		assertThat(instance().isRevoked("session_2")).isTrue();
	}

	@Test
	void followWhenGarbageIsInTheStreamThenGoesOn() {
		Instance a = instance();
		Instance b = instance();
		ChangeFormatTests.garbage().forEach(RedisLiveChangeBroadcastTests::add);
		a.revocations.revoke(FgaScope.session("session_1"));
		Instance.await(SOON, () -> b.isRevoked("session_1"));
		assertThat(b.heard).hasSize(1);
		assertThat(b.broadcast.isCurrent()).isTrue();
		assertThat(instance().isRevoked("session_1")).isTrue();
	}

	@Test
	void followWhenTheKeyHoldsSomethingElseThenGoesOnWhenItIsGone() {
		Instance a = instance();
		Instance b = instance();
		redis.with((connection) -> connection.stringCommands().set(Instance.KEYS.changes(), RedisKeys.bytes("text")));
		assertThat(a.revocations.revoke(FgaScope.session("session_1"))).isFalse();
		Instance.await(SOME_TIME, () -> b.status.getOutageBegin() != null && !b.broadcast.isCurrent());
		redis.with((connection) -> connection.keyCommands().del(Instance.KEYS.changes()));
		Instance.await(SOME_TIME, () -> b.isRevoked("session_1"));
	}

	@Test
	void followWhenTheEpochHoldsSomethingElseThenGoesOnWhenItIsGone() {
		Instance a = instance();
		Instance b = instance();
		redis.with((connection) -> connection.keyCommands().del(Instance.KEYS.epoch()));
		redis.with((connection) -> connection.setCommands().sAdd(Instance.KEYS.epoch(), RedisKeys.bytes("text")));
		Instance.await(SOME_TIME, () -> b.status.getOutageBegin() != null && !b.broadcast.isCurrent());
		redis.with((connection) -> connection.keyCommands().del(Instance.KEYS.epoch()));
		Instance.await(SOME_TIME, () -> b.broadcast.isCurrent());
		a.revocations.revoke(FgaScope.session("session_1"));
		Instance.await(SOON, () -> b.isRevoked("session_1"));
	}

	@Test
	void sendWhenRedisIsPausedThenReturnsInTimeAndTellsOthersLater() {
		Instance a = instance();
		Instance b = instance();
		redis.with((connection) -> connection.execute("CLIENT", RedisKeys.bytes("PAUSE"), RedisKeys.bytes("3000")));
		long start = System.nanoTime();
		assertThat(a.revocations.revoke(FgaScope.session("session_1"))).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Instance.TIMEOUT, Duration.ofSeconds(1));
		Instance.await(SOME_TIME, () -> b.isRevoked("session_1"));
		Instance.await(SOME_TIME, () -> a.status.getPendingChanges() == 0);
	}

	@Test
	void followWhenTheConnectionIsSilentThenNoticesItAndCatchesUp() throws IOException {
		Instance a = instance();
		try (RedisProxy proxy = RedisProxy.before(redis)) {
			Instance b = instance(redis.connections(proxy.port(), Duration.ofMinutes(1))).start();
			proxy.hold();
			a.revocations.revoke(FgaScope.session("session_1"));
			Instance.await(SOME_TIME, () -> !b.broadcast.isCurrent() && b.status.getOutageBegin() != null);
			proxy.release();
			Instance.await(SOME_TIME, () -> b.isRevoked("session_1"));
		}
	}

	@Test
	void followWhenConnectionsAreImpatientThenBlocksShorter() {
		Instance a = instance();
		Instance b = instance(redis.connections(redis.port(), Duration.ofMillis(300))).start();
		for (int i = 0; i < 3; i++) {
			String sessionId = "session_" + i;
			Awaitility.await().during(SOON).atMost(SOON.multipliedBy(2)).until(() -> b.status.getOutageBegin() == null);
			a.revocations.revoke(FgaScope.session(sessionId));
			Instance.await(SOON, () -> b.isRevoked(sessionId));
		}
		assertThat(b.status.getOutageBegin()).isNull();
	}

	@Test
	void sendWhenUserMayDoNoMoreThanTheGuideSaysThenIsEnough() {
		redis.with((connection) -> connection.execute("ACL", RedisKeys.bytes("SETUSER"), RedisKeys.bytes("default"),
				RedisKeys.bytes("resetkeys"), RedisKeys.bytes("~fga:*"), RedisKeys.bytes("-@dangerous")));
		try {
			Instance a = instance();
			Instance b = instance();
			assertThat(a.revocations.revoke(FgaScope.session("session_1"))).isTrue();
			Instance.await(SOON, () -> b.isRevoked("session_1"));
		}
		finally {
			redis.stop();
			redis.startAgain();
		}
	}

	@Test
	void sendWhenToldAlreadyThenIsNotRepeated() {
		Instance a = instance();
		LiveChange change = new LiveChange(Kind.REVOKED, FgaScope.user("user_1"), now());
		assertThat(a.changes.publish(List.of(change))).isTrue();
		assertThat(a.changes.publish(List.of(change))).isTrue();
		assertThat(entries()).isEqualTo(2);
		assertThat(a.changes.publish(List.of(new LiveChange(change.kind(), change.scope(), now().plusMillis(5)))))
			.isTrue();
		assertThat(entries()).isEqualTo(3);
	}

	@Test
	void sendWhenClockIsFarAheadThenNothingIsDeletedThatOthersNeed() {
		Instance a = instance();
		a.revocations.revoke(FgaScope.session("session_1"));
		TestClock clock = new TestClock(Instant.now().plus(Duration.ofDays(3)));
		Instance b = Instance.of(redis.connections(), clock).start();
		this.instances.add(b);
		IntStream.range(0, 1000).forEach((i) -> b.revocations.revoke(FgaScope.session("other_" + i)));
		assertThat(instance().isRevoked("session_1")).isTrue();
	}

	@Test
	void stopWhenStartedAgainThenHearsOfWhatHappenedMeanwhile() {
		Instance a = instance();
		Instance b = instance();
		b.broadcast.stop();
		assertThat(b.broadcast.isRunning()).isFalse();
		assertThat(b.broadcast.isCurrent()).isFalse();
		a.revocations.revoke(FgaScope.session("session_1"));
		b.start();
		assertThat(b.isRevoked("session_1")).isTrue();
		assertThat(b.broadcast.isRunning()).isTrue();
	}

	@Test
	void listenerWhenFailsThenOtherChangesAreHeard() {
		Instance a = instance();
		Instance b = instance(redis.connections());
		b.failOn(FgaScope.session("session_1"));
		b.start();
		a.revocations.revoke(FgaScope.session("session_1"));
		a.revocations.revoke(FgaScope.session("session_2"));
		Instance.await(SOON, () -> b.isRevoked("session_2"));
	}

	private static Instant now() {
		return Instant.ofEpochMilli(System.currentTimeMillis());
	}

	private static long entries() {
		Long length = redis.with((connection) -> connection.streamCommands().xLen(Instance.KEYS.changes()));
		return (length != null) ? length : 0;
	}

	private static void add(Map<String, String> entry) {
		Map<byte[], byte[]> fields = new LinkedHashMap<>();
		entry.forEach((field, value) -> fields.put(RedisKeys.bytes(field), RedisKeys.bytes(value)));
		redis.with((connection) -> connection.streamCommands()
			.xAdd(StreamRecords.rawBytes(fields).withStreamKey(Instance.KEYS.changes())));
	}

}
