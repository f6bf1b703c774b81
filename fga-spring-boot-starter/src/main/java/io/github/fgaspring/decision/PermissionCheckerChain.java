package io.github.fgaspring.decision;

import java.util.List;

/**
 * Asks checkers in order until one decides. What nobody decides is denied.
 */
public final class PermissionCheckerChain implements PermissionChecker {

	private final List<PermissionChecker> checkers;

	public PermissionCheckerChain(List<PermissionChecker> checkers) {
		this.checkers = List.copyOf(checkers);
	}

	@Override
	public PermissionDecision check(PermissionQuestion question) {
		for (PermissionChecker checker : this.checkers) {
			PermissionDecision decision = checker.check(question);
			if (decision != null) {
				return decision;
			}
		}
		return PermissionDecision.deny(question.permission(), DecisionSource.NONE, DenialReason.UNDECIDED);
	}

}
