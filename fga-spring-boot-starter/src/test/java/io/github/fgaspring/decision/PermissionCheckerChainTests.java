package io.github.fgaspring.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.fgaspring.authentication.FgaSession;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
