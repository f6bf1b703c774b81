package io.github.fgaspring.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.PermissionDecision;
import org.jspecify.annotations.Nullable;

/**
 * Answers from the {@link DecisionCache}, where {@link KeepingAnswers} keeps what others
 * answer. A question that must be current is never answered from it.
 */
final class CachedAnswers implements RemoteAnswers {

	private final DecisionCache cache;

	private final CallPool pool;

	private final RemoteAnswers next;

	/**
	 * Creates a decorator.
	 * @param cache keeps answers
	 * @param pool asks at the same time what several questions leave open
	 * @param next answers
	 */
	CachedAnswers(DecisionCache cache, CallPool pool, RemoteAnswers next) {
		this.cache = cache;
		this.pool = pool;
		this.next = next;
	}

	@Override
	public RemoteAnswer find(RemoteQuestion question) {
		RemoteAnswer kept = kept(question);
		return question.isAnsweredBy(kept) ? kept : complete(kept, question);
	}

	/**
	 * Calls that are under way keep nobody waiting whose answers are all kept.
	 */
	@Override
	public List<RemoteAnswer> findAll(List<RemoteQuestion> questions) {
		List<RemoteAnswer> answers = new ArrayList<>();
		List<Integer> open = new ArrayList<>();
		List<Supplier<RemoteAnswer>> calls = new ArrayList<>();
		for (RemoteQuestion question : questions) {
			RemoteAnswer kept = kept(question);
			if (!question.isAnsweredBy(kept)) {
				open.add(answers.size());
				calls.add(() -> complete(kept, question));
			}
			answers.add(kept);
		}
		List<RemoteAnswer> found = this.pool.call(calls);
		for (int i = 0; i < open.size(); i++) {
			answers.set(open.get(i), found.get(i));
		}
		return answers;
	}

	/**
	 * A list of all permissions is not kept as such, only what it says of each.
	 */
	private RemoteAnswer kept(RemoteQuestion question) {
		return (question.alwaysCurrent() || question.isAboutAll()) ? RemoteAnswer.NOTHING
				: find(question, this.cache::find, DecisionSource.CACHE);
	}

	private RemoteAnswer complete(RemoteAnswer kept, RemoteQuestion question) {
		if (question.alwaysCurrent() || question.isAboutAll()) {
			return ask(question);
		}
		RemoteQuestion open = question.about(kept.missing(question.permissions(), question.match()),
				question.complete());
		try {
			return kept.and(ask(open));
		}
		catch (CheckUnavailableException ex) {
			RemoteAnswer stale = kept.and(find(open, this.cache::findStale, DecisionSource.STALE));
			if (isOutage(ex) && question.isAnsweredBy(stale)) {
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
		try {
			return this.next.find(question);
		}
		catch (IncompleteAnswerException ex) {
			throw ex.getFailure();
		}
	}

}
