package io.github.fgaspring.revocation;

import java.time.Instant;

import io.github.fgaspring.decision.FgaScope;

import org.springframework.util.Assert;

/**
 * A change that takes effect at once. Changes may arrive late, twice and in any order:
 * the outcome is the same.
 *
 * @param kind what it means
 * @param scope whom or what it concerns
 * @param time when it happened
 */
public record LiveChange(Kind kind, FgaScope scope, Instant time) {

	public LiveChange {
		Assert.notNull(kind, "kind cannot be null");
		Assert.notNull(scope, "scope cannot be null");
		Assert.notNull(time, "time cannot be null");
	}

	/**
	 * What a change means for the sessions it concerns, and for what is cached about
	 * them. Whatever it means, nothing cached before counts any more.
	 */
	public enum Kind {

		/**
		 * It is gone for good: no session counts, whenever its token was issued.
		 */
		ENDED,

		/**
		 * Sessions do not count whose tokens were issued before.
		 */
		REVOKED,

		/**
		 * Roles and permissions in tokens that were issued before are out of date.
		 */
		OUTDATED,

		/**
		 * Only what is cached is out of date.
		 */
		EVICTED

	}

}
