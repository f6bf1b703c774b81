package io.github.fgaspring.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.fgaspring.annotation.Match;
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

	/**
	 * Answers several questions of one session about one resource, until the matter is
	 * {@linkplain PermissionDecision#settles(Match) settled}. Checkers that can answer
	 * them together at less cost than one by one do so.
	 * @param questions the questions; they differ in the permission only
	 * @param match whether all permissions are needed or any of them
	 * @return as many decisions as there are questions, in the same order, {@code null}
	 * where somebody else must decide or nobody needs to any more
	 * @throws CheckUnavailableException if an answer that is needed cannot be had at the
	 * moment
	 */
	default List<@Nullable PermissionDecision> checkAll(List<PermissionQuestion> questions, Match match) {
		List<@Nullable PermissionDecision> decisions = new ArrayList<>(Collections.nCopies(questions.size(), null));
		for (int i = 0; i < questions.size(); i++) {
			PermissionDecision decision = check(questions.get(i));
			decisions.set(i, decision);
			if (decision != null && decision.settles(match)) {
				break;
			}
		}
		return decisions;
	}

	/**
	 * Answers each of several questions of one session about different resources.
	 * Checkers that can answer them at the same time do so.
	 * @param questions the questions; they differ in the resource only
	 * @return as many decisions as there are questions, in the same order, {@code null}
	 * where somebody else must decide
	 * @throws CheckUnavailableException if one of the answers cannot be had at the moment
	 */
	default List<@Nullable PermissionDecision> checkEach(List<PermissionQuestion> questions) {
		List<@Nullable PermissionDecision> decisions = new ArrayList<>();
		for (PermissionQuestion question : questions) {
			decisions.add(check(question));
		}
		return decisions;
	}

}
