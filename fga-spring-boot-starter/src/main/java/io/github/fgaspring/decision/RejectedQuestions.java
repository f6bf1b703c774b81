package io.github.fgaspring.decision;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs each question that WorkOS rejects, once. To the caller a rejection is a denial
 * like any other, so nobody else would notice the mistake behind it.
 */
public final class RejectedQuestions {

	private static final Log logger = LogFactory.getLog(RejectedQuestions.class);

	/**
	 * More than an application asks; the names may come from anywhere.
	 */
	private static final int MAX_REMEMBERED = 1000;

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	/**
	 * Logs a denial if it is a rejection, and the first of this question.
	 * @param reason why it was denied, or {@code null} if it was granted
	 * @param permissions the permission slugs
	 * @param asker who asked; its text holds no ids
	 */
	public void report(@Nullable DenialReason reason, List<String> permissions, Object asker) {
		if (reason == DenialReason.REJECTED_QUESTION && this.known.size() < MAX_REMEMBERED
				&& this.known.add(permissions + " " + asker)) {
			logger.error("WorkOS rejected the question for " + permissions + " of " + asker
					+ ": check that the permission exists and fits the resource type");
		}
	}

}
