package io.github.fgaspring.client;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.github.fgaspring.client.DecisionCache.Asked;
import io.github.fgaspring.client.SharedDecisions.Subject;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.PermissionDecision;
import org.jspecify.annotations.Nullable;

/**
 * Answers with what other instances have asked, and shares with them what others answer.
 * What is found counts only if the {@link DecisionCache} of this instance keeps it: that
 * knows what has been evicted meanwhile, and what this instance has learned since. A
 * question that must be current is never answered so, but its answer is shared.
 */
final class SharedAnswers implements RemoteAnswers {

	private final SharedDecisions shared;

	private final DecisionCache cache;

	private final RemoteAnswers next;

	/**
	 * Creates a decorator.
	 * @param shared what instances share
	 * @param cache keeps what is found
	 * @param next answers
	 */
	SharedAnswers(SharedDecisions shared, DecisionCache cache, RemoteAnswers next) {
		this.shared = shared;
		this.cache = cache;
		this.next = next;
	}

	@Override
	public RemoteAnswer find(RemoteQuestion question) {
		if (question.alwaysCurrent() || question.isAboutAll()) {
			return ask(question);
		}
		RemoteAnswer known = learn(question);
		return question.isAnsweredBy(known) ? known : known
			.and(ask(question.about(known.missing(question.permissions(), question.match()), question.complete())));
	}

	private RemoteAnswer learn(RemoteQuestion question) {
		Asked now = this.cache.ask();
		Map<String, PermissionDecision> learned = new HashMap<>();
		this.shared.find(subject(question), question.permissions()).forEach((permission, found) -> {
			Asked asked = new Asked(now.generation(), now.time() - found.age().toNanos());
			this.cache.keep(asked, question.subject(), permission, found.decision(),
					earlier(found.goodUntil(), question.expiresAt()));
			PermissionDecision kept = this.cache.find(question.subject(), permission);
			if (kept != null) {
				learned.put(permission, kept.from(DecisionSource.CACHE));
			}
		});
		return RemoteAnswer.of(learned);
	}

	private static Instant earlier(Instant one, @Nullable Instant other) {
		return (other != null && other.isBefore(one)) ? other : one;
	}

	private RemoteAnswer ask(RemoteQuestion question) {
		Asked asked = this.cache.ask();
		long begin = System.nanoTime();
		try {
			RemoteAnswer answer = this.next.find(question);
			share(asked, begin, question, answer);
			return answer;
		}
		catch (IncompleteAnswerException ex) {
			share(asked, begin, question, ex.getKnown());
			throw ex;
		}
	}

	/**
	 * What was asked before something was evicted is not shared, unless it is a denial,
	 * which puts an end to an earlier grant.
	 */
	private void share(Asked asked, long begin, RemoteQuestion question, RemoteAnswer answer) {
		Map<String, PermissionDecision> decisions = answer.decisions(question.permissions());
		if (asked.generation() != this.cache.generation()) {
			decisions.values().removeIf(PermissionDecision::isGranted);
		}
		if (!decisions.isEmpty()) {
			this.shared.keep(subject(question), decisions, Duration.ofNanos(System.nanoTime() - begin),
					question.expiresAt());
		}
	}

	private static Subject subject(RemoteQuestion question) {
		RemoteQuestion.Subject subject = question.subject();
		return new Subject(subject.organizationId(), subject.membershipId(), subject.resource());
	}

}
