package io.github.fgaspring.autoconfigure;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.authorization.PermissionQuestioner;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.decision.ResourceTenancy;
import io.github.fgaspring.membership.MembershipResolver;
import io.github.fgaspring.observation.CacheMeters;
import io.github.fgaspring.observation.DecisionObservationContext;
import io.github.fgaspring.observation.DecisionObservationConvention;
import io.github.fgaspring.observation.DefaultDecisionObservationConvention;
import io.github.fgaspring.observation.RecentDenials;
import io.github.fgaspring.observation.RemoteMeters;
import io.github.fgaspring.observation.ResilienceMeters;
import io.github.fgaspring.policy.OrganizationPolicies;
import io.github.fgaspring.policy.PolicyRefusal.Reason;
import io.github.fgaspring.support.WorkOsStub;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.actuate.endpoint.MetricsEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FgaObservationAutoConfiguration}.
 */
class FgaObservationAutoConfigurationTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class, FgaObservationAutoConfiguration.class))
		.withPropertyValues(workOs.properties());

	private final ApplicationContextRunner meteredRunner = this.contextRunner
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@BeforeEach
	void login() {
		workOs.reset();
		FgaSession session = FgaSession.of("user_alice")
			.organizationId("org_acme")
			.organizationMembershipId("om_alice")
			.permissions("org:view")
			.build();
		SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken(session, "", "any")));
	}

	@AfterEach
	void logout() {
		SecurityContextHolder.clearContext();
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void decisionWhenMeteredThenTimedWithItsTags() {
		workOs.answerChecks(false);
		this.meteredRunner.run((context) -> {
			Fga fga = context.getBean(Fga.class);
			assertThat(fga.can("org:view")).isTrue();
			assertThat(fga.can("project:view", "project", "p-1")).isFalse();
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("fga.decision").timers()).hasSize(2);
			assertThat(meters.get("fga.decision")
				.tags("permission", "org:view", "resource.type", "organization", "outcome", "granted", "source",
						"claims", "reason", "none", "error", "none")
				.timer()
				.count()).isOne();
			assertThat(meters.get("fga.decision")
				.tags("permission", "project:view", "resource.type", "project", "outcome", "denied", "source", "remote",
						"reason", "missing_permission", "error", "none")
				.timer()
				.count()).isOne();
		});
	}

	@Test
	void metersWhenNothingHasHappenedYetThenAreThere() {
		this.meteredRunner.withPropertyValues("fga.decision-cache.enabled=true", "fga.fast-path.tenancy=verify")
			.run((context) -> {
				MetricsEndpoint endpoint = new MetricsEndpoint(context.getBean(MeterRegistry.class));
				assertThat(endpoint.listNames().getNames()).contains("fga.remote.coalesced", "fga.remote.rejected",
						"resilience4j.circuitbreaker.state", "resilience4j.circuitbreaker.calls",
						"resilience4j.circuitbreaker.failure.rate", "resilience4j.circuitbreaker.not.permitted.calls",
						"resilience4j.retry.calls", "resilience4j.bulkhead.available.concurrent.calls",
						"resilience4j.bulkhead.max.allowed.concurrent.calls", "cache.gets", "cache.puts", "cache.size",
						"cache.evictions");
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.getMeters()).extracting(Meter::getId)
					.filteredOn((id) -> id.getName().matches("(fga|cache|resilience4j)\\..*"))
					.isNotEmpty()
					.allSatisfy((id) -> assertThat(id.getDescription()).isNotBlank());
				assertThat(meters.get("resilience4j.circuitbreaker.state")
					.tags("name", "fga", "state", "closed")
					.gauge()
					.value()).isOne();
				assertThat(meters.get("resilience4j.bulkhead.max.allowed.concurrent.calls")
					.tag("name", "fga")
					.gauge()
					.value()).isEqualTo(64);
			});
	}

	@Test
	void cacheMetersWhenCachesAreInUseThenHaveTheTagsOfSpringBoot() {
		workOs.answerChecks(true);
		this.meteredRunner.withPropertyValues("fga.decision-cache.enabled=true", "fga.fast-path.tenancy=verify")
			.run((context) -> {
				Fga fga = context.getBean(Fga.class);
				for (int i = 0; i < 3; i++) {
					assertThat(fga.can("project:view", "project", "p-1")).isTrue();
					assertThat(fga.can("org:view", "project", "p-1")).isTrue();
				}
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("cache.gets")
					.tags("cache", "fga.decisions", "result", "hit")
					.functionCounter()
					.count()).isEqualTo(4);
				assertThat(meters.get("cache.gets")
					.tags("cache", "fga.tenancy", "result", "hit")
					.functionCounter()
					.count()).isEqualTo(2);
				assertThat(meters.get("cache.size").gauges()).hasSize(3)
					.allSatisfy((gauge) -> assertThat(gauge.getId().getTags()).extracting(Tag::getKey)
						.containsExactlyInAnyOrder("cache", "cache.manager", "name"));
			});
	}

	@Test
	void cacheMetersWhenCachesAreNotInUseThenAreNotThere() {
		ApplicationContextRunner runner = this.meteredRunner.withBean(MembershipResolver.class,
				() -> (session) -> null);
		runner.run((context) -> {
			assertThat(context).doesNotHaveBean(CacheMeters.class);
			assertThat(context.getBean(MeterRegistry.class).find("cache.size").gauge()).isNull();
		});
		runner.withPropertyValues("fga.fast-path.tenancy=verify")
			.withBean(ResourceTenancy.class, () -> (resource, organizationId) -> true)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheMeters.class));
	}

	@Test
	void cacheMetersWhenCacheIsEnabledInAnotherWordThenAreThere() {
		this.meteredRunner.withPropertyValues("fga.decision-cache.enabled=on")
			.run((context) -> assertThat(
					context.getBean(MeterRegistry.class).find("cache.size").tag("cache", "fga.decisions").gauge())
				.isNotNull());
	}

	@Test
	void policyMetersWhenSessionsAreRefusedThenCountThemByReason() {
		this.meteredRunner.withPropertyValues("fga.policies.defaults.blocked=true").run((context) -> {
			context.getBean(OrganizationPolicies.class)
				.check(FgaSession.of("user_alice").build(), new TestingAuthenticationToken("alice", ""), null, true);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.find("fga.policy.refusals").functionCounters()).hasSize(Reason.values().length);
			assertThat(meters.get("fga.policy.refusals").tag("reason", "blocked").functionCounter().count()).isOne();
			assertThat(meters.get("fga.policy.refusals").tag("reason", "claim_missing").functionCounter().count())
				.isZero();
		});
	}

	@Test
	void resilienceMetersWhenThereIsNoneThenAreNotThere() {
		this.meteredRunner.withPropertyValues("fga.remote.resilience=false").run((context) -> {
			assertThat(context).hasSingleBean(RemoteMeters.class).doesNotHaveBean(ResilienceMeters.class);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.find("fga.remote.coalesced").functionCounter()).isNotNull();
			assertThat(meters.find("fga.remote.rejected").functionCounter()).isNull();
		});
	}

	@Test
	void callsWhenTooManyThenCountedAsRejected() {
		this.meteredRunner.withPropertyValues("fga.remote.max-concurrent=1").run((context) -> {
			Bulkhead bulkhead = context.getBean(Resilience.class).getBulkheads().bulkhead(Resilience.NAME);
			bulkhead.acquirePermission();
			assertUnavailable(context);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("fga.remote.rejected").functionCounter().count()).isOne();
			assertThat(meters.get("resilience4j.bulkhead.available.concurrent.calls").gauge().value()).isZero();
		});
	}

	@Test
	void callsWhenFailThenRetriesAndBreakerAreCounted() {
		workOs.answerChecks(WireMock.status(503));
		this.meteredRunner
			.withPropertyValues("fga.remote.circuit-breaker.minimum-calls=2", "fga.remote.retry-backoff=1ms")
			.run((context) -> {
				assertUnavailable(context);
				assertUnavailable(context);
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("resilience4j.retry.calls")
					.tags("name", "fga", "kind", "failed_with_retry")
					.functionCounter()
					.count()).isOne();
				assertThat(meters.get("resilience4j.circuitbreaker.state").tag("state", "open").gauge().value())
					.isOne();
				assertThat(meters.get("resilience4j.circuitbreaker.not.permitted.calls").counter().count()).isOne();
				assertThat(meters.get("fga.decision")
					.tags("outcome", "unavailable", "source", "none", "reason", "none", "error", "ApiFailureException")
					.timer()
					.count()).isEqualTo(2);
			});
	}

	@Test
	void callsWhenSharedThenCountedAsCoalesced() {
		CountDownLatch answer = new CountDownLatch(1);
		this.meteredRunner.withPropertyValues("fga.remote.deadline=20s")
			.withBean(FgaClient.class, () -> new BlockingClient(answer))
			.run((context) -> {
				Executor caller = (task) -> new Thread(task).start();
				SecurityContextImpl alice = (SecurityContextImpl) SecurityContextHolder.getContext();
				List<CompletableFuture<Boolean>> answers = List.of(ask(context, alice, caller),
						ask(context, alice, caller));
				ApiStatus status = context.getBean(ApiStatus.class);
				Awaitility.await().until(() -> status.getSparedCalls() == 1);
				answer.countDown();
				assertThat(answers).allSatisfy((future) -> assertThat(future.get()).isTrue());
				assertThat(context.getBean(MeterRegistry.class).get("fga.remote.coalesced").functionCounter())
					.extracting(FunctionCounter::count)
					.isEqualTo(1.0);
			});
	}

	private static CompletableFuture<Boolean> ask(ApplicationContext context, SecurityContextImpl caller,
			Executor executor) {
		return CompletableFuture.supplyAsync(() -> {
			SecurityContextHolder.setContext(caller);
			return context.getBean(Fga.class).can("project:view", "project", "p-1");
		}, executor);
	}

	@Test
	void decisionWhenApplicationHasConventionThenItShows() {
		DecisionObservationConvention convention = new DefaultDecisionObservationConvention() {

			@Override
			public KeyValues getLowCardinalityKeyValues(DecisionObservationContext context) {
				return super.getLowCardinalityKeyValues(context).and("match", context.getMatch().name());
			}

		};
		this.meteredRunner.withBean(DecisionObservationConvention.class, () -> convention).run((context) -> {
			assertThat(context.getBean(Fga.class).can("org:view")).isTrue();
			assertThat(context.getBean(MeterRegistry.class)
				.get("fga.decision")
				.tags("match", "ALL", "outcome", "granted")
				.timer()
				.count()).isOne();
		});
	}

	@Test
	void decisionWhenApplicationHasCheckerThenObserved() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		PermissionDecision denial = PermissionDecision.deny("project:view", DecisionSource.NONE,
				DenialReason.MISSING_PERMISSION);
		this.contextRunner.withBean(ObservationRegistry.class, () -> registry)
			.withBean("mine", PermissionChecker.class, () -> (question) -> denial)
			.run((context) -> {
				assertThat(context.getBean(Fga.class).check("project:view", "project", "p-1")).isSameAs(denial);
				assertThat(context.getBean(RecentDenials.class).latest()).hasSize(1);
				assertThat(registry).hasSingleObservationThat()
					.hasNameEqualTo("fga.decision")
					.hasLowCardinalityKeyValue("outcome", "denied");
			});
	}

	@Test
	void decisionWhenSwitchedOffThenNotObserved() {
		this.meteredRunner.withPropertyValues("management.observations.enable.fga=false").run((context) -> {
			assertThat(context.getBean(Fga.class).can("org:view")).isTrue();
			assertThat(context.getBean(MeterRegistry.class).find("fga.decision").timer()).isNull();
		});
	}

	@Test
	void recentDenialsWhenIdsMayBeShownThenHoldThem() {
		this.contextRunner.run((context) -> {
			context.getBean(Fga.class).check("project:view");
			assertThat(context.getBean(RecentDenials.class).latest()).singleElement()
				.satisfies((denial) -> assertThat(denial.ids()).isNull());
		});
		this.contextRunner.withPropertyValues("fga.actuate.show-ids=true").run((context) -> {
			context.getBean(Fga.class).check("project:view");
			assertThat(context.getBean(RecentDenials.class).latest()).singleElement()
				.satisfies((denial) -> assertThat(denial.ids().userId()).isEqualTo("user_alice"));
		});
	}

	@Test
	void contextWhenActuatorAbsentThenDecidesAndRemembersNothing() {
		this.meteredRunner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(RecentDenials.class);
				assertThat(context).hasSingleBean(RemoteMeters.class);
				assertThat(context.getBean(Fga.class).can("org:view")).isTrue();
				assertThat(context.getBean(Fga.class).can("org:edit")).isFalse();
			});
	}

	@Test
	void contextWhenMicrometerCoreAbsentThenDecides() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader("io.micrometer.core", "org.springframework.boot.micrometer",
					"org.springframework.boot.actuate", "io.github.resilience4j.micrometer"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(RecentDenials.class);
				assertThat(context.getBean(Fga.class).can("org:view")).isTrue();
				assertThat(context.getBean(Fga.class).can("org:edit")).isFalse();
			});
	}

	@Test
	void contextWhenMicrometerCoreAbsentButResilience4jsMetersPresentThenDecides() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer.core")).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(RecentDenials.class);
			assertThat(context.getBean(Fga.class).can("org:view")).isTrue();
		});
	}

	@Test
	void contextWhenResilience4jsMetersAbsentThenHasTheOthers() {
		this.meteredRunner.withClassLoader(new FilteredClassLoader("io.github.resilience4j.micrometer"))
			.run((context) -> {
				assertThat(context).hasSingleBean(RemoteMeters.class);
				assertThat(context.getBean(MeterRegistry.class).find("resilience4j.retry.calls").meter()).isNull();
			});
	}

	@Test
	void contextWhenStarterIsExcludedThenHasNothing() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaObservationAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(PermissionQuestioner.class)
				.doesNotHaveBean(RecentDenials.class)
				.doesNotHaveBean(MeterBinder.class));
	}

	@Test
	void contextWhenObservedThenHasOnePermissionCheckerBean() {
		this.meteredRunner.run((context) -> assertThat(context).hasSingleBean(PermissionChecker.class));
	}

	private static void assertUnavailable(ApplicationContext context) {
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> context.getBean(Fga.class).check("project:view", "project", "p-1"));
	}

	/**
	 * Grants when it is told to.
	 */
	private static final class BlockingClient implements FgaClient {

		private final CountDownLatch answer;

		private BlockingClient(CountDownLatch answer) {
			this.answer = answer;
		}

		@Override
		public PermissionDecision check(String organizationMembershipId, String permission,
				ResourceReference resource) {
			try {
				this.answer.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return PermissionDecision.grant(permission, DecisionSource.REMOTE);
		}

	}

}
