package io.github.fgaspring.observation;

import java.util.List;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What there is to say about a decision. The questions hold ids, which do not belong into
 * metrics.
 */
public final class DecisionObservationContext extends Observation.Context {

	private final List<PermissionQuestion> questions;

	private final Match match;

	private @Nullable PermissionDecision decision;

	/**
	 * Creates a context of a decision that is yet to be made.
	 * @param questions the questions, at least one; they differ in the permission only
	 * @param match whether all permissions are needed or any of them
	 */
	public DecisionObservationContext(List<PermissionQuestion> questions, Match match) {
		Assert.notEmpty(questions, "questions cannot be empty");
		Assert.notNull(match, "match cannot be null");
		this.questions = List.copyOf(questions);
		this.match = match;
	}

	/**
	 * What is asked.
	 * @return the questions, at least one; they differ in the permission only
	 */
	public List<PermissionQuestion> getQuestions() {
		return this.questions;
	}

	/**
	 * Whether all permissions are needed or any of them.
	 * @return how to match
	 */
	public Match getMatch() {
		return this.match;
	}

	/**
	 * The one decision about all questions.
	 * @return the decision, or {@code null} if it is not made yet or could not be made
	 */
	public @Nullable PermissionDecision getDecision() {
		return this.decision;
	}

	/**
	 * Sets the decision.
	 * @param decision the one decision about all questions
	 */
	public void setDecision(PermissionDecision decision) {
		Assert.notNull(decision, "decision cannot be null");
		this.decision = decision;
	}

}
