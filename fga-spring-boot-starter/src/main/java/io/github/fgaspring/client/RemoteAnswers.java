package io.github.fgaspring.client;

import java.util.List;

import io.github.fgaspring.decision.CheckUnavailableException;

/**
 * Finds answers, at WorkOS or on the way there.
 */
@FunctionalInterface
interface RemoteAnswers {

	/**
	 * Answers a question.
	 * @param question the question
	 * @return an answer that holds a decision for each permission of the question, or
	 * enough of them to settle it; if the question is about all permissions and the API
	 * cannot be asked so, an answer that is not complete
	 * @throws CheckUnavailableException if the answer cannot be had at the moment
	 */
	RemoteAnswer find(RemoteQuestion question);

	/**
	 * Answers several questions.
	 * @param questions the questions, all different
	 * @return as many answers as there are questions, in the same order
	 * @throws CheckUnavailableException if one of the answers cannot be had at the moment
	 */
	default List<RemoteAnswer> findAll(List<RemoteQuestion> questions) {
		return questions.stream().map(this::find).toList();
	}

}
