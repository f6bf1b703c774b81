package io.github.fgaspring.client;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.PermissionDecision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SharedAnswersTests extends AbstractCacheTests {

	private static final Duration AGE = Duration.ofSeconds(10);

	private final DecisionCache cache = cache(1000, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR);

	private final FakeShared shared = new FakeShared();

	private final RecordingAnswers next = new RecordingAnswers();

	private final SharedAnswers answers = new SharedAnswers(this.shared, this.cache,
			new KeepingAnswers(this.cache, this.next));

	@Test
	void findWhenSharedThenAnswersAndKeepsItForTheRestOfItsTime() {
		this.shared.hold(grant("a"));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(grant("a", DecisionSource.CACHE));
		assertThat(this.next.questions()).isEmpty();
		assertThat(this.shared.kept).isEmpty();
		advance(ALLOW_TTL.minus(AGE).minus(MOMENT));
		assertThat(this.cache.find(SUBJECT, "a")).isEqualTo(grant("a"));
		advance(MOMENT);
		assertThat(this.cache.find(SUBJECT, "a")).isNull();
	}

	@Test
	void findWhenSharedThenNeverServesDuringAnOutage() {
		this.shared.hold(grant("a"));
		this.answers.find(all("a"));
		advance(ALLOW_TTL.minus(AGE));
		assertThat(this.cache.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void findWhenSessionExpiresThenIsNotKeptLonger() {
		this.shared.hold(grant("a"));
		assertThat(this.answers.find(until(NOW.plusSeconds(3), all("a"))).get("a").isGranted()).isTrue();
		advance(Duration.ofSeconds(3));
		assertThat(this.cache.find(SUBJECT, "a")).isNull();
	}

	@Test
	void findWhenPartIsSharedThenAsksForTheRestAndSharesIt() {
		this.shared.hold(grant("a"));
		this.next.answer(answer(deny("b")));
		RemoteAnswer answer = this.answers.find(all("a", "b"));
		assertThat(answer.get("a")).isEqualTo(grant("a", DecisionSource.CACHE));
		assertThat(answer.get("b")).isEqualTo(deny("b"));
		assertThat(this.next.questions()).containsExactly(all("b"));
		assertThat(this.shared.kept).containsOnly(Map.entry("b", deny("b")));
		assertThat(this.shared.lookups).isEqualTo(1);
	}

	@Test
	void findWhenMustBeCurrentThenAsksAndShares() {
		this.shared.hold(grant("a"));
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(alwaysCurrent(all("a"))).get("a")).isEqualTo(deny("a"));
		assertThat(this.shared.lookups).isZero();
		assertThat(this.shared.kept).containsOnly(Map.entry("a", deny("a")));
	}

	@Test
	void findWhenAboutAllThenAsksAndSharesEach() {
		this.next.answer(answer(grant("a"), grant("b")));
		this.answers.find(RemoteQuestion.aboutAll(SUBJECT, NOW.plusSeconds(60)));
		assertThat(this.shared.lookups).isZero();
		assertThat(this.shared.kept).containsOnlyKeys("a", "b");
		assertThat(this.shared.expiresAt).isEqualTo(NOW.plusSeconds(60));
	}

	@Test
	void findWhenThisInstanceKnowsLaterDenialThenAsks() {
		this.next.answer(answer(deny("a")));
		this.answers.find(all("a"));
		advance(DENY_TTL);
		this.shared.hold(grant("a"));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a"));
		assertThat(this.next.questions()).hasSize(2);
	}

	@Test
	void findWhenEvictedDuringTheLookupThenAsks() {
		this.shared.hold(grant("a"));
		this.shared.meanwhile = () -> this.cache.evictMembership("om_somebody");
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a"));
	}

	@Test
	void findWhenEvictedWhileAskedThenOnlyDenialsAreShared() {
		this.next.answer((question) -> {
			this.cache.evictMembership("om_somebody");
			return answer(grant("a"), deny("b"));
		});
		this.answers.find(any("a", "b"));
		assertThat(this.shared.kept).containsOnly(Map.entry("b", deny("b")));
	}

	@Test
	void findWhenOutageInTheMiddleThenWhatIsKnownIsShared() {
		CheckUnavailableException failure = new CheckUnavailableException("down", null);
		this.next.fail(new IncompleteAnswerException(answer(deny("a")), failure));
		assertThatExceptionOfType(IncompleteAnswerException.class).isThrownBy(() -> this.answers.find(any("a", "b")));
		assertThat(this.shared.kept).containsOnly(Map.entry("a", deny("a")));
	}

	@Test
	void findWhenNothingWasLearnedThenNothingIsShared() {
		this.next.fail(new CheckUnavailableException("down", null));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.answers.find(all("a")));
		assertThat(this.shared.kept).isEmpty();
	}

	@Test
	void subjectWhenPrintedThenShowsNoIds() {
		assertThat(new SharedDecisions.Subject("org_acme", "om_alice", PROJECT)).asString()
			.doesNotContain("org_acme", "om_alice", "p-1");
	}

	private static final class FakeShared implements SharedDecisions {

		private final Map<String, Shared> held = new HashMap<>();

		private final Map<String, PermissionDecision> kept = new HashMap<>();

		private Runnable meanwhile = () -> {
		};

		private int lookups;

		private @Nullable Instant expiresAt;

		private void hold(PermissionDecision decision) {
			this.held.put(decision.permissions().get(0), new Shared(decision, AGE, NOW.plus(ALLOW_TTL).minus(AGE)));
		}

		@Override
		public Map<String, Shared> find(Subject subject, List<String> permissions) {
			this.lookups++;
			this.meanwhile.run();
			Map<String, Shared> found = new HashMap<>(this.held);
			found.keySet().retainAll(permissions);
			return found;
		}

		@Override
		public void keep(Subject subject, Map<String, PermissionDecision> decisions, Duration age,
				@Nullable Instant expiresAt) {
			assertThat(age).isBetween(Duration.ZERO, Duration.ofSeconds(10));
			assertThat(subject).isEqualTo(new Subject("org_acme", "om_alice", PROJECT));
			this.kept.putAll(decisions);
			this.expiresAt = expiresAt;
		}

	}

}
