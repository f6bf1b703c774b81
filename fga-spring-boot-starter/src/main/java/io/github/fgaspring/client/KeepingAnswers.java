package io.github.fgaspring.client;

import io.github.fgaspring.client.DecisionCache.Asked;

/**
 * Keeps in the {@link DecisionCache} what others answer. It stands behind those who let
 * several share an answer: what an answer is about is the time when the call began, and
 * not when somebody joined it.
 */
final class KeepingAnswers implements RemoteAnswers {

	private final DecisionCache cache;

	private final RemoteAnswers next;

	/**
	 * Creates a decorator.
	 * @param cache keeps answers
	 * @param next answers
	 */
	KeepingAnswers(DecisionCache cache, RemoteAnswers next) {
		this.cache = cache;
		this.next = next;
	}

	@Override
	public RemoteAnswer find(RemoteQuestion question) {
		Asked asked = this.cache.ask();
		try {
			RemoteAnswer answer = this.next.find(question);
			keep(asked, question, answer);
			return answer;
		}
		catch (IncompleteAnswerException ex) {
			// What was just denied must not be granted because of the outage.
			keep(asked, question, ex.getKnown());
			throw ex;
		}
	}

	private void keep(Asked asked, RemoteQuestion question, RemoteAnswer answer) {
		answer.decisions(question.permissions())
			.forEach((permission, decision) -> this.cache.keep(asked, question.subject(), permission, decision,
					question.expiresAt()));
	}

}
