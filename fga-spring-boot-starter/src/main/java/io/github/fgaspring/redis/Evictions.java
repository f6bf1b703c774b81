package io.github.fgaspring.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.fgaspring.client.SharedDecisions.Subject;
import io.github.fgaspring.decision.FgaScope;

import org.springframework.util.StringUtils;

/**
 * Remembers when what was evicted, for as long as there can be answers from before. About
 * a session, a user or a user in an organization as such there are none. Should there be
 * too much to remember, everything counts as evicted.
 */
final class Evictions {

	static final int MAX_SIZE = 10_000;

	private static final FgaScope EVERYTHING = FgaScope.everything();

	private final Map<FgaScope, Instant> times = new ConcurrentHashMap<>();

	private final Duration memory;

	private final Duration uncertainty;

	private final Clock clock;

	/**
	 * Creates an instance that remembers nothing yet.
	 * @param longestTtl how old an answer can be
	 * @param clockSkew how far a clock may be wrong
	 * @param clock tells the time
	 */
	Evictions(Duration longestTtl, Duration clockSkew, Clock clock) {
		// Two clocks, one of which is ahead and the other behind.
		this.uncertainty = clockSkew.multipliedBy(2);
		this.memory = longestTtl.plus(this.uncertainty.multipliedBy(2));
		this.clock = clock;
	}

	void add(FgaScope scope, Instant time) {
		if (scope instanceof FgaScope.Membership || scope instanceof FgaScope.Organization
				|| scope instanceof FgaScope.Resource || scope instanceof FgaScope.Everything) {
			Instant now = this.clock.instant();
			Instant latest = now.plus(this.uncertainty);
			put(scope, time.isBefore(latest) ? time : latest);
			if (this.times.size() > MAX_SIZE) {
				this.times.values().removeIf((evicted) -> evicted.plus(this.memory).isBefore(now));
			}
			if (this.times.size() > MAX_SIZE) {
				put(EVERYTHING, latest);
				this.times.keySet().removeIf((known) -> !known.equals(EVERYTHING));
			}
		}
	}

	private void put(FgaScope scope, Instant time) {
		this.times.merge(scope, time, (one, other) -> one.isAfter(other) ? one : other);
	}

	/**
	 * Whether an answer was asked for after everything that has been evicted.
	 */
	boolean isAfter(Subject subject, Instant asked) {
		Instant certain = asked.minus(this.uncertainty);
		return isAfter(certain, EVERYTHING) && isAfter(certain, FgaScope.resource(subject.resource()))
				&& isAfterId(certain, subject.membershipId(), FgaScope::membership)
				&& isAfterId(certain, subject.organizationId(), FgaScope::organization);
	}

	/**
	 * No scope has a blank id.
	 */
	private boolean isAfterId(Instant asked, String id, Function<String, FgaScope> scope) {
		return !StringUtils.hasText(id) || isAfter(asked, scope.apply(id));
	}

	private boolean isAfter(Instant asked, FgaScope scope) {
		Instant evicted = this.times.get(scope);
		return evicted == null || asked.isAfter(evicted);
	}

}
