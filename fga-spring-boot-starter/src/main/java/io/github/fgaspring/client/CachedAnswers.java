package io.github.fgaspring.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.PermissionDecision;
import org.jspecify.annotations.Nullable;

/**
 * Answers from the {@link DecisionCache} and keeps there what others answer. A question
 * that must be current is never answered from it, but its answer is kept.
 */
final class CachedAnswers implements RemoteAnswers {

	private final DecisionCache cache;

	private final RemoteAnswers next;

	CachedAnswers(DecisionCache cache, RemoteAnswers next) {
		this.cache = cache;
		this.next = next;
	}

	@Override
	public RemoteAnswer find(RemoteQuestion question) {
		if (question.alwaysCurrent()) {
			return ask(question);
		}
		RemoteAnswer kept = find(question, this.cache::find, DecisionSource.CACHE);
		List<String> missing = kept.missing(question.permissions(), question.match());
		if (missing.isEmpty()) {
			return kept;
		}
		RemoteQuestion open = question.about(missing, question.complete());
		try {
			return kept.and(ask(open));
		}
		catch (CheckUnavailableException ex) {
			RemoteAnswer stale = kept.and(find(open, this.cache::findStale, DecisionSource.STALE));
			if (isOutage(ex) && stale.missing(question.permissions(), question.match()).isEmpty()) {
				return stale;
			}
			throw ex;
		}
	}

	private static boolean isOutage(CheckUnavailableException ex) {
		return !(ex instanceof ApiFailureException failure) || failure.isOutage();
	}

	private static RemoteAnswer find(RemoteQuestion question,
			BiFunction<Subject, String, @Nullable PermissionDecision> lookup, DecisionSource source) {
		Map<String, PermissionDecision> found = new HashMap<>();
		for (String permission : question.permissions()) {
			PermissionDecision decision = lookup.apply(question.subject(), permission);
			if (decision != null) {
				found.put(permission, decision.from(source));
			}
		}
		return RemoteAnswer.of(found);
	}

	private RemoteAnswer ask(RemoteQuestion question) {
		long generation = this.cache.generation();
		try {
			RemoteAnswer answer = this.next.find(question);
			keep(generation, question, answer);
			return answer;
		}
		catch (IncompleteAnswerException ex) {
			// What was just denied must not be granted because of the outage.
			keep(generation, question, ex.getKnown());
			throw ex.getFailure();
		}
	}

	private void keep(long generation, RemoteQuestion question, RemoteAnswer answer) {
		Map<String, PermissionDecision> decisions = new HashMap<>(answer.decisions());
		for (String permission : question.permissions()) {
			PermissionDecision decision = answer.get(permission);
			if (decision != null) {
				decisions.put(permission, decision);
			}
		}
		decisions.forEach((permission, decision) -> this.cache.keep(generation, question.subject(), permission,
				decision, question.expiresAt()));
	}

}
