package io.github.fgaspring.actuate;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import io.github.fgaspring.authentication.SessionKeySource;
import io.github.fgaspring.authorization.Enforcement;
import io.github.fgaspring.client.ApiCalls;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.client.RestFgaClient;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.events.EventCatchUp;
import io.github.fgaspring.events.EventLoop;
import io.github.fgaspring.events.EventPoller;
import io.github.fgaspring.events.LocalReceivedEvents;
import io.github.fgaspring.redis.RedisCalls;
import io.github.fgaspring.redis.RedisKeys;
import io.github.fgaspring.redis.RedisReceivedEvents;
import io.github.fgaspring.redis.RedisStatus;
import io.github.fgaspring.support.TestClock;
import io.github.fgaspring.support.WorkOsStub;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link FgaHealthIndicator}.
 */
class FgaHealthIndicatorTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration OPEN_FOR = Duration.ofSeconds(5);

	private static final int MINIMUM_CALLS = 6;

	private static final String PERMISSIONS = "/authorization/permissions";

	private static final String NO_PERMISSIONS = "{\"data\":[],\"list_metadata\":{\"after\":null}}";

	private static WorkOsStub workOs;

	private final TestClock clock = new TestClock(START);

	private final ApiStatus status = new ApiStatus(this.clock);

	private final Resilience resilience = new Resilience(
			new Resilience.Settings(1, Duration.ofMillis(1), 10, 50, 10, MINIMUM_CALLS, OPEN_FOR));

	private final FgaClient client = client(this.resilience);

	private SessionKeySource keys;

	@BeforeAll
	static void start() {
		workOs = WorkOsStub.start();
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void create() {
		workOs.reset();
		this.keys = new SessionKeySource(URI.create(workOs.baseUrl() + WorkOsStub.JWKS_PATH), RestClient.create(),
				this.clock);
	}

	@AfterEach
	void close() throws Exception {
		this.keys.close();
	}

	@Test
	void healthWhenNothingWasCalledThenUpAndCallsNothing() {
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsOnly(entry("enforcement", "enforce"), entry("circuitBreaker", "closed"),
				entry("sessionKeys", Map.of("state", "not fetched yet")));
		assertThat(workOs.server().getAllServeEvents()).isEmpty();
	}

	@Test
	void healthWhenCallSucceededThenUpWithItsTime() {
		succeed();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("lastSuccess", START)
			.doesNotContainKeys("lastFailure", "outageSince", "problems");
	}

	@Test
	void healthWhenCallFailedThenUpWithTheFailure() {
		fail(500);
		this.clock.advance(Duration.ofSeconds(1));
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("outageSince", START)
			.containsEntry("lastFailure", new ApiStatus.Failure(START, "The WorkOS API answered 500"))
			.doesNotContainKeys("lastSuccess", "problems");
	}

	@Test
	void healthWhenKeyIsRefusedThenDownUntilItIsAccepted() {
		fail(401);
		assertDown("WorkOS refuses the API key: check fga.api-key and that it belongs to the environment of"
				+ " fga.client-id");
		this.clock.advance(Duration.ofSeconds(1));
		succeed();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void healthWhenCallsDoNothingButFailThenDownUntilOneSucceeds() {
		fail(500);
		this.clock.advance(Duration.ofSeconds(9));
		fail(500);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		this.clock.advance(Duration.ofSeconds(1));
		fail(500);
		assertDown("The WorkOS API does not answer");
		this.clock.advance(Duration.ofSeconds(1));
		succeed();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsKey("outageSince");
	}

	@Test
	void healthWhenCallsSucceedInBetweenThenUp() {
		fail(500);
		this.clock.advance(Duration.ofSeconds(9));
		succeed();
		this.clock.advance(Duration.ofSeconds(9));
		fail(500);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		this.clock.advance(Duration.ofSeconds(1));
		fail(500);
		assertDown("The WorkOS API does not answer");
	}

	@Test
	void healthWhenFirstFailureComesLongAfterLastSuccessThenUp() {
		succeed();
		this.clock.advance(Duration.ofHours(1));
		fail(500);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void healthWhenCircuitBreakerIsOpenThenDownUntilTheProbeSucceeds() {
		openCircuitBreaker();
		assertDown("The circuit breaker is open");
		assertThat(health().getDetails()).containsEntry("circuitBreaker", "open");
		circuitBreaker().transitionToHalfOpenState();
		assertDown("The circuit breaker is half open");
		assertThat(health().getDetails()).containsEntry("circuitBreaker", "half_open");
		this.clock.advance(OPEN_FOR);
		succeed();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("circuitBreaker", "closed");
	}

	@Test
	void healthWhenNobodyHasCalledForLongThenNobodyKnows() {
		openCircuitBreaker();
		this.clock.advance(OPEN_FOR.plus(FgaHealthIndicator.MEMORY).minusMillis(1));
		assertDown("The circuit breaker is open");
		this.clock.advance(Duration.ofMillis(1));
		assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health().getDetails()).containsKey("problems");
	}

	@Test
	void healthWhenCircuitBreakerIsOpenedByHandThenDown() {
		circuitBreaker().transitionToForcedOpenState();
		assertDown("The circuit breaker is forced open");
	}

	@Test
	void healthWhenCircuitBreakerIsDisabledByHandThenUp() {
		circuitBreaker().transitionToDisabledState();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void healthWhenThereIsNoResilienceThenCircuitBreakerIsOff() {
		FgaClient unprotected = client(null);
		FgaHealthIndicator indicator = new FgaHealthIndicator(unprotected, this.status, null, this.keys, Map.of(), null,
				List.of(), Enforcement.ENFORCE, this.clock);
		assertThat(indicator.health().getDetails()).containsEntry("circuitBreaker", "off");
		fail(unprotected, 500);
		this.clock.advance(Duration.ofSeconds(10));
		fail(unprotected, 500);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		this.clock.advance(FgaHealthIndicator.MEMORY);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
	}

	@Test
	void healthWhenApplicationHasItsOwnClientThenSaysSoAndNothingOfCalls() {
		FgaHealthIndicator indicator = new FgaHealthIndicator(new OwnClient(), this.status, this.resilience, this.keys,
				Map.of(), null, List.of(), Enforcement.ENFORCE, this.clock);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		assertThat(indicator.health().getDetails()).containsEntry("client", OwnClient.class.getName())
			.doesNotContainKey("circuitBreaker");
	}

	@Test
	void healthWhenOwnClientUsesOursThenTellsOfItsCalls() {
		FgaHealthIndicator indicator = new FgaHealthIndicator(new OwnClient(), this.status, this.resilience, this.keys,
				Map.of(), null, List.of(), Enforcement.ENFORCE, this.clock);
		openCircuitBreaker();
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(indicator.health().getDetails()).containsEntry("circuitBreaker", "open").doesNotContainKey("client");
	}

	@Test
	void healthWhenKeysAreFetchedThenUp() throws Exception {
		fetchKeys();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("sessionKeys", Map.of("state", "fetched", "lastFetch", START));
	}

	@Test
	void healthWhenKeysAreOutOfReachThenUpAsLongAsKnownKeysServe() throws Exception {
		fetchKeys();
		answerKeys(500);
		this.clock.advance(Duration.ofMinutes(10));
		fetchKeys();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("sessionKeys", Map.of("state",
				"out of reach, known keys still serve", "lastFetch", START, "lastFailure", this.clock.instant()));
	}

	@Test
	void healthWhenKeysAreOutOfReachForTooLongThenDownUntilFetched() throws Exception {
		fetchKeys();
		answerKeys(500);
		this.clock.advance(Duration.ofMinutes(61));
		assertThatExceptionOfType(KeySourceException.class).isThrownBy(this::fetchKeys);
		assertDown("The session keys are out of reach, so no token can be verified");
		assertThat(health().getDetails()).containsEntry("sessionKeys",
				Map.of("state", "out of reach", "lastFetch", START, "lastFailure", this.clock.instant()));
		workOs.reset();
		this.clock.advance(Duration.ofSeconds(10));
		fetchKeys();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void healthWhenKeysWereNeverFetchedThenDownUntilNobodyKnows() {
		answerKeys(500);
		assertThatExceptionOfType(KeySourceException.class).isThrownBy(this::fetchKeys);
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(health().getDetails()).containsEntry("sessionKeys",
				Map.of("state", "out of reach", "lastFailure", START));
		this.clock.advance(FgaHealthIndicator.MEMORY);
		assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
	}

	@Test
	void healthWhenKeysOfOneProviderAreOutOfReachThenDownThatLong() throws Exception {
		fetchKeys();
		try (SessionKeySource unused = new SessionKeySource("a", URI.create("http://127.0.0.1:1/keys"),
				RestClient.create(), this.clock);
				SessionKeySource broken = new SessionKeySource("b", URI.create("http://127.0.0.1:1/keys"),
						RestClient.create(), this.clock)) {
			assertThatExceptionOfType(KeySourceException.class)
				.isThrownBy(() -> broken.get(new JWKSelector(new JWKMatcher.Builder().build()), null));
			FgaHealthIndicator indicator = new FgaHealthIndicator(this.client, this.status, this.resilience, this.keys,
					Map.of("a", unused, "b", broken), null, List.of(), Enforcement.ENFORCE, this.clock);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(indicator.health().getDetails())
				.containsEntry("sessionKeys", Map.of("state", "fetched", "lastFetch", START))
				.containsEntry("providerKeys",
						Map.of("a", Map.of("state", "not fetched yet"), "b",
								Map.of("state", "out of reach", "lastFailure", START)))
				.containsEntry("problems", List
					.of("The session keys of 'b' are out of reach, so none of that provider's tokens can be verified"));
			this.clock.advance(FgaHealthIndicator.MEMORY);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
		}
	}

	@Test
	void healthWhenIdleForLongerThanKeysMayServeThenUp() throws Exception {
		fetchKeys();
		this.clock.advance(Duration.ofHours(8));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void healthWhenMonitorThenWarns() {
		FgaHealthIndicator indicator = new FgaHealthIndicator(this.client, this.status, this.resilience, this.keys,
				Map.of(), null, List.of(), Enforcement.MONITOR, this.clock);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		assertThat(indicator.health().getDetails()).containsEntry("enforcement", "monitor")
			.containsEntry("warning", "No rule is enforced, because of fga.enforcement=monitor");
	}

	@Test
	void healthWhenRedisIsInUseThenUp() {
		Health health = health(new RedisStatus(this.clock));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("redis", Map.of("state", "in use", "pendingChanges", 0));
	}

	@Test
	void healthWhenOnlyRedisIsOutOfReachThenDegradedSinceThen() {
		RedisStatus redis = outOfReach();
		this.clock.advance(Duration.ofMinutes(5));
		Health health = health(redis);
		assertThat(health.getStatus()).isEqualTo(FgaHealthIndicator.DEGRADED);
		assertThat(health.getDetails())
			.containsEntry("redis", Map.of("state", "out of reach", "outageSince", START, "pendingChanges", 0))
			.doesNotContainKey("problems");
	}

	@Test
	void healthWhenEventsCannotBeReadThenDegradedSinceThen() {
		EventCatchUp catchUp = Mockito.mock();
		EventPoller poller = Mockito.mock();
		assertThat(health(List.of(catchUp, poller)).getStatus()).isEqualTo(Status.UP);
		assertThat(health(List.of(catchUp, poller)).getDetails()).containsEntry("events", Map.of("state", "are read"));
		Mockito.when(catchUp.getFailingSince()).thenReturn(START.plusSeconds(1));
		Mockito.when(poller.getFailingSince()).thenReturn(START);
		Health health = health(List.of(catchUp, poller));
		assertThat(health.getStatus()).isEqualTo(FgaHealthIndicator.DEGRADED);
		assertThat(health.getDetails()).containsEntry("events",
				Map.of("state", "cannot be read", "failingSince", START));
	}

	@Test
	void healthWhenWorkOsIsOutOfReachAsWellThenDown() {
		openCircuitBreaker();
		assertThat(health(outOfReach()).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void healthWhenDegradedThenAnswers200AndLeavesTheApplicationUp() {
		assertThat(HttpCodeStatusMapper.getDefault().getStatusCode(FgaHealthIndicator.DEGRADED)).isEqualTo(200);
		assertThat(StatusAggregator.getDefault().getAggregateStatus(FgaHealthIndicator.DEGRADED, Status.UP))
			.isEqualTo(Status.UP);
	}

	private RedisStatus outOfReach() {
		RedisStatus redis = new RedisStatus(this.clock);
		RedisConnectionFactory connections = Mockito.mock(RedisConnectionFactory.class);
		Mockito.when(connections.getConnection()).thenThrow(new RedisConnectionFailureException("refused"));
		try (RedisCalls calls = new RedisCalls(connections, Duration.ofSeconds(10), redis)) {
			new RedisReceivedEvents(calls, new RedisKeys("fga", "client_1"), new LocalReceivedEvents(this.clock))
				.begin("event_1");
		}
		return redis;
	}

	private Health health(RedisStatus redis) {
		return new FgaHealthIndicator(this.client, this.status, this.resilience, this.keys, Map.of(), redis, List.of(),
				Enforcement.ENFORCE, this.clock)
			.health();
	}

	private Health health(List<EventLoop> events) {
		return new FgaHealthIndicator(this.client, this.status, this.resilience, this.keys, Map.of(), null, events,
				Enforcement.ENFORCE, this.clock)
			.health();
	}

	private Health health() {
		return new FgaHealthIndicator(this.client, this.status, this.resilience, this.keys, Map.of(), null, List.of(),
				Enforcement.ENFORCE, this.clock)
			.health();
	}

	private void assertDown(String problem) {
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().get("problems")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactly(problem);
	}

	private FgaClient client(Resilience resilience) {
		return new RestFgaClient(
				new WorkOsApi(RestClient.create(workOs.baseUrl()), new ApiCalls(this.status, resilience), this.clock));
	}

	private CircuitBreaker circuitBreaker() {
		return this.resilience.getCircuitBreakers().circuitBreaker(Resilience.NAME);
	}

	private void openCircuitBreaker() {
		for (int i = 0; i < MINIMUM_CALLS; i++) {
			fail(500);
		}
	}

	private void succeed() {
		workOs.server()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(PERMISSIONS)).willReturn(WireMock.okJson(NO_PERMISSIONS)));
		assertThat(this.client.permissions()).isEmpty();
	}

	private void fail(int status) {
		fail(this.client, status);
	}

	private static void fail(FgaClient client, int status) {
		workOs.server().stubFor(WireMock.get(WireMock.urlPathEqualTo(PERMISSIONS)).willReturn(WireMock.status(status)));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(client::permissions);
	}

	private static void answerKeys(int status) {
		workOs.server().stubFor(WireMock.get(WorkOsStub.JWKS_PATH).willReturn(WireMock.status(status)));
	}

	private void fetchKeys() throws KeySourceException {
		assertThat(this.keys.get(new JWKSelector(new JWKMatcher.Builder().keyID("key_1").build()), null)).hasSize(1);
	}

	private static final class OwnClient implements FgaClient {

		@Override
		public PermissionDecision check(String organizationMembershipId, String permission,
				ResourceReference resource) {
			return PermissionDecision.grant(permission, DecisionSource.REMOTE);
		}

	}

}
