package io.github.fgaspring.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.github.fgaspring.client.SharedDecisions.Shared;
import io.github.fgaspring.client.SharedDecisions.Subject;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.support.EmbeddedRedis;
import io.github.fgaspring.support.TestClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.Ordered;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Decisions of several instances behind a real Redis.
 */
class RedisSharedDecisionsTests {

	private static final Duration ALLOW_TTL = Duration.ofMinutes(5);

	private static final Duration DENY_TTL = Duration.ofSeconds(20);

	private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

	private static final Duration MOMENT = Duration.ofMillis(500);

	private static final Duration SOME_TIME = Duration.ofSeconds(20);

	private static final String PERMISSION = "project:view";

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private static final Subject SUBJECT = new Subject("org_1", "om_1", PROJECT);

	private static EmbeddedRedis redis;

	private static RedisConnectionFactory connections;

	private final List<RedisCalls> opened = new ArrayList<>();

	private RedisStatus status;

	private final AtomicBoolean current = new AtomicBoolean(true);

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

	private RedisSharedDecisions instance() {
		return instance(Duration.ZERO, ALLOW_TTL, DENY_TTL);
	}

	private RedisSharedDecisions instance(Duration ahead, Duration allowTtl, Duration denyTtl) {
		TestClock clock = new TestClock(Instant.now().plus(ahead));
		this.status = new RedisStatus(clock);
		RedisCalls calls = new RedisCalls(connections, Duration.ofSeconds(2), this.status);
		this.opened.add(calls);
		return new RedisSharedDecisions(calls, Instance.KEYS, allowTtl, denyTtl, CLOCK_SKEW, this.current::get, clock);
	}

	@Test
	void findWhenAnotherInstanceHasKeptItThenFound() {
		keep(instance(), grant(), Duration.ZERO);
		Shared shared = find(instance());
		assertThat(shared.decision()).isEqualTo(grant());
		assertThat(shared.age()).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void findWhenDeniedThenFoundWithTheReason() {
		keep(instance(), deny(), Duration.ZERO);
		assertThat(find(instance()).decision()).isEqualTo(deny());
	}

	@Test
	void findWhenSeveralPermissionsThenThoseThatAreKnown() {
		RedisSharedDecisions a = instance();
		PermissionDecision edit = PermissionDecision.deny("edit", DecisionSource.REMOTE,
				DenialReason.MISSING_PERMISSION);
		a.keep(SUBJECT, Map.of(PERMISSION, grant(), "edit", edit), Duration.ZERO, null);
		await(() -> instance().find(SUBJECT, List.of("x", PERMISSION, "edit")).size() == 2);
		assertThat(instance().find(SUBJECT, List.of("x", PERMISSION, "edit")).get("edit").decision()).isEqualTo(edit);
	}

	static List<Subject> others() {
		return List.of(new Subject("org_2", "om_1", PROJECT), new Subject("org_1", "om_2", PROJECT),
				new Subject("org_1o", "m_1", PROJECT),
				new Subject("org_1", "om_1", ResourceReference.external("project", "p-2")),
				new Subject("org_1", "om_1", ResourceReference.external("projectp", "-1")),
				new Subject("org_1", "om_1", ResourceReference.id("p-1")));
	}

	@ParameterizedTest
	@MethodSource("others")
	void findWhenAnotherQuestionThenNotFound(Subject other) {
		RedisSharedDecisions a = instance();
		keep(a, grant(), Duration.ZERO);
		assertThat(a.find(other, List.of(PERMISSION))).isEmpty();
		assertThat(a.find(SUBJECT, List.of("project:edit"))).isEmpty();
	}

	@Test
	void keepWhenAskedSomeTimeAgoThenCountsForTheRestOfItsTime() {
		keep(instance(), grant(), Duration.ofMinutes(2));
		Shared shared = find(instance());
		assertThat(shared.age()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(2).plusSeconds(10));
		assertThat(Duration.between(Instant.now(), shared.goodUntil())).isBetween(Duration.ofSeconds(165),
				Duration.ofSeconds(181));
		assertThat(ttl()).isBetween(Duration.ofSeconds(165), Duration.ofSeconds(180));
	}

	@Test
	void keepWhenSessionExpiresBeforeThenCountsThatLong() {
		instance().keep(SUBJECT, Map.of(PERMISSION, grant()), Duration.ofSeconds(10), Instant.now().plusSeconds(60));
		await(() -> keys() == 1);
		assertThat(ttl()).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(60));
		assertThat(find(instance()).age()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
	}

	@Test
	void keepWhenTooOldOrExpiredThenNotKept() {
		RedisSharedDecisions a = instance();
		a.keep(SUBJECT, Map.of(PERMISSION, grant()), ALLOW_TTL, null);
		a.keep(SUBJECT, Map.of(PERMISSION, grant()), Duration.ZERO, Instant.now().minusSeconds(1));
		a.keep(SUBJECT, Map.of("last", grant()), Duration.ZERO, null);
		await(() -> keys() > 0);
		assertThat(find(a)).isNull();
	}

	@Test
	void findWhenThisInstanceKeepsNothingThatLongThenNotFound() {
		keep(instance(), grant(), Duration.ofSeconds(40));
		assertThat(find(instance(Duration.ZERO, Duration.ofSeconds(30), DENY_TTL))).isNull();
		Shared shared = find(instance(Duration.ZERO, Duration.ofSeconds(90), DENY_TTL));
		assertThat(shared.goodUntil()).isBefore(Instant.now().plusSeconds(51));
	}

	@Test
	void findWhenDenialIsOlderThanItMayBeThenNotFoundButStaysInTheWay() {
		RedisSharedDecisions a = instance();
		keep(a, deny(), DENY_TTL.minusSeconds(1));
		await(() -> find(a) == null);
		assertThat(keys()).isEqualTo(1);
		settle(a, grant(), DENY_TTL.plusSeconds(5));
		assertThat(find(a)).isNull();
		settle(a, grant(), Duration.ZERO);
		assertThat(find(a).decision()).isEqualTo(grant());
	}

	@Test
	void keepWhenDenialsAreNotKeptThenStillPutsAnEndToAGrant() {
		RedisSharedDecisions a = instance(Duration.ZERO, ALLOW_TTL, Duration.ZERO);
		keep(a, grant(), Duration.ofSeconds(10));
		settle(a, deny(), Duration.ZERO);
		assertThat(find(a)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "10, 20, later", "20, 10, earlier" })
	void keepWhenGrantsThenTheLaterStays(long first, long second, String order) {
		RedisSharedDecisions a = instance();
		keep(a, grant(), Duration.ofSeconds(first));
		settle(a, grant(), Duration.ofSeconds(second));
		assertThat(find(a).age()).as(order).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(19));
	}

	@Test
	void keepWhenDenialIsLaterThenPutsAnEndToTheGrant() {
		RedisSharedDecisions a = instance();
		keep(a, grant(), Duration.ofSeconds(3));
		settle(instance(), deny(), Duration.ofSeconds(1));
		assertThat(find(a).decision()).isEqualTo(deny());
	}

	@Test
	void keepWhenGrantIsEarlierThenDenialStays() {
		RedisSharedDecisions a = instance();
		keep(a, deny(), Duration.ofSeconds(1));
		settle(instance(), grant(), Duration.ofSeconds(3));
		assertThat(find(a).decision()).isEqualTo(deny());
	}

	@Test
	void keepWhenGrantIsOfTheSameTimeThenDenialStays() {
		RedisSharedDecisions a = instance();
		keep(a, deny(), Duration.ofSeconds(3));
		settle(instance(), grant(), Duration.ofMillis(2500));
		assertThat(find(a).decision()).isEqualTo(deny());
		settle(instance(), grant(), Duration.ZERO);
		assertThat(find(a).decision()).isEqualTo(grant());
	}

	@Test
	void keepWhenDenialIsEarlierThenGrantStays() {
		RedisSharedDecisions a = instance();
		keep(a, grant(), Duration.ofSeconds(1));
		settle(instance(), deny(), Duration.ofSeconds(10));
		assertThat(find(a).decision()).isEqualTo(grant());
	}

	static List<FgaScope> concerned() {
		return List.of(FgaScope.membership("om_1"), FgaScope.organization("org_1"), FgaScope.resource(PROJECT),
				FgaScope.everything());
	}

	/**
	 * The clock of one is half a minute ahead, that of the other half a minute behind.
	 */
	@ParameterizedTest
	@MethodSource("concerned")
	void findWhenEvictedSinceThenNotFoundWhateverTheClocksSay(FgaScope scope) {
		for (Duration ahead : List.of(CLOCK_SKEW.negated(), Duration.ZERO, CLOCK_SKEW)) {
			for (Duration tellersAhead : List.of(CLOCK_SKEW.negated(), Duration.ZERO, CLOCK_SKEW)) {
				redis.flush();
				keep(instance(tellersAhead, ALLOW_TTL, DENY_TTL), grant(), Duration.ZERO);
				RedisSharedDecisions b = instance(ahead, ALLOW_TTL, DENY_TTL);
				assertThat(find(b).decision()).isEqualTo(grant());
				b.onChange(new LiveChange(Kind.EVICTED, scope, Instant.now().plus(tellersAhead)));
				assertThat(find(b)).as("ahead %s, told by one ahead %s", ahead, tellersAhead).isNull();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("concerned")
	void findWhenAskedLongAfterTheEvictionThenFound(FgaScope scope) {
		RedisSharedDecisions a = instance();
		a.onChange(new LiveChange(Kind.EVICTED, scope, Instant.now().minus(CLOCK_SKEW.multipliedBy(2)).minus(MOMENT)));
		keep(a, grant(), Duration.ZERO);
		assertThat(find(a).decision()).isEqualTo(grant());
		settle(instance(), grant(), Duration.ZERO);
		a.onChange(new LiveChange(Kind.EVICTED, scope, Instant.now().minus(Duration.ofMinutes(4))));
		assertThat(find(a).decision()).isEqualTo(grant());
	}

	@Test
	void findWhenSomethingElseIsEvictedThenFound() {
		RedisSharedDecisions a = instance();
		keep(a, grant(), Duration.ZERO);
		List.of(FgaScope.membership("om_2"), FgaScope.organization("org_2"),
				FgaScope.resource(ResourceReference.id("p-1")), FgaScope.user("user_1"), FgaScope.session("session_1"),
				FgaScope.userInOrganization("user_1", "org_1"))
			.forEach((scope) -> a.onChange(new LiveChange(Kind.ENDED, scope, Instant.now())));
		assertThat(find(a).decision()).isEqualTo(grant());
	}

	@Test
	void findWhenMoreIsEvictedThanCanBeRememberedThenNotFound() {
		RedisSharedDecisions a = instance();
		keep(a, grant(), Duration.ZERO);
		IntStream.rangeClosed(0, Evictions.MAX_SIZE)
			.forEach((i) -> a
				.onChange(new LiveChange(Kind.EVICTED, FgaScope.membership("om_other_" + i), Instant.now())));
		assertThat(find(a)).isNull();
	}

	@Test
	void findWhenThisInstanceDoesNotHearOfEvictionsThenNotFound() {
		RedisSharedDecisions a = instance();
		keep(a, grant(), Duration.ZERO);
		this.current.set(false);
		assertThat(find(a)).isNull();
	}

	@Test
	void findWhenTheTimeOfTheQuestionIsNearlyOverThenDoesNotAsk() {
		RedisSharedDecisions a = instance();
		keep(a, grant(), Duration.ZERO);
		assertThat(Deadline.within(Duration.ofSeconds(1), () -> a.find(SUBJECT, List.of(PERMISSION)))).isEmpty();
		assertThat(Deadline.within(Duration.ofSeconds(60), () -> a.find(SUBJECT, List.of(PERMISSION)))).isNotEmpty();
	}

	@Test
	void getOrderThenBeforeAnybodyEvicts() {
		assertThat(instance().getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "granted", "1:g:", "1:g:x", "2:g:300000", "1:d:300000", "1:d:300000:NOBODY",
			"1:d:300000:", "1:g:300000:", "1:g:300000 ", "1:g:-1", "1:g:9999999999", "1:g:1000", "1:x:300000" })
	void findWhenGarbageThenNotFoundAndReplaced(String garbage) {
		put(garbage, Duration.ofMinutes(4));
		RedisSharedDecisions a = instance();
		assertThat(find(a)).isNull();
		settle(a, grant(), Duration.ZERO);
		assertThat(find(a).decision()).isEqualTo(grant());
	}

	@Test
	void findWhenItDoesNotExpireThenNotFound() {
		put("1:g:300000", null);
		assertThat(find(instance())).isNull();
		put("1:g:300000", Duration.ofSeconds(290));
		assertThat(find(instance())).isNotNull();
	}

	@Test
	void findWhenTheKeyHoldsSomethingElseThenNotFoundAndReplaced() {
		redis.with((connection) -> connection.setCommands().sAdd(key(), RedisKeys.bytes("1:g:300000")));
		RedisSharedDecisions a = instance();
		assertThat(find(a)).isNull();
		settle(a, grant(), Duration.ZERO);
		assertThat(find(a).decision()).isEqualTo(grant());
	}

	@Test
	void findWhenRedisIsDownThenNotFoundAndCostsNothingInTheEnd() {
		RedisSharedDecisions a = instance();
		redis.stop();
		try {
			IntStream.range(0, 10).forEach((i) -> assertThat(find(a)).isNull());
			a.keep(SUBJECT, Map.of(PERMISSION, grant()), Duration.ZERO, null);
			long start = System.nanoTime();
			IntStream.range(0, 1000).forEach((i) -> assertThat(find(a)).isNull());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
		}
		finally {
			redis.startAgain();
		}
		await(() -> {
			a.keep(SUBJECT, Map.of(PERMISSION, grant()), Duration.ZERO, null);
			return find(a) != null;
		});
	}

	@Test
	void keepWhenADenialCannotBeSharedThenThisInstanceDoesNotFindAnEarlierGrant() {
		keep(instance(), grant(), Duration.ZERO);
		RedisSharedDecisions a = instance();
		assertThat(find(a).decision()).isEqualTo(grant());
		redis.stop();
		try {
			a.keep(SUBJECT, Map.of(PERMISSION, deny()), Duration.ZERO, null);
			await(() -> this.status.getOutageBegin() != null);
		}
		finally {
			redis.startAgain();
		}
		Subject other = new Subject("org_1", "om_2", PROJECT);
		await(() -> {
			a.keep(other, Map.of(PERMISSION, grant()), Duration.ZERO, null);
			return !a.find(other, List.of(PERMISSION)).isEmpty();
		});
		put("1:g:300000", ALLOW_TTL.minusSeconds(1));
		assertThat(find(instance())).isNotNull();
		assertThat(find(a)).isNull();
	}

	@Test
	void keepWhenRedisIsPausedThenDecisionIsAsOldAsItIs() {
		RedisSharedDecisions a = instance();
		a.keep(SUBJECT, Map.of("first", grant()), Duration.ZERO, null);
		await(() -> keys() == 1);
		redis.with((connection) -> connection.execute("CLIENT", RedisKeys.bytes("PAUSE"), RedisKeys.bytes("1500")));
		a.keep(SUBJECT, Map.of(PERMISSION, grant()), Duration.ZERO, null);
		await(() -> find(instance()) != null);
		assertThat(find(instance()).age()).isGreaterThanOrEqualTo(Duration.ofMillis(1400));
	}

	private static PermissionDecision grant() {
		return PermissionDecision.grant(PERMISSION, DecisionSource.REMOTE);
	}

	private static PermissionDecision deny() {
		return PermissionDecision.deny(PERMISSION, DecisionSource.REMOTE, DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
	}

	private static Shared find(RedisSharedDecisions instance) {
		return instance.find(SUBJECT, List.of(PERMISSION)).get(PERMISSION);
	}

	private static void keep(RedisSharedDecisions instance, PermissionDecision decision, Duration age) {
		instance.keep(SUBJECT, Map.of(PERMISSION, decision), age, null);
		await(() -> keys() == 1);
	}

	/**
	 * Keeps a decision, and waits until that has had its effect, if any.
	 */
	private static void settle(RedisSharedDecisions instance, PermissionDecision decision, Duration age) {
		instance.keep(SUBJECT, Map.of(PERMISSION, decision), age, null);
		Subject last = new Subject("org_1", "om_1", ResourceReference.id("last_" + System.nanoTime()));
		instance.keep(last, Map.of(PERMISSION, grant()), Duration.ZERO, null);
		await(() -> !instance.find(last, List.of(PERMISSION)).isEmpty());
	}

	private static void await(BooleanSupplier condition) {
		Instance.await(SOME_TIME, condition);
	}

	private static byte[] key() {
		return Instance.KEYS.decision("org_1", "om_1", PERMISSION, "external", "project", "p-1");
	}

	private static void put(String value, Duration ttl) {
		redis.with((connection) -> (ttl != null)
				? connection.stringCommands().pSetEx(key(), ttl.toMillis(), RedisKeys.bytes(value))
				: connection.stringCommands().set(key(), RedisKeys.bytes(value)));
	}

	private static long keys() {
		return redis.with((connection) -> connection.serverCommands().dbSize());
	}

	private static Duration ttl() {
		return Duration.ofMillis(redis.with((connection) -> connection.keyCommands().pTtl(key())));
	}

}
