package io.github.fgaspring.decision;

/**
 * Who decided.
 */
public enum DecisionSource {

	/**
	 * The permissions in the session token.
	 */
	CLAIMS,

	/**
	 * What the Authorization API has said earlier in the same request.
	 */
	MEMO,

	/**
	 * What the Authorization API has said no longer ago than the decision cache may keep
	 * it.
	 */
	CACHE,

	/**
	 * The WorkOS Authorization API.
	 */
	REMOTE,

	/**
	 * A grant that the decision cache keeps for the time of an outage.
	 */
	STALE,

	/**
	 * Nobody: the question could not be asked, so it was denied.
	 */
	NONE

}
