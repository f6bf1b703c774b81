package io.github.fgaspring.client;

import java.util.List;
import java.util.Map;
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
		Key key = new Key(this, this.generation.getAsLong(), question.subject());
		RemoteAnswer known = memo.getOrDefault(key, RemoteAnswer.NOTHING);
		List<String> missing = question.alwaysCurrent() ? question.permissions()
				: known.missing(question.permissions(), question.match());
		RemoteAnswer remembered = question.alwaysCurrent() ? RemoteAnswer.NOTHING
				: known.select(question.permissions(), DecisionSource.MEMO);
		if (missing.isEmpty()) {
			return remembered;
		}
		boolean second = known != RemoteAnswer.NOTHING && !known.isListed();
		RemoteAnswer found = this.next.find(question.about(missing, second));
		if (memo.size() < MAX_SIZE || memo.containsKey(key)) {
			memo.merge(key, found, RemoteAnswer::and);
		}
		return remembered.and(found);
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

}
