package io.github.fgaspring.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import io.github.fgaspring.endtoend.OpenLoad.Caller;
import io.github.fgaspring.endtoend.OpenLoad.Result;
import io.github.fgaspring.revocation.FgaRevocations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances of an application behind one Redis, under load. WorkOS tells only the
 * first of changes.
 */
@Timeout(300)
class SeveralInstancesTests {

	private static final String VIEW = "/view/web";

	private static final String EDIT = "/edit/web";

	private static final Duration LONGEST = Duration.ofSeconds(1);

	private static EmbeddedRedis redis;

	private static FgaEmulator emulator;

	private static WorkosAdministrator workos;

	private static Instance told;

	private static Instance other;

	@BeforeAll
	static void start() throws IOException {
		redis = EmbeddedRedis.start();
		emulator = FgaEmulator
			.start(EmulatorConfig.defaults().withSeed(Seed.load(Path.of("src/test/resources/live-changes.yaml"))));
		workos = new WorkosAdministrator(emulator);
		told = startInstance();
		other = startInstance();
		warmUp();
	}

	/**
	 * What happens once after the start is no part of any test.
	 */
	private static void warmUp() {
		String token = emulator.sessionToken("user_alice", "org_acme");
		for (int i = 0; i < 100; i++) {
			assertThat(LoadGenerator.join(Stream.of(told, other)
				.flatMap((instance) -> Stream.generate(() -> instance.send(EDIT, token)).limit(10))
				.toList())).allMatch((answer) -> answer.status() == 200);
		}
	}

	private static Instance startInstance() {
		List<String> properties = new ArrayList<>(List.of(redis.properties()));
		properties.add("fga.session.clock-skew=0s");
		properties.add("fga.webhooks.secret=" + Instance.WEBHOOK_SECRET);
		// A busy machine is no outage.
		properties.add("fga.remote.deadline=30s");
		properties.add("fga.remote.read-timeout=20s");
		properties.add("fga.remote.max-concurrent=1000");
		return Instance.start(emulator, properties.toArray(String[]::new));
	}

	@AfterAll
	static void stop() throws IOException {
		other.close();
		told.close();
		emulator.close();
		redis.close();
	}

	@BeforeEach
	void reset() {
		emulator.reset();
		emulator.addWebhook(told.webhook(), Instance.WEBHOOK_SECRET);
	}

	@Test
	void sessionWhenRevokedThenEveryInstanceRefusesItWithinASecond() {
		Result result;
		int tries = 0;
		do {
			String token = takenToken("user_carol");
			result = measure(VIEW, token, () -> workos.revokeSession(token));
			assertNoWrongAnswer(result, 401);
		}
		// A machine that is busy with something else may be late once.
		while (++tries < 3 && !isInTime(result));
		assertInTime(result);
	}

	@Test
	void roleWhenTakenAwayThenNoInstanceAnswersFromTheTokenAfterASecond() {
		Result result;
		int tries = 0;
		do {
			workos.changeRoles("om_carol", "editor");
			result = measure(EDIT, takenToken("user_carol"), () -> workos.changeRoles("om_carol", "viewer"));
			assertNoWrongAnswer(result, 403);
		}
		while (++tries < 3 && !isInTime(result));
		assertInTime(result);
	}

	@Test
	void redisWhenStoppedAndStartedUnderLoadThenNobodyIsLetInAndNobodyLockedOut() throws IOException {
		String known = revokedToken();
		String revokedMeanwhile = takenToken("user_carol");
		try (OpenLoad load = OpenLoad.start(callers(known, VIEW))) {
			load.awaitSent(Duration.ofSeconds(1));
			redis.stop();
			load.awaitSent(Duration.ofSeconds(1));
			workos.revokeSession(revokedMeanwhile);
			await().until(() -> told.get(VIEW, revokedMeanwhile) == 401);
			assertThat(other.get(VIEW, revokedMeanwhile)).isEqualTo(200);
			redis.startAgain();
			await().atMost(Duration.ofMinutes(1)).until(() -> other.get(VIEW, revokedMeanwhile) == 401);
			assertAnswers(load.end(System.nanoTime()));
		}
		assertReachesOther();
	}

	@Test
	void redisWhenFlushedUnderLoadThenNobodyIsLetInAndNobodyLockedOut() {
		String known = revokedToken();
		try (OpenLoad load = OpenLoad.start(callers(known, VIEW))) {
			load.awaitSent(Duration.ofSeconds(1));
			told.bean(StringRedisTemplate.class).execute((RedisCallback<Boolean>) (connection) -> {
				connection.serverCommands().flushAll();
				return true;
			});
			load.awaitSent(Duration.ofSeconds(2));
			assertReachesOther();
			assertAnswers(load.end(System.nanoTime()));
		}
	}

	@Test
	void instanceWhenStartedLaterThenKnowsWhatTheApplicationHasRevokedBefore() {
		String known = takenToken("user_carol");
		assertThat(told.bean(FgaRevocations.class).revoke(FgaScope.session(WorkosAdministrator.sessionOf(known))))
			.isTrue();
		await().until(() -> other.get(VIEW, known) == 401);
		try (Instance later = startInstance()) {
			await().until(() -> later.get(VIEW, known) == 401);
			assertThat(later.get(VIEW, emulator.sessionToken("user_alice", "org_acme"))).isEqualTo(200);
		}
	}

	/**
	 * A token that both instances refuse.
	 */
	private static String revokedToken() {
		String token = takenToken("user_carol");
		workos.revokeSession(token);
		await().until(() -> told.get(VIEW, token) == 401 && other.get(VIEW, token) == 401);
		return token;
	}

	private static void assertReachesOther() {
		String token = takenToken("user_carol");
		workos.revokeSession(token);
		await().until(() -> other.get(VIEW, token) == 401);
	}

	private static void assertAnswers(Result result) {
		assertThat(result.others()).isNotEmpty().allMatch((sample) -> sample.status() == 200);
		assertThat(result.concerned()).isNotEmpty().allMatch((sample) -> sample.status() == 401);
	}

	/**
	 * A token that both instances take as it is.
	 */
	private static String takenToken(String userId) {
		return await().until(() -> emulator.sessionToken(userId, "org_acme"),
				(token) -> isTakenAsItIs(told, token) && isTakenAsItIs(other, token));
	}

	private static boolean isTakenAsItIs(Instance instance, String token) {
		emulator.clearRequests();
		return instance.get(VIEW, token) == 200
				&& emulator.requests("/authorization/organization_memberships/*/check").isEmpty();
	}

	/**
	 * Puts both instances under load, in the middle of which something changes that
	 * concerns one token only.
	 */
	private static Result measure(String uri, String token, Runnable change) {
		try (OpenLoad load = OpenLoad.start(callers(token, uri))) {
			load.awaitSent(Duration.ofSeconds(2));
			long changed = System.nanoTime();
			change.run();
			load.awaitSent(Duration.ofSeconds(3));
			return load.end(changed);
		}
	}

	/**
	 * Who sends requests: one with the token that is concerned, and others, also the same
	 * person in another session and somebody in another organization.
	 */
	private static List<Caller> callers(String token, String uri) {
		List<Caller> callers = new ArrayList<>();
		for (Instance instance : List.of(other, told, other)) {
			callers.add(new Caller(true, instance, uri, token));
			if (uri.equals(EDIT)) {
				// Who may no longer edit may still view.
				callers.add(new Caller(false, instance, VIEW, token));
			}
			callers.add(new Caller(false, instance, VIEW, takenToken("user_carol")));
			callers.add(new Caller(false, instance, EDIT, takenToken("user_alice")));
			callers.add(new Caller(false, instance, EDIT, emulator.sessionToken("user_alice", "org_globex")));
			callers.add(new Caller(false, instance, VIEW, takenToken("user_bob")));
		}
		Collections.shuffle(callers);
		return callers;
	}

	private static void assertNoWrongAnswer(Result result, int status) {
		assertThat(result.others()).isNotEmpty().allMatch((sample) -> sample.status() == 200);
		assertThat(result.concerned().filter((sample) -> sample.answered() < result.changed())).isNotEmpty()
			.allMatch((sample) -> sample.status() == 200);
		for (Instance instance : List.of(told, other)) {
			long refused = result.firstAnswer(instance, status);
			assertThat(result.concerned(instance))
				.allMatch((sample) -> sample.status() == status || (sample.status() == 200 && sample.sent() < refused));
		}
	}

	private static boolean isInTime(Result result) {
		return result.isAtRate() && Stream.of(told, other)
			.allMatch((instance) -> result.timeOfLast(instance, 200).compareTo(LONGEST) < 0);
	}

	private static void assertInTime(Result result) {
		assertThat(result.isAtRate()).isTrue();
		assertThat(Stream.of(told, other))
			.allSatisfy((instance) -> assertThat(result.timeOfLast(instance, 200)).isLessThan(LONGEST));
	}

}
