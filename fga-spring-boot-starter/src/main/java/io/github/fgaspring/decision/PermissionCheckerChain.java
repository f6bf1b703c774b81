package io.github.fgaspring.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.fgaspring.annotation.Match;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Asks checkers in order until one decides: first those that know by themselves, then the
 * others, all of them together within a time limit. What nobody decides is denied.
 */
public final class PermissionCheckerChain implements PermissionChecker {

	/**
	 * Those that take no time, to whom a time limit would be most of what they cost.
	 */
	private final List<PermissionChecker> instant;

	private final List<PermissionChecker> checkers;

	private final Duration timeLimit;

	/**
	 * Creates a chain.
	 * @param checkers the checkers, those that cost least first
	 * @param timeLimit how long a decision may take, positive
	 */
	public PermissionCheckerChain(List<PermissionChecker> checkers, Duration timeLimit) {
		this(List.of(), checkers, timeLimit);
	}

	/**
	 * Creates a chain.
	 * @param instant checkers that call nobody and wait for nobody, asked first
	 * @param checkers the other checkers, those that cost least first
	 * @param timeLimit how long the others may take together, positive
	 */
	public PermissionCheckerChain(List<PermissionChecker> instant, List<PermissionChecker> checkers,
			Duration timeLimit) {
		Assert.notNull(timeLimit, "timeLimit cannot be null");
		Assert.isTrue(timeLimit.compareTo(Duration.ZERO) > 0, "timeLimit must be positive");
		this.instant = List.copyOf(instant);
		this.checkers = List.copyOf(checkers);
		this.timeLimit = timeLimit;
	}

	@Override
	public PermissionDecision check(PermissionQuestion question) {
		PermissionDecision decision = ask(this.instant, question);
		if (decision == null) {
			decision = Deadline.within(this.timeLimit, () -> ask(this.checkers, question));
		}
		return (decision != null) ? decision : undecided(question);
	}

	private static @Nullable PermissionDecision ask(List<PermissionChecker> checkers, PermissionQuestion question) {
		for (PermissionChecker checker : checkers) {
			PermissionDecision decision = checker.check(question);
			if (decision != null) {
				return decision;
			}
		}
		return null;
	}

	@Override
	public List<@Nullable PermissionDecision> checkAll(List<PermissionQuestion> questions, Match match) {
		List<@Nullable PermissionDecision> decisions = new ArrayList<>(Collections.nCopies(questions.size(), null));
		if (askAll(this.instant, questions, match, decisions)
				|| Deadline.within(this.timeLimit, () -> askAll(this.checkers, questions, match, decisions))) {
			return decisions;
		}
		open(decisions).forEach((index) -> decisions.set(index, undecided(questions.get(index))));
		return decisions;
	}

	/**
	 * Asks for decisions that are still missing.
	 * @return whether the matter is settled
	 */
	private static boolean askAll(List<PermissionChecker> checkers, List<PermissionQuestion> questions, Match match,
			List<@Nullable PermissionDecision> decisions) {
		for (PermissionChecker checker : checkers) {
			List<Integer> open = open(decisions);
			if (open.isEmpty()) {
				return true;
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
				return true;
			}
		}
		return false;
	}

	@Override
	public List<@Nullable PermissionDecision> checkEach(List<PermissionQuestion> questions) {
		List<@Nullable PermissionDecision> decisions = new ArrayList<>(Collections.nCopies(questions.size(), null));
		if (!askEach(this.instant, questions, decisions)) {
			Deadline.within(this.timeLimit, () -> askEach(this.checkers, questions, decisions));
		}
		open(decisions).forEach((index) -> decisions.set(index, undecided(questions.get(index))));
		return decisions;
	}

	/**
	 * Asks for decisions that are still missing.
	 * @return whether none is missing any more
	 */
	private static boolean askEach(List<PermissionChecker> checkers, List<PermissionQuestion> questions,
			List<@Nullable PermissionDecision> decisions) {
		List<Integer> open = open(decisions);
		for (PermissionChecker checker : checkers) {
			if (open.isEmpty()) {
				return true;
			}
			List<@Nullable PermissionDecision> found = checker.checkEach(open.stream().map(questions::get).toList());
			for (int i = 0; i < open.size(); i++) {
				decisions.set(open.get(i), found.get(i));
			}
			open = open(decisions);
		}
		return open.isEmpty();
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
