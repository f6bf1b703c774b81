package io.github.fgaspring.client;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.DecisionSource;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Remembers answers for the rest of the current web request, its asynchronous dispatches
 * included. The second question about a resource is the occasion to learn about all
 * permissions on it, which costs no more than the question alone. Outside of a request
 * nothing is remembered. A question that must be current is always asked.
 */
final class MemoizedAnswers implements RemoteAnswers {

	private static final String ATTRIBUTE = MemoizedAnswers.class.getName();

	/**
	 * How many resources a request is remembered to have asked about.
	 */
	private static final int MAX_SIZE = 1000;

	private final LongSupplier generation;

	private final RemoteAnswers next;

	/**
	 * Creates a decorator.
	 * @param generation what was remembered in an earlier generation does not count
	 * @param next answers
	 */
	MemoizedAnswers(LongSupplier generation, RemoteAnswers next) {
		this.generation = generation;
		this.next = next;
	}

	@Override
	public RemoteAnswer find(RemoteQuestion question) {
		Map<Key, RemoteAnswer> memo = current();
		return (memo != null) ? find(question, memo) : this.next.find(question);
	}

	private RemoteAnswer find(RemoteQuestion question, Map<Key, RemoteAnswer> memo) {
		Recollection recollection = recall(question, memo);
		if (recollection.open == null) {
			return recollection.answer;
		}
		return remember(recollection, this.next.find(recollection.open), memo);
	}

	/**
	 * The whole batch is looked up and remembered by the caller's thread: others must not
	 * touch the request, which may be over before they are.
	 */
	@Override
	public List<RemoteAnswer> findAll(List<RemoteQuestion> questions) {
		Map<Key, RemoteAnswer> memo = current();
		if (memo == null) {
			return this.next.findAll(questions);
		}
		List<Recollection> recollections = questions.stream().map((question) -> recall(question, memo)).toList();
		Iterator<RemoteAnswer> found = this.next
			.findAll(recollections.stream().map(Recollection::open).filter(Objects::nonNull).toList())
			.iterator();
		return recollections.stream()
			.map((recollection) -> (recollection.open != null) ? remember(recollection, found.next(), memo)
					: recollection.answer)
			.toList();
	}

	private Recollection recall(RemoteQuestion question, Map<Key, RemoteAnswer> memo) {
		Key key = new Key(this, this.generation.getAsLong(), question.subject());
		RemoteAnswer known = memo.getOrDefault(key, RemoteAnswer.NOTHING);
		if (question.isAboutAll()) {
			return new Recollection(key, known, question.isAnsweredBy(known) ? null : question);
		}
		boolean second = known != RemoteAnswer.NOTHING && !known.isListed();
		if (question.alwaysCurrent()) {
			return new Recollection(key, RemoteAnswer.NOTHING, question.about(question.permissions(), second));
		}
		List<String> missing = known.missing(question.permissions(), question.match());
		return new Recollection(key, known.select(question.permissions(), DecisionSource.MEMO),
				missing.isEmpty() ? null : question.about(missing, second));
	}

	private static RemoteAnswer remember(Recollection recollection, RemoteAnswer found, Map<Key, RemoteAnswer> memo) {
		if (memo.size() < MAX_SIZE || memo.containsKey(recollection.key)) {
			memo.merge(recollection.key, found, RemoteAnswer::and);
		}
		return recollection.answer.and(found);
	}

	/**
	 * The memo of the current request, {@code null} outside of one.
	 */
	@SuppressWarnings("unchecked")
	private static @Nullable Map<Key, RemoteAnswer> current() {
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		if (attributes == null) {
			return null;
		}
		try {
			Object memo = attributes.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
			if (memo == null) {
				memo = new ConcurrentHashMap<Key, RemoteAnswer>();
				attributes.setAttribute(ATTRIBUTE, memo, RequestAttributes.SCOPE_REQUEST);
			}
			return (Map<Key, RemoteAnswer>) memo;
		}
		catch (IllegalStateException ex) {
			// The request is over, and this is a thread that it left behind.
			return null;
		}
	}

	/**
	 * What is remembered about, and by whom: all share the attribute of the request, but
	 * not every one asks the same API.
	 */
	private record Key(MemoizedAnswers owner, long generation, Subject subject) {

	}

	/**
	 * What is known of an answer.
	 *
	 * @param answer the part that is known
	 * @param open the question about the rest, {@code null} if there is none
	 */
	private record Recollection(Key key, RemoteAnswer answer, @Nullable RemoteQuestion open) {

	}

}
