package io.github.fgaspring.decision;

import org.jspecify.annotations.Nullable;

/**
 * Answers permission questions, as far as it can.
 */
@FunctionalInterface
public interface PermissionChecker {

	/**
	 * Answers the question.
	 * @param question the question
	 * @return the decision, or {@code null} if somebody else must decide
	 * @throws CheckUnavailableException if the answer cannot be had at the moment
	 */
	@Nullable PermissionDecision check(PermissionQuestion question);

}
