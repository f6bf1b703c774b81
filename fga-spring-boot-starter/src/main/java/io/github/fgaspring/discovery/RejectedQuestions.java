package io.github.fgaspring.discovery;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.fgaspring.decision.DenialReason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells once of each question that WorkOS rejects: to the caller it looks as if there
 * were nothing to see.
 */
final class RejectedQuestions {

	private static final Log logger = LogFactory.getLog(RejectedQuestions.class);

	/**
	 * More than an application asks; the names may come from anywhere.
	 */
	private static final int MAX_REMEMBERED = 1000;

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	/**
	 * Reports a denial if it is a rejection.
	 * @param reason why it was denied
	 * @param permission the permission slug
	 * @param about what was asked about, without ids
	 */
	void report(@Nullable DenialReason reason, String permission, Object about) {
		if (reason == DenialReason.REJECTED_QUESTION && this.known.size() < MAX_REMEMBERED
				&& this.known.add(permission + " " + about)) {
			logger.error("WorkOS rejected the question for [" + permission + "] of the application about " + about
					+ ": check that the permission exists and fits the resource type");
		}
	}

}
