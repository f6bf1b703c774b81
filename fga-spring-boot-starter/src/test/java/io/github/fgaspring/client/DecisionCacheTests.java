package io.github.fgaspring.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.client.DecisionCache.Asked;
import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(60)
class DecisionCacheTests extends AbstractCacheTests {

	private static final int ROUNDS = 20_000;

	private final DecisionCache cache = cache(1000, ALLOW_TTL, DENY_TTL, Duration.ZERO);

	private final DecisionCache staleCache = cache(1000, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR);

	@ParameterizedTest
	@MethodSource
	void createWhenLimitsMakeNoSenseThenFails(long maxSize, Duration allowTtl, Duration denyTtl,
			Duration staleIfError) {
		assertThatIllegalArgumentException().isThrownBy(() -> cache(maxSize, allowTtl, denyTtl, staleIfError));
	}

	static Stream<Arguments> createWhenLimitsMakeNoSenseThenFails() {
		Duration negative = MOMENT.negated();
		return Stream.of(Arguments.of(-1, ALLOW_TTL, DENY_TTL, Duration.ZERO),
				Arguments.of(1, negative, DENY_TTL, Duration.ZERO), Arguments.of(1, ALLOW_TTL, negative, Duration.ZERO),
				Arguments.of(1, ALLOW_TTL, DENY_TTL, negative));
	}

	@Test
	void createWhenNoClockOrTickerThenFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DecisionCache(1, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR, null, Ticker.systemTicker()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DecisionCache(1, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR, Clock.systemUTC(), null));
	}

	@Test
	void findWhenNothingKeptThenNull() {
		assertThat(this.cache.find(SUBJECT, "a")).isNull();
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void findWhenGrantedThenGrantsUntilAllowTtl() {
		keep(this.cache, grant("a"), null);
		advance(ALLOW_TTL.minus(MOMENT));
		assertThat(this.cache.find(SUBJECT, "a")).isEqualTo(grant("a"));
		advance(MOMENT);
		assertThat(this.cache.find(SUBJECT, "a")).isNull();
		assertThat(this.cache.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void findWhenDeniedThenDeniesUntilDenyTtl() {
		keep(this.cache, deny("a"), null);
		advance(DENY_TTL.minus(MOMENT));
		assertThat(this.cache.find(SUBJECT, "a")).isEqualTo(deny("a"));
		advance(MOMENT);
		assertThat(this.cache.find(SUBJECT, "a")).isNull();
	}

	@Test
	void findWhenReadOftenThenIsNotKeptLonger() {
		keep(this.cache, grant("a"), null);
		for (int i = 0; i < 30; i++) {
			assertThat(this.cache.find(SUBJECT, "a")).isNotNull();
			advance(Duration.ofSeconds(1));
		}
		assertThat(this.cache.find(SUBJECT, "a")).isNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void findWhenSessionExpiresEarlierThenNotAfterwardsNotEvenStale(boolean granted) {
		PermissionDecision decision = granted ? grant("a") : deny("a");
		keep(this.staleCache, decision, NOW.plusSeconds(3));
		advance(Duration.ofSeconds(3).minus(MOMENT));
		assertThat(this.staleCache.find(SUBJECT, "a")).isEqualTo(decision);
		advance(MOMENT);
		assertThat(this.staleCache.find(SUBJECT, "a")).isNull();
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void findStaleWhenSessionExpiresWithinTheWindowThenNotAfterwards() {
		keep(this.staleCache, grant("a"), NOW.plusSeconds(60));
		advance(Duration.ofSeconds(60).minus(MOMENT));
		assertThat(this.staleCache.find(SUBJECT, "a")).isNull();
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isEqualTo(grant("a"));
		advance(MOMENT);
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void findStaleWhenKeptAgainByASessionThatExpiresEarlierThenNotAfterwards() {
		keep(this.staleCache, grant("a"), null);
		keep(this.staleCache, grant("a"), NOW.plusSeconds(40));
		advance(Duration.ofSeconds(40));
		assertThat(this.staleCache.find(SUBJECT, "a")).isNull();
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void findWhenKeptAgainThenTimeBeginsAgain() {
		keep(this.cache, deny("a"), null);
		advance(DENY_TTL.minus(MOMENT));
		keep(this.cache, grant("a"), null);
		advance(ALLOW_TTL.minus(MOMENT));
		assertThat(this.cache.find(SUBJECT, "a")).isEqualTo(grant("a"));
		advance(MOMENT);
		assertThat(this.cache.find(SUBJECT, "a")).isNull();
	}

	@Test
	void findStaleWhenKeptAgainThenTimeBeginsAgain() {
		keep(this.staleCache, grant("a"), null);
		advance(STALE_IF_ERROR);
		keep(this.staleCache, grant("a"), null);
		advance(ALLOW_TTL.plus(STALE_IF_ERROR).minus(MOMENT));
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isEqualTo(grant("a"));
		advance(MOMENT);
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void findStaleWhenDeniedThenNull() {
		keep(this.staleCache, deny("a"), null);
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void findStaleWhenDeniedSinceThenNull() {
		keep(this.staleCache, grant("a"), null);
		keep(this.staleCache, deny("a"), null);
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isNull();
		assertThat(this.staleCache.find(SUBJECT, "a")).isEqualTo(deny("a"));
		advance(DENY_TTL);
		assertThat(this.staleCache.find(SUBJECT, "a")).isNull();
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void findStaleWhenGrantsCountForNoTimeThenStillWithinTheWindow() {
		DecisionCache onlyStale = cache(1000, Duration.ZERO, Duration.ZERO, STALE_IF_ERROR);
		keep(onlyStale, grant("a"), null);
		assertThat(onlyStale.find(SUBJECT, "a")).isNull();
		assertThat(onlyStale.findStale(SUBJECT, "a")).isEqualTo(grant("a"));
		advance(STALE_IF_ERROR);
		assertThat(onlyStale.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void keepWhenDenialsAreNotKeptThenADenialReplacesTheGrant() {
		DecisionCache grants = cache(1000, ALLOW_TTL, Duration.ZERO, STALE_IF_ERROR);
		keep(grants, grant("a"), null);
		keep(grants, deny("a"), null);
		assertThat(grants.find(SUBJECT, "a")).isNull();
		assertThat(grants.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void keepWhenSessionHasExpiredThenNothingIsKept() {
		keep(this.staleCache, grant("a"), NOW);
		keep(this.staleCache, grant("b"), NOW.minusSeconds(3600));
		keep(this.staleCache, grant("c"), Instant.MIN);
		assertThat(this.staleCache.getNativeCache().asMap()).isEmpty();
	}

	@Test
	void keepWhenSessionExpiresInTheFarFutureThenTtlCounts() {
		keep(this.cache, grant("a"), Instant.MAX);
		advance(ALLOW_TTL.minus(MOMENT));
		assertThat(this.cache.find(SUBJECT, "a")).isEqualTo(grant("a"));
		advance(MOMENT);
		assertThat(this.cache.find(SUBJECT, "a")).isNull();
	}

	@ParameterizedTest
	@MethodSource
	void findWhenAnyPartOfTheQuestionDiffersThenNull(Subject subject, String permission) {
		keep(this.staleCache, grant("a"), null);
		assertThat(this.staleCache.find(subject, permission)).isNull();
		assertThat(this.staleCache.findStale(subject, permission)).isNull();
	}

	static Stream<Arguments> findWhenAnyPartOfTheQuestionDiffersThenNull() {
		return Stream.of(Arguments.of(SUBJECT, "b"), Arguments.of(SUBJECT, "A"),
				Arguments.of(new Subject("org_other", "om_alice", PROJECT), "a"),
				Arguments.of(new Subject("org_acme", "om_bob", PROJECT), "a"),
				Arguments.of(new Subject("org_acme", "om_alice", ResourceReference.external("project", "p-2")), "a"),
				Arguments.of(new Subject("org_acme", "om_alice", ResourceReference.external("document", "p-1")), "a"),
				Arguments.of(new Subject("org_acme", "om_alice", ResourceReference.id("p-1")), "a"));
	}

	@Test
	void keepWhenDecisionNamesAnotherPermissionThenTheOneAskedForIsKept() {
		this.cache.keep(this.cache.ask(), SUBJECT, "a", grant("b"), null);
		assertThat(this.cache.find(SUBJECT, "a")).isEqualTo(grant("b"));
		assertThat(this.cache.find(SUBJECT, "b")).isNull();
	}

	@Test
	void evictMembershipThenOnlyItsDecisionsAreGone() {
		keepAllKinds();
		this.cache.evictMembership("om_alice");
		assertThat(kept()).containsExactly(false, true, false, false, false, true);
	}

	@Test
	void evictOrganizationThenOnlyItsDecisionsAreGone() {
		keepAllKinds();
		this.cache.evictOrganization("org_acme");
		assertThat(kept()).containsExactly(false, false, false, false, true, true);
	}

	@Test
	void evictResourceThenItsDecisionsAreGoneInEveryOrganization() {
		keepAllKinds();
		this.cache.evictResource(ResourceReference.external("project", "p-1"));
		assertThat(kept()).containsExactly(false, false, true, true, false, true);
	}

	@Test
	void evictAllThenAllAreGone() {
		keepAllKinds();
		this.cache.evictAll();
		assertThat(kept()).containsOnly(false);
		assertThat(this.cache.getNativeCache().asMap()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource
	void evictWhenScopeThenWhatIsInItIsGone(FgaScope scope, boolean[] expected) {
		keepAllKinds();
		long generation = this.cache.generation();
		this.cache.evict(scope);
		assertThat(kept()).containsExactly(expected);
		assertThat(this.cache.generation()).isNotEqualTo(generation);
	}

	static Stream<Arguments> evictWhenScopeThenWhatIsInItIsGone() {
		return Stream.of(
				Arguments.of(FgaScope.membership("om_alice"), new boolean[] { false, true, false, false, false, true }),
				Arguments.of(FgaScope.organization("org_acme"),
						new boolean[] { false, false, false, false, true, true }),
				Arguments.of(FgaScope.resource(ResourceReference.external("project", "p-1")),
						new boolean[] { false, false, true, true, false, true }),
				Arguments.of(FgaScope.everything(), new boolean[6]));
	}

	@ParameterizedTest
	@MethodSource
	void evictWhenNothingIsKeptAboutScopeThenNothingHappens(FgaScope scope) {
		keepAllKinds();
		long generation = this.cache.generation();
		this.cache.evict(scope);
		assertThat(kept()).containsOnly(true);
		assertThat(this.cache.generation()).isEqualTo(generation);
	}

	static Stream<FgaScope> evictWhenNothingIsKeptAboutScopeThenNothingHappens() {
		return Stream.of(FgaScope.user("user_alice"), FgaScope.user("om_alice"), FgaScope.session("om_alice"),
				FgaScope.userInOrganization("om_alice", "org_acme"));
	}

	@Test
	void evictWhenThereAreOtherInstancesThenAllAreToldAndThisOneWaitsForTheNews() {
		List<FgaScope> announced = new ArrayList<>();
		DecisionCache shared = new DecisionCache(10, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR, Clock.systemUTC(),
				Ticker.systemTicker(), announced::add);
		keep(shared, grant("a"), null);
		shared.evictMembership("om_alice");
		shared.evictOrganization("org_acme");
		shared.evictResource(PROJECT);
		shared.evictAll();
		assertThat(announced).containsExactly(FgaScope.membership("om_alice"), FgaScope.organization("org_acme"),
				FgaScope.resource(PROJECT), FgaScope.everything());
		assertThat(shared.find(SUBJECT, "a")).isNotNull();
		shared.evict(announced.get(0));
		assertThat(shared.find(SUBJECT, "a")).isNull();
		assertThat(announced).hasSize(4);
	}

	@Test
	void evictWhenNothingIsKeptThenAllInstancesAreToldAllTheSame() {
		List<FgaScope> announced = new ArrayList<>();
		DecisionCache.disabled(announced::add).evictMembership("om_alice");
		assertThat(announced).containsExactly(FgaScope.membership("om_alice"));
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = " ")
	void evictWhenNothingIsNamedThenFails(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.evictMembership(id));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.evictOrganization(id));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.evictResource(null));
	}

	@Test
	void evictThenStaleGrantsAreGone() {
		keep(this.staleCache, grant("a"), null);
		this.staleCache.evictMembership("om_alice");
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "true", "false" })
	void keepWhenSomethingWasEvictedSinceTheQuestionThenNotKept(boolean stillEmpty) {
		Asked asked = this.cache.ask();
		this.cache.evictMembership("om_somebody_else");
		if (!stillEmpty) {
			keep(this.cache, deny("a"), null);
		}
		this.cache.keep(asked, SUBJECT, "a", grant("a"), null);
		assertThat(this.cache.find(SUBJECT, "a")).isEqualTo(stillEmpty ? null : deny("a"));
	}

	@Test
	void keepWhenDeniedAndSomethingWasEvictedSinceThenTheGrantIsGone() {
		keep(this.staleCache, grant("a"), null);
		Asked asked = this.staleCache.ask();
		this.staleCache.evictMembership("om_somebody_else");
		this.staleCache.keep(asked, SUBJECT, "a", deny("a"), null);
		assertThat(this.staleCache.find(SUBJECT, "a")).isNull();
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isNull();
	}

	@ParameterizedTest
	@MethodSource
	void keepWhenGrantedButALaterQuestionWasDeniedThenNotKept(Duration denyTtl, Instant denialExpiresAt,
			Duration untilGranted) {
		DecisionCache cache = cache(1000, ALLOW_TTL, denyTtl, STALE_IF_ERROR);
		Asked slow = cache.ask();
		advance(MOMENT);
		cache.keep(cache.ask(), SUBJECT, "a", deny("a"), denialExpiresAt);
		advance(untilGranted);
		cache.keep(slow, SUBJECT, "a", grant("a"), null);
		cache.keep(slow, SUBJECT, "b", grant("b"), null);
		assertThat(cache.find(SUBJECT, "a")).isNotEqualTo(grant("a"));
		assertThat(cache.findStale(SUBJECT, "a")).isNull();
		assertThat(cache.find(SUBJECT, "b")).isEqualTo(grant("b"));
	}

	static Stream<Arguments> keepWhenGrantedButALaterQuestionWasDeniedThenNotKept() {
		Duration longestDeadline = Duration.ofSeconds(30);
		return Stream.of(Arguments.of(DENY_TTL, null, MOMENT), Arguments.of(DENY_TTL, null, longestDeadline),
				Arguments.of(Duration.ZERO, null, MOMENT), Arguments.of(Duration.ZERO, null, longestDeadline),
				Arguments.of(DENY_TTL, NOW, MOMENT), Arguments.of(DENY_TTL, NOW, longestDeadline));
	}

	@Test
	void keepWhenDeniedButALaterQuestionWasGrantedThenTheGrantStaysAndNoLonger() {
		Asked slow = this.staleCache.ask();
		advance(MOMENT);
		keep(this.staleCache, grant("a"), NOW.plusSeconds(20));
		advance(Duration.ofSeconds(1));
		this.staleCache.keep(slow, SUBJECT, "a", deny("a"), null);
		assertThat(this.staleCache.find(SUBJECT, "a")).isEqualTo(grant("a"));
		advance(Duration.ofSeconds(19).minus(MOMENT));
		assertThat(this.staleCache.find(SUBJECT, "a")).isNull();
		assertThat(this.staleCache.findStale(SUBJECT, "a")).isNull();
		assertThat(this.staleCache.getNativeCache().asMap()).isEmpty();
	}

	@Test
	void keepWhenGrantIsNotToBeKeptThenAnEarlierDenialIsGone() {
		keep(this.cache, deny("a"), null);
		advance(MOMENT);
		keep(this.cache, grant("a"), NOW);
		assertThat(this.cache.find(SUBJECT, "a")).isNull();
	}

	@Test
	void keepWhenDeniedBeforeAnEvictionThenALaterGrantStays() {
		Asked slow = this.cache.ask();
		this.cache.evictMembership("om_somebody_else");
		advance(MOMENT);
		keep(this.cache, grant("a"), null);
		this.cache.keep(slow, SUBJECT, "a", deny("a"), null);
		assertThat(this.cache.find(SUBJECT, "a")).isEqualTo(grant("a"));
	}

	@Test
	void evictWhenStillFoundMeanwhileThenGenerationInWhichItWasFoundIsOver() {
		AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {
		});
		DecisionCache cache = new DecisionCache(10, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR, Clock.systemUTC(), () -> {
			meanwhile.getAndSet(() -> {
			}).run();
			return 0;
		});
		keep(cache, grant("a"), null);
		AtomicReference<PermissionDecision> found = new AtomicReference<>();
		AtomicLong generation = new AtomicLong();
		meanwhile.set(() -> {
			generation.set(cache.generation());
			found.set(cache.find(SUBJECT, "a"));
		});
		cache.evictAll();
		assertThat(found).hasValue(grant("a"));
		assertThat(cache.generation()).isNotEqualTo(generation.get());
	}

	@Test
	void keepWhenItRacesAnEvictionThenIsNeverSeenAfterwards() throws Exception {
		DecisionCache cache = cache(1000, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR);
		CyclicBarrier barrier = new CyclicBarrier(2);
		AtomicBoolean kept = new AtomicBoolean();
		Thread keeper = new Thread(() -> {
			for (int i = 0; i < ROUNDS; i++) {
				Asked asked = cache.ask();
				meet(barrier);
				cache.keep(asked, SUBJECT, "a", grant("a"), null);
				kept.set(true);
				meet(barrier);
			}
		});
		keeper.start();
		boolean seen = false;
		for (int i = 0; i < ROUNDS; i++) {
			kept.set(false);
			meet(barrier);
			cache.evictAll();
			do {
				seen |= cache.findStale(SUBJECT, "a") != null;
			}
			while (!kept.get());
			meet(barrier);
		}
		keeper.join();
		assertThat(seen).isFalse();
		assertThat(cache.getNativeCache().asMap()).isEmpty();
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void keepWhenMoreThanFitThenSizeIsBounded() {
		DecisionCache small = cache(10, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR);
		for (int i = 0; i < 1000; i++) {
			keep(small, grant("permission:" + i), null);
		}
		assertThat(small.getNativeCache().asMap()).hasSize(10);
	}

	@Test
	void keepWhenDisabledThenNothingIsKeptAndGenerationsStillChange() {
		DecisionCache disabled = DecisionCache.disabled();
		long generation = disabled.generation();
		keep(disabled, grant("a"), null);
		keep(disabled, deny("b"), null);
		assertThat(disabled.getNativeCache().asMap()).isEmpty();
		disabled.evictMembership("om_alice");
		assertThat(disabled.generation()).isNotEqualTo(generation);
	}

	@Test
	void keepWhenNothingFitsThenNothingIsKept() {
		DecisionCache none = cache(0, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR);
		keep(none, grant("a"), null);
		assertThat(none.find(SUBJECT, "a")).isNull();
		assertThat(none.getNativeCache().asMap()).isEmpty();
	}

	@Test
	void statsThenCountHitsAndMisses() {
		this.cache.find(SUBJECT, "a");
		keep(this.cache, grant("a"), null);
		this.cache.find(SUBJECT, "a");
		this.cache.find(SUBJECT, "a");
		assertThat(this.cache.getNativeCache().stats().hitCount()).isEqualTo(2);
		assertThat(this.cache.getNativeCache().stats().missCount()).isEqualTo(1);
	}

	@Test
	void toStringThenHoldsNoIds() {
		keep(this.staleCache, grant("a"), null);
		keep(this.staleCache, deny("b"), null);
		assertThat(this.staleCache.toString() + this.staleCache.getNativeCache().asMap()).contains("project")
			.doesNotContain("org_acme", "om_alice", "p-1");
	}

	/**
	 * One decision of each kind that evictions tell apart.
	 */
	private void keepAllKinds() {
		for (Subject subject : kinds()) {
			this.cache.keep(this.cache.ask(), subject, "a", grant("a"), null);
		}
	}

	private static Subject[] kinds() {
		ResourceReference other = ResourceReference.external("project", "p-2");
		return new Subject[] { SUBJECT, new Subject("org_acme", "om_bob", PROJECT),
				new Subject("org_acme", "om_alice", other),
				new Subject("org_acme", "om_alice", ResourceReference.id("p-1")),
				new Subject("org_other", "om_alice", PROJECT), new Subject("org_other", "om_bob", other) };
	}

	private boolean[] kept() {
		Subject[] kinds = kinds();
		boolean[] kept = new boolean[kinds.length];
		for (int i = 0; i < kinds.length; i++) {
			kept[i] = this.cache.find(kinds[i], "a") != null;
		}
		return kept;
	}

	private static void keep(DecisionCache cache, PermissionDecision decision, Instant expiresAt) {
		cache.keep(cache.ask(), SUBJECT, decision.permissions().get(0), decision, expiresAt);
	}

}
