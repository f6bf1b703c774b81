package io.github.fgaspring.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PermissionCheckerChainTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

	private static final PermissionQuestion QUESTION = new PermissionQuestion(FgaSession.of("user_alice").build(),
			"project:view", null, false);

	private static final PermissionDecision GRANT = PermissionDecision.grant("project:view", DecisionSource.CLAIMS);

	private static final PermissionDecision DENIAL = PermissionDecision.deny("project:view", DecisionSource.REMOTE,
			DenialReason.MISSING_PERMISSION);

	private static final PermissionDecision UNDECIDED = PermissionDecision.deny("project:view", DecisionSource.NONE,
			DenialReason.UNDECIDED);

	private final List<PermissionDecision> given = new ArrayList<>();

	@Test
	void checkWhenInstantCheckerDecidesThenNobodyElseIsAskedAndNoTimeIsTaken() {
		PermissionChecker instant = (question) -> {
			assertThat(Deadline.remaining(Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
			return GRANT;
		};
		PermissionCheckerChain chain = new PermissionCheckerChain(List.of(instant),
				List.of(PermissionCheckerChainTests::unavailable), TIME_LIMIT);
		assertThat(chain.check(QUESTION)).isEqualTo(GRANT);
		assertThat(chain.checkAll(List.of(QUESTION), Match.ALL)).containsExactly(GRANT);
		assertThat(chain.checkEach(List.of(QUESTION))).containsExactly(GRANT);
	}

	@Test
	void checkWhenInstantCheckerLeavesItOpenThenOthersDecideWithinTheLimit() {
		PermissionChecker limited = (question) -> {
			assertThat(Deadline.remaining(Duration.ofDays(1))).isLessThanOrEqualTo(TIME_LIMIT);
			return GRANT;
		};
		PermissionCheckerChain chain = new PermissionCheckerChain(List.of((question) -> null), List.of(limited),
				TIME_LIMIT);
		assertThat(chain.check(QUESTION)).isEqualTo(GRANT);
		assertThat(chain.checkAll(List.of(QUESTION), Match.ALL)).containsExactly(GRANT);
		assertThat(chain.checkEach(List.of(QUESTION))).containsExactly(GRANT);
	}

	@Test
	void checkWhenNeitherInstantNorOtherCheckerDecidesThenDenied() {
		PermissionCheckerChain chain = new PermissionCheckerChain(List.of((question) -> null),
				List.of((question) -> null), TIME_LIMIT);
		assertThat(chain.check(QUESTION)).isEqualTo(UNDECIDED);
		assertThat(chain.checkAll(List.of(QUESTION), Match.ANY)).containsExactly(UNDECIDED);
		assertThat(chain.checkEach(List.of(QUESTION))).containsExactly(UNDECIDED);
	}

	@Test
	void checkWhenNoCheckersThenDenied() {
		assertThat(new PermissionCheckerChain(List.of(), TIME_LIMIT).check(QUESTION)).isEqualTo(UNDECIDED);
	}

	@Test
	void checkWhenNobodyDecidesThenDenied() {
		assertThat(chain(null, null).check(QUESTION)).isEqualTo(UNDECIDED);
		assertThat(this.given).hasSize(2);
	}

	@Test
	void checkWhenFirstGrantsThenSecondIsNotAsked() {
		assertThat(chain(GRANT, DENIAL).check(QUESTION)).isSameAs(GRANT);
		assertThat(this.given).containsExactly(GRANT);
	}

	@Test
	void checkWhenFirstDeniesThenSecondIsNotAsked() {
		assertThat(chain(DENIAL, GRANT).check(QUESTION)).isSameAs(DENIAL);
		assertThat(this.given).containsExactly(DENIAL);
	}

	@Test
	void checkWhenFirstIsUndecidedThenSecondDecides() {
		assertThat(chain(null, DENIAL, GRANT).check(QUESTION)).isSameAs(DENIAL);
		assertThat(this.given).containsExactly(null, DENIAL);
	}

	@Test
	void checkWhenOneIsUnavailableThenNextIsNotAsked() {
		PermissionChecker unavailable = (question) -> {
			throw new CheckUnavailableException("down", null);
		};
		PermissionCheckerChain chain = new PermissionCheckerChain(List.of(unavailable, checker(GRANT)), TIME_LIMIT);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> chain.check(QUESTION));
		assertThat(this.given).isEmpty();
	}

	@Test
	void checkThenEveryCheckerGetsTheSameQuestion() {
		List<PermissionQuestion> questions = new ArrayList<>();
		PermissionChecker recording = (question) -> {
			questions.add(question);
			return null;
		};
		new PermissionCheckerChain(List.of(recording, recording), TIME_LIMIT).check(QUESTION);
		assertThat(questions).hasSize(2).allSatisfy((question) -> assertThat(question).isSameAs(QUESTION));
	}

	@Test
	void checkWhenListIsChangedAfterwardsThenStillDenied() {
		List<PermissionChecker> checkers = new ArrayList<>(List.of(checker(DENIAL)));
		PermissionCheckerChain chain = new PermissionCheckerChain(checkers, TIME_LIMIT);
		checkers.set(0, checker(GRANT));
		assertThat(chain.check(QUESTION)).isSameAs(DENIAL);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1 })
	void createWhenTimeLimitIsNotPositiveThenFails(long nanos) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PermissionCheckerChain(List.of(), Duration.ofNanos(nanos)));
	}

	@Test
	void checkThenCheckersAreHeldToTheTimeLimit() {
		List<Duration> remaining = new ArrayList<>();
		PermissionChecker checker = (question) -> {
			remaining.add(Deadline.remaining(TIME_LIMIT.multipliedBy(2)));
			return null;
		};
		PermissionCheckerChain chain = new PermissionCheckerChain(List.of(checker), TIME_LIMIT);
		chain.check(QUESTION);
		chain.checkAll(questions("a", "b"), Match.ALL);
		assertThat(remaining).hasSize(3).allSatisfy((duration) -> assertThat(duration).isLessThanOrEqualTo(TIME_LIMIT));
	}

	@ParameterizedTest
	@EnumSource
	void checkAllWhenNoCheckersThenAllAreDenied(Match match) {
		assertThat(new PermissionCheckerChain(List.of(), TIME_LIMIT).checkAll(questions("a", "b"), match))
			.containsExactly(undecided("a"), undecided("b"));
	}

	@Test
	void checkAllWhenAnyIsEnoughAndFirstGrantsOneThenNobodyElseIsAsked() {
		PermissionCheckerChain chain = new PermissionCheckerChain(
				List.of(knowing(Map.of("b", true)), PermissionCheckerChainTests::unavailable), TIME_LIMIT);
		List<PermissionDecision> decisions = chain.checkAll(questions("a", "b", "c"), Match.ANY);
		assertThat(decisions).containsExactly(null, grant("b"), null);
		assertThat(PermissionDecision.combine(List.of("a", "b", "c"), decisions, Match.ANY)).isEqualTo(grant("b"));
	}

	@Test
	void checkAllWhenAllAreNeededAndFirstDeniesOneThenNobodyElseIsAsked() {
		PermissionCheckerChain chain = new PermissionCheckerChain(
				List.of(knowing(Map.of("b", false)), PermissionCheckerChainTests::unavailable), TIME_LIMIT);
		assertThat(chain.checkAll(questions("a", "b", "c"), Match.ALL)).containsExactly(null, deny("b"), null);
	}

	@ParameterizedTest
	@EnumSource
	void checkAllWhenFirstLeavesSomeOpenAndNextIsUnavailableThenUnavailable(Match match) {
		PermissionCheckerChain chain = new PermissionCheckerChain(
				List.of(knowing(Map.of("b", match == Match.ALL)), PermissionCheckerChainTests::unavailable),
				TIME_LIMIT);
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> chain.checkAll(questions("a", "b", "c"), match));
	}

	@Test
	void checkAllWhenAllAreNeededThenNextIsAskedTogetherForWhatFirstLeftOpen() {
		List<List<String>> asked = new ArrayList<>();
		PermissionCheckerChain chain = new PermissionCheckerChain(
				List.of(knowing(Map.of("b", true)), batching(asked, Map.of("a", true, "c", true, "d", true))),
				TIME_LIMIT);
		assertThat(chain.checkAll(questions("a", "b", "c", "d"), Match.ALL)).containsExactly(grant("a"), grant("b"),
				grant("c"), grant("d"));
		assertThat(asked).containsExactly(List.of("a", "c", "d"));
	}

	@Test
	void checkAllWhenFirstDecidesAllThenNobodyElseIsAsked() {
		PermissionCheckerChain chain = new PermissionCheckerChain(
				List.of(knowing(Map.of("a", true, "b", true)), PermissionCheckerChainTests::unavailable), TIME_LIMIT);
		assertThat(chain.checkAll(questions("a", "b"), Match.ALL)).containsExactly(grant("a"), grant("b"));
	}

	@Test
	void checkAllWhenSomeStayUndecidedThenTheseAreDenied() {
		PermissionCheckerChain chain = new PermissionCheckerChain(
				List.of(knowing(Map.of("b", true)), knowing(Map.of("c", true))), TIME_LIMIT);
		assertThat(chain.checkAll(questions("a", "b", "c", "d"), Match.ALL)).containsExactly(undecided("a"), grant("b"),
				grant("c"), undecided("d"));
	}

	@Test
	void checkAllWhenAnyIsEnoughAndFirstDeniesThenALaterGrantCounts() {
		PermissionCheckerChain chain = new PermissionCheckerChain(
				List.of(knowing(Map.of("a", false)), knowing(Map.of("b", true))), TIME_LIMIT);
		assertThat(chain.checkAll(questions("a", "b"), Match.ANY)).containsExactly(deny("a"), grant("b"));
	}

	@Test
	void checkAllWhenCheckerDecidesTooFewThenFails() {
		PermissionChecker checker = new PermissionChecker() {

			@Override
			public PermissionDecision check(PermissionQuestion question) {
				return grant(question.permission());
			}

			@Override
			public List<PermissionDecision> checkAll(List<PermissionQuestion> questions, Match match) {
				return List.of(check(questions.get(0)));
			}

		};
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> new PermissionCheckerChain(List.of(checker), TIME_LIMIT).checkAll(questions("a", "b"),
					Match.ALL));
	}

	/**
	 * Each of three checkers grants, denies or leaves open each of three permissions.
	 */
	@Property
	void checkAllThenOutcomeIsThatOfAskingOneByOne(@ForAll @Size(3) List<@Size(3) List<@WithNull(0.5) Boolean>> known,
			@ForAll Match match) {
		List<String> permissions = List.of("a", "b", "c");
		List<PermissionChecker> checkers = new ArrayList<>();
		for (List<Boolean> outcomes : known) {
			Map<String, Boolean> outcome = new HashMap<>();
			for (int i = 0; i < permissions.size(); i++) {
				outcome.put(permissions.get(i), outcomes.get(i));
			}
			checkers.add(knowing(outcome));
		}
		PermissionCheckerChain chain = new PermissionCheckerChain(checkers, TIME_LIMIT);
		List<PermissionDecision> oneByOne = questions("a", "b", "c").stream().map(chain::check).toList();
		boolean expected = (match != Match.ALL) ? oneByOne.stream().anyMatch(PermissionDecision::isGranted)
				: oneByOne.stream().allMatch(PermissionDecision::isGranted);
		assertThat(PermissionDecision.combine(permissions, chain.checkAll(questions("a", "b", "c"), match), match)
			.isGranted()).isEqualTo(expected);
	}

	@Test
	void checkEachThenTheNextIsAskedInOneBatchWhatIsUndecided() {
		List<List<String>> asked = new ArrayList<>();
		PermissionCheckerChain chain = new PermissionCheckerChain(
				List.of(eachKnowing(asked, Map.of("p-2", true)), eachKnowing(asked, Map.of("p-1", false, "p-4", true))),
				TIME_LIMIT);
		assertThat(chain.checkEach(about("p-1", "p-2", "p-3", "p-4"))).containsExactly(deny("a"), grant("a"),
				undecided("a"), grant("a"));
		assertThat(asked).containsExactly(List.of("p-1", "p-2", "p-3", "p-4"), List.of("p-1", "p-3", "p-4"));
	}

	@Test
	void checkEachWhenAllAreDecidedThenTheNextIsNotAsked() {
		List<List<String>> asked = new ArrayList<>();
		PermissionCheckerChain chain = new PermissionCheckerChain(List
			.of(eachKnowing(asked, Map.of("p-1", true, "p-2", false)), PermissionCheckerChainTests::unavailable),
				TIME_LIMIT);
		assertThat(chain.checkEach(about("p-2", "p-1"))).containsExactly(deny("a"), grant("a"));
		assertThat(asked).hasSize(1);
	}

	@Test
	void checkEachWhenThereIsNothingToAskThenNobodyIsAsked() {
		PermissionCheckerChain chain = new PermissionCheckerChain(List.of(PermissionCheckerChainTests::unavailable),
				TIME_LIMIT);
		assertThat(chain.checkEach(List.of())).isEmpty();
	}

	@Test
	void checkEachWhenOneIsUnavailableThenAllAre() {
		PermissionCheckerChain chain = new PermissionCheckerChain(
				List.of(eachKnowing(new ArrayList<>(), Map.of("p-1", true)), PermissionCheckerChainTests::unavailable),
				TIME_LIMIT);
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> chain.checkEach(about("p-1", "p-2")));
	}

	@Test
	void checkEachThenOneDeadlineIsInForceForAll() {
		List<Duration> remaining = new ArrayList<>();
		PermissionChecker measuring = (question) -> {
			remaining.add(Deadline.remaining(Duration.ofDays(1)));
			return null;
		};
		new PermissionCheckerChain(List.of(measuring, measuring), TIME_LIMIT).checkEach(about("p-1", "p-2"));
		assertThat(remaining).hasSize(4).isSortedAccordingTo(Comparator.reverseOrder());
		assertThat(remaining.get(0)).isLessThanOrEqualTo(TIME_LIMIT);
		assertThat(remaining).doesNotHaveDuplicates();
		assertThat(Deadline.remaining(Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
	}

	private static PermissionChecker eachKnowing(List<List<String>> asked, Map<String, Boolean> known) {
		return new PermissionChecker() {

			@Override
			public PermissionDecision check(PermissionQuestion question) {
				throw new AssertionError("Asked for one");
			}

			@Override
			public List<PermissionDecision> checkEach(List<PermissionQuestion> questions) {
				List<String> ids = questions.stream()
					.map((question) -> ((ResourceReference.External) question.resource()).externalId())
					.toList();
				asked.add(ids);
				List<PermissionDecision> decisions = new ArrayList<>();
				for (String id : ids) {
					Boolean granted = known.get(id);
					decisions.add((granted != null) ? decision(granted) : null);
				}
				return decisions;
			}

		};
	}

	private static PermissionDecision decision(boolean granted) {
		return granted ? grant("a") : deny("a");
	}

	private static List<PermissionQuestion> about(String... projects) {
		return Stream.of(projects)
			.map((id) -> new PermissionQuestion(QUESTION.session(), "a", ResourceReference.external("project", id),
					false))
			.toList();
	}

	private static List<PermissionQuestion> questions(String... permissions) {
		return Stream.of(permissions)
			.map((permission) -> new PermissionQuestion(QUESTION.session(), permission, null, false))
			.toList();
	}

	private static PermissionChecker knowing(Map<String, Boolean> known) {
		return (question) -> {
			Boolean granted = known.get(question.permission());
			if (granted == null) {
				return null;
			}
			return granted ? grant(question.permission()) : deny(question.permission());
		};
	}

	private static PermissionChecker batching(List<List<String>> asked, Map<String, Boolean> known) {
		return new PermissionChecker() {

			@Override
			public PermissionDecision check(PermissionQuestion question) {
				throw new AssertionError("Asked for one");
			}

			@Override
			public List<PermissionDecision> checkAll(List<PermissionQuestion> questions, Match match) {
				asked.add(questions.stream().map(PermissionQuestion::permission).toList());
				return knowing(known).checkAll(questions, match);
			}

		};
	}

	private static PermissionDecision unavailable(PermissionQuestion question) {
		throw new CheckUnavailableException("down", null);
	}

	private static PermissionDecision grant(String permission) {
		return PermissionDecision.grant(permission, DecisionSource.REMOTE);
	}

	private static PermissionDecision deny(String permission) {
		return PermissionDecision.deny(permission, DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION);
	}

	private static PermissionDecision undecided(String permission) {
		return PermissionDecision.deny(permission, DecisionSource.NONE, DenialReason.UNDECIDED);
	}

	private PermissionCheckerChain chain(PermissionDecision... decisions) {
		List<PermissionChecker> checkers = new ArrayList<>();
		for (PermissionDecision decision : decisions) {
			checkers.add(checker(decision));
		}
		return new PermissionCheckerChain(checkers, TIME_LIMIT);
	}

	private PermissionChecker checker(PermissionDecision decision) {
		return (question) -> {
			this.given.add(decision);
			return decision;
		};
	}

}
