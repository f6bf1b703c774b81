package io.github.fgaspring.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.fgaspring.annotation.Match;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Asks checkers in order until one decides, all of them together within a time limit.
 * What nobody decides is denied.
 */
public final class PermissionCheckerChain implements PermissionChecker {

	private final List<PermissionChecker> checkers;

	private final Duration timeLimit;

	/**
	 * Creates a chain.
	 * @param checkers the checkers, those that cost least first
	 * @param timeLimit how long a decision may take, positive
	 */
	public PermissionCheckerChain(List<PermissionChecker> checkers, Duration timeLimit) {
		Assert.notNull(timeLimit, "timeLimit cannot be null");
		Assert.isTrue(timeLimit.compareTo(Duration.ZERO) > 0, "timeLimit must be positive");
		this.checkers = List.copyOf(checkers);
		this.timeLimit = timeLimit;
	}

	@Override
	public PermissionDecision check(PermissionQuestion question) {
		return Deadline.within(this.timeLimit, () -> {
			for (PermissionChecker checker : this.checkers) {
				PermissionDecision decision = checker.check(question);
				if (decision != null) {
					return decision;
				}
			}
			return undecided(question);
		});
	}

	@Override
	public List<@Nullable PermissionDecision> checkAll(List<PermissionQuestion> questions, Match match) {
		return Deadline.within(this.timeLimit, () -> decideAll(questions, match));
	}

	private List<@Nullable PermissionDecision> decideAll(List<PermissionQuestion> questions, Match match) {
		List<@Nullable PermissionDecision> decisions = new ArrayList<>(Collections.nCopies(questions.size(), null));
		for (PermissionChecker checker : this.checkers) {
			List<Integer> open = open(decisions);
			if (open.isEmpty()) {
				return decisions;
			}
			List<@Nullable PermissionDecision> found = checker.checkAll(open.stream().map(questions::get).toList(),
					match);
			boolean settled = false;
			for (int i = 0; i < open.size(); i++) {
				PermissionDecision decision = found.get(i);
				decisions.set(open.get(i), decision);
				settled |= decision != null && decision.settles(match);
			}
			if (settled) {
				return decisions;
			}
		}
		open(decisions).forEach((index) -> decisions.set(index, undecided(questions.get(index))));
		return decisions;
	}

	@Override
	public List<@Nullable PermissionDecision> checkEach(List<PermissionQuestion> questions) {
		return Deadline.within(this.timeLimit, () -> decideEach(questions));
	}

	private List<@Nullable PermissionDecision> decideEach(List<PermissionQuestion> questions) {
		List<@Nullable PermissionDecision> decisions = new ArrayList<>(Collections.nCopies(questions.size(), null));
		List<Integer> open = open(decisions);
		for (PermissionChecker checker : this.checkers) {
			if (open.isEmpty()) {
				return decisions;
			}
			List<@Nullable PermissionDecision> found = checker.checkEach(open.stream().map(questions::get).toList());
			for (int i = 0; i < open.size(); i++) {
				decisions.set(open.get(i), found.get(i));
			}
			open = open(decisions);
		}
		open.forEach((index) -> decisions.set(index, undecided(questions.get(index))));
		return decisions;
	}

	private static List<Integer> open(List<@Nullable PermissionDecision> decisions) {
		List<Integer> open = new ArrayList<>();
		for (int i = 0; i < decisions.size(); i++) {
			if (decisions.get(i) == null) {
				open.add(i);
			}
		}
		return open;
	}

	private static PermissionDecision undecided(PermissionQuestion question) {
		return PermissionDecision.deny(question.permission(), DecisionSource.NONE, DenialReason.UNDECIDED);
	}

}
