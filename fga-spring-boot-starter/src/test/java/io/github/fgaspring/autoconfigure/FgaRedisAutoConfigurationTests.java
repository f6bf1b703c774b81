package io.github.fgaspring.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.actuate.FgaHealthIndicator;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.client.SharedDecisions;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.events.EventCursorStore;
import io.github.fgaspring.events.LocalReceivedEvents;
import io.github.fgaspring.events.PollingLease;
import io.github.fgaspring.events.ReceivedEvents;
import io.github.fgaspring.redis.RedisCalls;
import io.github.fgaspring.redis.RedisEventCursorStore;
import io.github.fgaspring.redis.RedisLiveChangeBroadcast;
import io.github.fgaspring.redis.RedisPollingLease;
import io.github.fgaspring.redis.RedisReceivedEvents;
import io.github.fgaspring.redis.RedisSharedDecisions;
import io.github.fgaspring.redis.RedisStatus;
import io.github.fgaspring.revocation.FgaRevocations;
import io.github.fgaspring.revocation.LiveChangeBroadcast;
import io.github.fgaspring.support.EmbeddedRedis;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.WorkOsStub;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FgaRedisAutoConfiguration}.
 */
class FgaRedisAutoConfigurationTests {

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private static final String[] SHARED = { "fga.decision-cache.enabled=true", "fga.decision-cache.shared=yes",
			"fga.decision-cache.allow-ttl=10m" };

	private static final WorkOsStub workOs = WorkOsStub.start();

	private static final EmbeddedRedis redis = EmbeddedRedis.start();

	private final WebApplicationContextRunner contextRunner = WebContexts.bare()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, FgaRedisAutoConfiguration.class,
				FgaEventsAutoConfiguration.class))
		.withPropertyValues(workOs.properties())
		.withPropertyValues(redis.properties());

	@BeforeEach
	void reset() {
		workOs.reset();
		redis.flush();
	}

	@AfterAll
	static void stop() {
		workOs.close();
		redis.close();
	}

	@Test
	void contextWhenRedisThenInstancesShare() {
		this.contextRunner.withPropertyValues("fga.events.poll=true").run((context) -> {
			assertThat(context).hasSingleBean(RedisLiveChangeBroadcast.class).doesNotHaveBean(SharedDecisions.class);
			assertThat(context.getBean(LiveChangeBroadcast.class)).isInstanceOf(RedisLiveChangeBroadcast.class);
			assertThat(context.getBean(ReceivedEvents.class)).isInstanceOf(RedisReceivedEvents.class);
			assertThat(context.getBean(EventCursorStore.class)).isInstanceOf(RedisEventCursorStore.class);
			assertThat(context.getBean(PollingLease.class)).isInstanceOf(RedisPollingLease.class);
			assertThat(context.getBean(RedisLiveChangeBroadcast.class).isCurrent()).isTrue();
		});
	}

	@Test
	void contextWhenTwoThenWhatOneRevokesTheOtherRefuses() {
		this.contextRunner.run((a) -> this.contextRunner.run((b) -> {
			assertThat(a.getBean(FgaRevocations.class).revoke(FgaScope.session("session_1"))).isTrue();
			FgaSession session = FgaSession.of("user_1").sessionId("session_1").build();
			Awaitility.await()
				.atMost(Duration.ofSeconds(1))
				.until(() -> b.getBean(FgaRevocations.class).isRevoked(session));
			this.contextRunner.run((c) -> assertThat(c.getBean(FgaRevocations.class).isRevoked(session)).isTrue());
		}));
	}

	@Test
	void contextWhenAnotherClientIdOrPrefixThenHearsNothing() {
		this.contextRunner.run((a) -> {
			FgaSession session = FgaSession.of("user_1").sessionId("session_1").build();
			a.getBean(FgaRevocations.class).revoke(FgaScope.session("session_1"));
			for (String property : List.of("fga.client-id=client_other", "fga.redis.key-prefix=other")) {
				this.contextRunner.withPropertyValues(property)
					.run((b) -> assertThat(b.getBean(FgaRevocations.class).isRevoked(session)).isFalse());
			}
			byte[] key = ("other:{" + SessionTokens.CLIENT_ID + "}:changes").getBytes(StandardCharsets.UTF_8);
			Boolean exists = redis.with((connection) -> connection.keyCommands().exists(key));
			assertThat(exists).isTrue();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "off", "no" })
	void contextWhenDisabledThenNothingIsShared(String off) {
		this.contextRunner.withPropertyValues("fga.redis.enabled=" + off)
			.run(FgaRedisAutoConfigurationTests::assertAlone);
	}

	@Test
	void contextWhenThereIsNoConnectionThenNothingIsShared() {
		WebContexts.bare()
			.withConfiguration(AutoConfigurations.of(FgaRedisAutoConfiguration.class, FgaEventsAutoConfiguration.class))
			.withPropertyValues(workOs.properties())
			.run(FgaRedisAutoConfigurationTests::assertAlone);
	}

	@Test
	void contextWhenNoneOfSeveralConnectionsIsPrimaryThenNothingIsShared() {
		this.contextRunner
			.withBean("one", RedisConnectionFactory.class, () -> Mockito.mock(RedisConnectionFactory.class))
			.withBean("other", RedisConnectionFactory.class, () -> Mockito.mock(RedisConnectionFactory.class))
			.run(FgaRedisAutoConfigurationTests::assertAlone);
	}

	@Test
	void contextWhenThereIsNoSpringDataRedisThenNothingIsShared() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run(FgaRedisAutoConfigurationTests::assertAlone);
	}

	@Test
	void contextWhenThereIsNoMicrometerThenIsTheSame() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MeterBinder.class))
			.run((context) -> assertThat(context).hasSingleBean(RedisLiveChangeBroadcast.class)
				.doesNotHaveBean("fgaRedisMeters"));
	}

	private static void assertAlone(ApplicationContext context) {
		assertThat(context.getBeanProvider(RedisStatus.class)).isEmpty();
		assertThat(context.getBeanProvider(LiveChangeBroadcast.class)).isEmpty();
		assertThat(context.getBean(ReceivedEvents.class)).isInstanceOf(LocalReceivedEvents.class);
		assertThat(context.getBean(FgaRevocations.class).revoke(FgaScope.everything())).isTrue();
	}

	@Test
	void contextWhenApplicationHasItsOwnBeansThenTheyAreUsed() {
		LiveChangeBroadcast broadcast = (changes) -> false;
		ReceivedEvents received = Mockito.mock(ReceivedEvents.class);
		EventCursorStore cursor = Mockito.mock(EventCursorStore.class);
		PollingLease lease = () -> true;
		SharedDecisions shared = Mockito.mock(SharedDecisions.class);
		this.contextRunner.withPropertyValues(SHARED)
			.withBean(LiveChangeBroadcast.class, () -> broadcast)
			.withBean(ReceivedEvents.class, () -> received)
			.withBean(EventCursorStore.class, () -> cursor)
			.withBean(PollingLease.class, () -> lease)
			.withBean(SharedDecisions.class, () -> shared)
			.run((context) -> {
				assertThat(context.getBean(LiveChangeBroadcast.class)).isSameAs(broadcast);
				assertThat(context.getBean(ReceivedEvents.class)).isSameAs(received);
				assertThat(context.getBean(EventCursorStore.class)).isSameAs(cursor);
				assertThat(context.getBean(PollingLease.class)).isSameAs(lease);
				assertThat(context.getBean(SharedDecisions.class)).isSameAs(shared);
				assertThat(context.getBean(FgaRevocations.class).revoke(FgaScope.everything())).isFalse();
			});
	}

	@Test
	void contextWhenAFileKeepsTheCursorThenRedisDoesNot() {
		this.contextRunner.withPropertyValues("fga.events.cursor-file=cursor")
			.run((context) -> assertThat(context).doesNotHaveBean(RedisEventCursorStore.class));
	}

	@Test
	void contextWhenRedisIsDownThenStartsAndIsDegraded() {
		this.contextRunner.withPropertyValues("spring.data.redis.port=1").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(FgaHealthIndicator.class).health().getStatus())
				.isEqualTo(new Status("DEGRADED"));
			assertThat(context.getBean(FgaRevocations.class).revoke(FgaScope.session("session_1"))).isFalse();
			assertThat(context.getBean(FgaHealthIndicator.class).health().getDetails().get("redis"))
				.asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("pendingChanges", 1);
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean("fgaRedisMeters", MeterBinder.class).bindTo(registry);
			assertThat(registry.get("fga.redis.pending").gauge().value()).isEqualTo(1);
		});
	}

	@Test
	void contextWhenRedisIsInUseThenHealthSaysSo() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(FgaHealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
			assertThat(context.getBean(FgaHealthIndicator.class).health().getDetails()).containsEntry("redis",
					Map.of("state", "in use", "pendingChanges", 0));
		});
	}

	@Test
	void decisionsWhenSharedThenAskedOnceAndEvictedEverywhere() {
		workOs.answerChecks(true);
		this.contextRunner.withPropertyValues(SHARED)
			.run((a) -> this.contextRunner.withPropertyValues(SHARED).run((b) -> {
				assertThat(a.getBean(SharedDecisions.class)).isInstanceOf(RedisSharedDecisions.class);
				assertThat(check(a).source()).isEqualTo(DecisionSource.REMOTE);
				Awaitility.await().until(() -> redis.with((connection) -> connection.serverCommands().dbSize()) == 3);
				workOs.answerChecks(false);
				assertThat(check(b)).isEqualTo(PermissionDecision.grant("project:view", DecisionSource.CACHE));
				assertThat(check(b).isGranted()).isTrue();
				workOs.server().verify(1, WireMock.postRequestedFor(WireMock.urlEqualTo(WorkOsStub.CHECK_PATH)));
				a.getBean(DecisionCache.class).evictMembership(SessionTokens.MEMBERSHIP_ID);
				Awaitility.await().atMost(Duration.ofSeconds(1)).until(() -> !check(b).isGranted());
				assertThat(check(a).isGranted()).isFalse();
				// Not yet shared again, because clocks may disagree.
				workOs.server().verify(3, WireMock.postRequestedFor(WireMock.urlEqualTo(WorkOsStub.CHECK_PATH)));
			}));
	}

	@Test
	void decisionsWhenNotSharedThenEachAsks() {
		workOs.answerChecks(true);
		WebApplicationContextRunner cached = this.contextRunner.withPropertyValues("fga.decision-cache.enabled=true");
		cached.run((a) -> cached.run((b) -> {
			assertThat(check(a).source()).isEqualTo(DecisionSource.REMOTE);
			assertThat(check(b).source()).isEqualTo(DecisionSource.REMOTE);
		}));
	}

	@Test
	void decisionsWhenSharedAndRedisIsDownThenEachAsks() {
		workOs.answerChecks(true);
		this.contextRunner.withPropertyValues(SHARED).withPropertyValues("spring.data.redis.port=1").run((a) -> {
			assertThat(check(a).source()).isEqualTo(DecisionSource.REMOTE);
			assertThat(check(a).source()).isEqualTo(DecisionSource.CACHE);
		});
	}

	private static PermissionDecision check(ApplicationContext context) {
		FgaSession session = FgaSession.of("user_1")
			.organizationId("org_acme")
			.organizationMembershipId(SessionTokens.MEMBERSHIP_ID)
			.build();
		return context.getBean(PermissionChecker.class)
			.check(new PermissionQuestion(session, "project:view", PROJECT, false));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			fga.redis.timeout | 0s | is 0s, which is shorter than a millisecond | between 1ms and 10s
			fga.redis.timeout | 11s | is 11s, which is longer than 10s | of 10s at most
			fga.redis.key-prefix | a{b} | is empty or holds a character other than | to a name such as
			fga.redis.key-prefix | a b | is empty or holds a character other than | to a name such as
			""")
	void contextWhenPropertyIsWrongThenFailureSaysSo(String property, String value, String problem, String action) {
		this.contextRunner.withPropertyValues(property + "=" + value).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith("The property '" + property + "' " + problem);
			assertThat(analysis.getAction()).startsWith("Set '" + property + "' ").contains(action);
		});
	}

	@Test
	void contextWhenSharedAndRedisMayTakeAllTimeThenFailureSaysSo() {
		this.contextRunner.withPropertyValues("fga.redis.timeout=2s")
			.run((context) -> assertThat(context).hasNotFailed());
		this.contextRunner.withPropertyValues(SHARED).withPropertyValues("fga.redis.timeout=2s").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.startsWith("The property 'fga.redis.timeout' is 2s, which leaves no time");
			assertThat(analysis.getAction()).contains("shorter than 'fga.remote.deadline'");
		});
	}

	@Test
	void contextWhenSharedWithoutCacheThenFailureSaysSo() {
		this.contextRunner.withPropertyValues("fga.decision-cache.shared=true").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith("The property 'fga.decision-cache.shared' is true, but");
			assertThat(analysis.getAction()).contains("Set 'fga.decision-cache.enabled' to true");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "fga.redis.enabled=false", "spring.autoconfigure.exclude=" })
	void contextWhenSharedWithoutRedisThenFailureSaysSo(String property) {
		WebApplicationContextRunner runner = property.startsWith("fga") ? this.contextRunner
				: WebContexts.bare()
					.withConfiguration(AutoConfigurations.of(FgaRedisAutoConfiguration.class))
					.withPropertyValues(workOs.properties());
		runner.withPropertyValues(SHARED).withPropertyValues(property).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.startsWith("The property 'fga.decision-cache.shared' is true, but there is no Redis");
			assertThat(analysis.getAction()).contains("spring-boot-starter-data-redis");
		});
	}

	@Test
	void sliceWhenSharedThenStartsWithoutRedis() {
		WebContexts.bare()
			.withPropertyValues(workOs.properties())
			.withPropertyValues(SHARED)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static FailureAnalysis analyze(Throwable failure) {
		FailureAnalysis analysis = new InvalidFgaPropertyFailureAnalyzer().analyze(failure);
		assertThat(analysis).as("analysis of %s", failure).isNotNull();
		return analysis;
	}

	@Test
	void contextWhenClosedThenItsThreadsEnd() {
		Set<Thread> ofOthers = redisThreads();
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(RedisCalls.class);
			assertThat(redisThreads()).anyMatch((thread) -> !ofOthers.contains(thread));
		});
		Awaitility.await().until(() -> ofOthers.containsAll(redisThreads()));
	}

	private static Set<Thread> redisThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("fga-redis"))
			.collect(Collectors.toSet());
	}

}
