package io.github.fgaspring.client;

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
	 * enough of them to settle it
	 * @throws CheckUnavailableException if the answer cannot be had at the moment
	 */
	RemoteAnswer find(RemoteQuestion question);

}
