package io.github.fgaspring.client;

import io.github.fgaspring.decision.CheckUnavailableException;

/**
 * Only a part of the answer could be had. {@link CachedAnswers} makes use of that part
 * and throws the failure in its place.
 */
final class IncompleteAnswerException extends CheckUnavailableException {

	private final transient RemoteAnswer known;

	private final CheckUnavailableException failure;

	IncompleteAnswerException(RemoteAnswer known, CheckUnavailableException failure) {
		super("Only a part of the answer could be had", failure.getRetryAfter(), failure);
		this.known = known;
		this.failure = failure;
	}

	/**
	 * What was answered before the failure.
	 */
	RemoteAnswer getKnown() {
		return this.known;
	}

	/**
	 * Why the rest is missing.
	 */
	CheckUnavailableException getFailure() {
		return this.failure;
	}

}
