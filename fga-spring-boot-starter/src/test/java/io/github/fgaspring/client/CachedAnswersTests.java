package io.github.fgaspring.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.ResourceReference;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CachedAnswersTests extends AbstractCacheTests {

	private final DecisionCache cache = cache(1000, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR);

	private final RecordingAnswers next = new RecordingAnswers();

	private final CallPool pool = new CallPool(2, Duration.ofSeconds(30), ObservationRegistry.NOOP);

	private final CachedAnswers answers = new CachedAnswers(this.cache, this.pool,
			new KeepingAnswers(this.cache, this.next));

	@Test
	void findWhenAskedAgainThenAnswersFromTheCache() {
		this.next.answer(answer(grant("a"), deny("b")));
		this.answers.find(any("a", "b"));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(grant("a", DecisionSource.CACHE));
		assertThat(this.answers.find(all("b")).get("b")).isEqualTo(deny("b", DecisionSource.CACHE));
		assertThat(this.next.questions()).hasSize(1);
	}

	@Test
	void findWhenPartIsKeptThenAsksForTheRestOnly() {
		kept("a");
		this.next.answer(answer(grant("b")));
		RemoteAnswer answer = this.answers.find(complete(all("a", "b")));
		assertThat(answer.get("a")).isEqualTo(grant("a", DecisionSource.CACHE));
		assertThat(answer.get("b")).isEqualTo(grant("b"));
		assertThat(this.next.questions()).last().isEqualTo(complete(all("b")));
	}

	@Test
	void findWhenWhatIsKeptSettlesThenAsksNothing() {
		this.next.answer(answer(grant("a"), deny("b")));
		this.answers.find(all("a", "b"));
		assertThat(this.answers.find(any("z", "a")).missing(List.of("z", "a"), Match.ANY)).isEmpty();
		assertThat(this.answers.find(all("z", "b")).missing(List.of("z", "b"), Match.ALL)).isEmpty();
		assertThat(this.next.questions()).hasSize(1);
	}

	@Test
	void findAllThenAsksForWhatIsNotKeptAndKeepsIt() {
		List<RemoteQuestion> questions = List.of(about(project("p-0"), all("a")), all("a"),
				about(project("p-2"), all("a")));
		kept("a");
		this.next.questions().clear();
		this.next.answer((question) -> question.equals(questions.get(0)) ? answer(deny("a")) : answer(grant("a")));
		assertThat(this.answers.findAll(questions)).extracting((answer) -> answer.get("a"))
			.containsExactly(deny("a"), grant("a", DecisionSource.CACHE), grant("a"));
		assertThat(this.next.questions()).containsExactlyInAnyOrder(questions.get(0), questions.get(2));
		assertThat(this.answers.findAll(questions)).extracting((answer) -> answer.get("a").source())
			.containsOnly(DecisionSource.CACHE);
		assertThat(this.next.questions()).hasSize(2);
	}

	@Test
	void findAllWhenOneFailsThenFailsAndTheOthersAreKept() {
		List<RemoteQuestion> questions = List.of(about(project("p-0"), all("a")), about(project("p-1"), all("a")),
				about(project("p-2"), all("a")));
		CheckUnavailableException failure = new CheckUnavailableException("down", null);
		this.next.answer((question) -> {
			if (question.equals(questions.get(2))) {
				throw failure;
			}
			return answer(deny("a"));
		});
		CallPool oneByOne = new CallPool(1, Duration.ofSeconds(30), ObservationRegistry.NOOP);
		CachedAnswers answers = new CachedAnswers(this.cache, oneByOne, new KeepingAnswers(this.cache, this.next));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> answers.findAll(questions))
			.isSameAs(failure);
		assertThat(answers.find(questions.get(0)).get("a")).isEqualTo(deny("a", DecisionSource.CACHE));
	}

	@Test
	void findAllWhenServiceIsOutThenStaleGrantsCountIfNothingElseIsMissing() {
		List<RemoteQuestion> questions = List.of(about(project("p-0"), all("a")), about(project("p-1"), all("a")));
		this.next.answer(answer(grant("a")));
		this.answers.findAll(questions);
		advance(ALLOW_TTL);
		this.next.fail(new CheckUnavailableException("down", null));
		assertThat(this.answers.findAll(questions)).extracting((answer) -> answer.get("a").source())
			.containsOnly(DecisionSource.STALE);
		List<RemoteQuestion> more = List.of(questions.get(0), about(project("p-2"), all("a")));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.answers.findAll(more));
	}

	@Test
	void findAllWhenMustBeCurrentThenAsksForAll() {
		kept("a");
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.findAll(List.of(alwaysCurrent(all("a"))))).extracting((answer) -> answer.get("a"))
			.containsExactly(deny("a"));
	}

	@Test
	void findWhenAboutAllThenAsksAndKeepsEach() {
		RemoteQuestion all = RemoteQuestion.aboutAll(SUBJECT, null);
		kept("a");
		this.next.answer(RemoteAnswer.complete(Map.of("b", grant("b")), DenialReason.MISSING_PERMISSION, Set.of()));
		assertThat(this.answers.find(all).granted()).containsExactly("b");
		assertThat(this.answers.find(all).granted()).containsExactly("b");
		assertThat(this.next.questions()).endsWith(all, all);
		assertThat(this.answers.find(all("b")).get("b")).isEqualTo(grant("b", DecisionSource.CACHE));
	}

	@Test
	void findWhenAboutAllAndServiceIsOutThenNothingIsStaleEnough() {
		kept("a");
		advance(ALLOW_TTL);
		this.next.fail(new CheckUnavailableException("down", null));
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> this.answers.find(RemoteQuestion.aboutAll(SUBJECT, null)));
	}

	@Test
	void findWhenAllowTtlIsOverThenAsksAgain() {
		kept("a");
		advance(ALLOW_TTL);
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a"));
	}

	@Test
	void findWhenDenyTtlIsOverThenAsksAgain() {
		this.next.answer(answer(deny("a")));
		this.answers.find(all("a"));
		advance(DENY_TTL);
		this.next.answer(answer(grant("a")));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(grant("a"));
	}

	@Test
	void findWhenSessionThatAskedHasExpiredThenAsksAgain() {
		this.next.answer(answer(grant("a")));
		this.answers.find(until(NOW.plusSeconds(10), all("a")));
		advance(Duration.ofSeconds(10));
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(until(NOW.plusSeconds(3600), all("a"))).get("a")).isEqualTo(deny("a"));
	}

	@Test
	void findWhenListAnsweredThenKeepsItsGrantsAndTheDenialsThatWereAskedFor() {
		this.next.answer(RemoteAnswer.complete(Map.of("a", grant("a"), "x", grant("x")),
				DenialReason.MISSING_PERMISSION, Set.of("unknown")));
		this.answers.find(all("a", "b"));
		assertThat(this.cache.find(SUBJECT, "x")).isEqualTo(grant("x"));
		assertThat(this.cache.find(SUBJECT, "b")).isEqualTo(deny("b"));
		assertThat(this.cache.find(SUBJECT, "c")).isNull();
		assertThat(this.cache.find(SUBJECT, "unknown")).isNull();
	}

	@Test
	void findWhenClientNamesAnotherPermissionThenTheOneAskedForIsKept() {
		this.next.answer(RemoteAnswer.of(Map.of("a", grant("b"))));
		this.answers.find(all("a"));
		this.next.answer(answer(deny("b")));
		assertThat(this.answers.find(all("b")).get("b")).isEqualTo(deny("b"));
	}

	@Test
	void findWhenAlwaysCurrentThenPassesByAndRefreshes() {
		kept("a");
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(alwaysCurrent(all("a"))).get("a")).isEqualTo(deny("a"));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a", DecisionSource.CACHE));
		this.next.answer(answer(grant("a")));
		assertThat(this.answers.find(alwaysCurrent(all("a"))).get("a")).isEqualTo(grant("a"));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(grant("a", DecisionSource.CACHE));
	}

	@Test
	void findWhenAlwaysCurrentIsDeniedAndDenialsAreNotKeptThenTheGrantIsGone() {
		DecisionCache grants = cache(1000, ALLOW_TTL, Duration.ZERO, STALE_IF_ERROR);
		CachedAnswers answers = new CachedAnswers(grants, this.pool, new KeepingAnswers(grants, this.next));
		this.next.answer(answer(grant("a")));
		answers.find(all("a"));
		this.next.answer(answer(deny("a")));
		answers.find(alwaysCurrent(all("a")));
		this.next.fail(new ApiFailureException(Kind.TRANSIENT, "down"));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> answers.find(all("a")));
	}

	@Test
	void findWhenUnavailableThenIsNotKept() {
		this.next.fail(new ApiFailureException(Kind.TRANSIENT, "down"));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.answers.find(all("a")));
		assertThat(this.cache.getNativeCache().asMap()).isEmpty();
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a"));
	}

	@Test
	void findWhenEvictedDuringTheCallThenAnswerIsNotKept() {
		this.next.answer((question) -> {
			this.cache.evictMembership("om_alice");
			return answer(grant("a"));
		});
		this.answers.find(all("a"));
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a"));
	}

	@ParameterizedTest
	@EnumSource(names = { "TRANSIENT", "BROKEN", "NOT_CALLED" })
	void findWhenOutageThenGrantsWithinTheWindowAndSaysSo(Kind kind) {
		kept("a");
		advance(ALLOW_TTL.plus(STALE_IF_ERROR).minus(MOMENT));
		ApiFailureException outage = new ApiFailureException(kind, "down");
		this.next.fail(outage);
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(grant("a", DecisionSource.STALE));
		advance(MOMENT);
		assertUnavailable(all("a"), outage);
	}

	@Test
	void findWhenApplicationsClientIsUnavailableThenGrantsWithinTheWindow() {
		kept("a");
		advance(ALLOW_TTL);
		this.next.fail(new CheckUnavailableException("down", null));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(grant("a", DecisionSource.STALE));
	}

	@ParameterizedTest
	@EnumSource(names = { "KEY_REFUSED", "INTERRUPTED" })
	void findWhenKeyIsRefusedOrThreadInterruptedThenUnavailable(Kind kind) {
		kept("a");
		advance(ALLOW_TTL);
		ApiFailureException failure = new ApiFailureException(kind, "not an outage");
		this.next.fail(failure);
		assertUnavailable(all("a"), failure);
	}

	@Test
	void findWhenProgrammingErrorThenFails() {
		kept("a");
		advance(ALLOW_TTL);
		this.next.fail(new IllegalStateException("mistake"));
		assertThatIllegalStateException().isThrownBy(() -> this.answers.find(all("a")));
	}

	@Test
	void findWhenOutageAndAlwaysCurrentThenUnavailable() {
		kept("a");
		ApiFailureException outage = new ApiFailureException(Kind.TRANSIENT, "down");
		this.next.fail(outage);
		assertUnavailable(alwaysCurrent(all("a")), outage);
	}

	@Test
	void findWhenOutageAndDenialIsOutdatedThenUnavailable() {
		this.next.answer(answer(deny("a")));
		this.answers.find(all("a"));
		advance(DENY_TTL);
		ApiFailureException outage = new ApiFailureException(Kind.TRANSIENT, "down");
		this.next.fail(outage);
		assertUnavailable(all("a"), outage);
	}

	@Test
	void findWhenOutageAndNotAllGrantsAreKeptThenUnavailable() {
		kept("a");
		advance(ALLOW_TTL);
		ApiFailureException outage = new ApiFailureException(Kind.TRANSIENT, "down");
		this.next.fail(outage);
		assertUnavailable(all("a", "b"), outage);
		assertThat(this.answers.find(any("b", "a")).missing(List.of("b", "a"), Match.ANY)).isEmpty();
	}

	@Test
	void findWhenOutageAndTheRestIsStaleThenGrantsAllTogether() {
		kept("a");
		advance(ALLOW_TTL);
		kept("b");
		this.next.fail(new ApiFailureException(Kind.TRANSIENT, "down"));
		RemoteAnswer answer = this.answers.find(all("a", "b"));
		assertThat(answer.get("a")).isEqualTo(grant("a", DecisionSource.STALE));
		assertThat(answer.get("b")).isEqualTo(grant("b", DecisionSource.CACHE));
	}

	@ParameterizedTest
	@MethodSource
	void findWhenOutageAndSubjectDiffersThenUnavailable(Subject other) {
		kept("a");
		ApiFailureException outage = new ApiFailureException(Kind.TRANSIENT, "down");
		this.next.fail(outage);
		assertUnavailable(about(other, all("a")), outage);
	}

	static Stream<Subject> findWhenOutageAndSubjectDiffersThenUnavailable() {
		return Stream.of(new Subject("org_other", "om_alice", PROJECT), new Subject("org_acme", "om_bob", PROJECT),
				new Subject("org_acme", "om_alice", ResourceReference.external("project", "p-2")));
	}

	@Test
	void findWhenOutageAndEvictedThenUnavailable() {
		kept("a");
		this.cache.evictOrganization("org_acme");
		ApiFailureException outage = new ApiFailureException(Kind.TRANSIENT, "down");
		this.next.fail(outage);
		assertUnavailable(all("a"), outage);
	}

	@Test
	void findWhenDeniedBeforeTheOutageThenTheStaleGrantIsGone() {
		kept("a");
		advance(ALLOW_TTL);
		ApiFailureException outage = new ApiFailureException(Kind.TRANSIENT, "down");
		this.next.fail(new IncompleteAnswerException(answer(deny("a")), outage));
		assertUnavailable(any("a", "b"), outage);
		this.next.fail(outage);
		advance(DENY_TTL);
		assertUnavailable(all("a"), outage);
	}

	@Test
	void findWhenDeniedBeforeTheOutageThenAnotherStaleGrantIsEnough() {
		kept("b");
		advance(ALLOW_TTL);
		this.next
			.fail(new IncompleteAnswerException(answer(deny("a")), new ApiFailureException(Kind.TRANSIENT, "down")));
		assertThat(this.answers.find(any("a", "b")).get("b")).isEqualTo(grant("b", DecisionSource.STALE));
	}

	@Test
	void findWhenStaleGrantWasGivenThenItIsNotKeptAgain() {
		kept("a");
		advance(ALLOW_TTL.plus(STALE_IF_ERROR).minus(MOMENT));
		ApiFailureException outage = new ApiFailureException(Kind.TRANSIENT, "down");
		this.next.fail(outage);
		this.answers.find(all("a"));
		advance(MOMENT);
		assertUnavailable(all("a"), outage);
	}

	private void kept(String permission) {
		this.next.answer(answer(grant(permission)));
		this.answers.find(all(permission));
	}

	private void assertUnavailable(RemoteQuestion question, RuntimeException expected) {
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.answers.find(question))
			.isSameAs(expected);
	}

}
