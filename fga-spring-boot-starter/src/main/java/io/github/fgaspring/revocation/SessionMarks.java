package io.github.fgaspring.revocation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.ScopeMarks.Mark;

import org.springframework.util.Assert;

/**
 * Remembers which sessions have been revoked, and which hold roles and permissions that
 * are out of date, for as long as a token that was issued before can be accepted.
 * <p>
 * Clocks may disagree. Tokens that were issued no longer after a change than clocks may
 * disagree are therefore taken for older ones. The price is that a user who signs in
 * again within that time is refused, or takes the slower path, until the next token.
 */
public final class SessionMarks implements LiveChangeListener {

	private static final Duration FORGETTING_INTERVAL = Duration.ofMinutes(1);

	private final ScopeMarks revoked = new ScopeMarks();

	private final ScopeMarks outdated = new ScopeMarks();

	private final Duration maxTokenAge;

	private final Duration clockSkew;

	private final Clock clock;

	private final AtomicLong nextForgetting;

	/**
	 * Creates an instance that remembers nothing yet.
	 * @param maxTokenAge how old a token can be that is accepted
	 * @param clockSkew how far clocks may disagree
	 * @param clock tells the time
	 */
	public SessionMarks(Duration maxTokenAge, Duration clockSkew, Clock clock) {
		Assert.isTrue(maxTokenAge.compareTo(Duration.ZERO) > 0, "maxTokenAge must be positive");
		Assert.isTrue(!clockSkew.isNegative(), "clockSkew cannot be negative");
		Assert.notNull(clock, "clock cannot be null");
		this.maxTokenAge = maxTokenAge;
		this.clockSkew = clockSkew;
		this.clock = clock;
		this.nextForgetting = new AtomicLong(clock.millis() + FORGETTING_INTERVAL.toMillis());
	}

	@Override
	public void onChange(LiveChange change) {
		Instant now = this.clock.instant();
		if (change.kind() == Kind.EVICTED || !isRelevant(change, now)) {
			return;
		}
		// A time that no clock can have told would refuse tokens that are yet to come.
		Instant latest = now.plus(this.clockSkew);
		Instant time = (change.time().isBefore(latest) ? change.time() : latest).plus(this.clockSkew);
		long issuedUntil = (change.kind() == Kind.ENDED) ? Long.MAX_VALUE : time.toEpochMilli();
		Mark mark = new Mark(issuedUntil, keptUntil(time).toEpochMilli());
		((change.kind() == Kind.OUTDATED) ? this.outdated : this.revoked).add(change.scope(), mark);
		forget(now.toEpochMilli());
	}

	/**
	 * Whether a change can still concern a token.
	 * @param change the change
	 * @param now what time it is
	 * @return {@code false} if all tokens that were issued before are too old by now
	 */
	public boolean isRelevant(LiveChange change, Instant now) {
		return !keptUntil(change.time().plus(this.clockSkew)).isBefore(now);
	}

	private Instant keptUntil(Instant time) {
		return time.plus(this.maxTokenAge).plus(this.clockSkew);
	}

	private void forget(long now) {
		long next = this.nextForgetting.get();
		if (now >= next && this.nextForgetting.compareAndSet(next, now + FORGETTING_INTERVAL.toMillis())) {
			this.revoked.forget(now);
			this.outdated.forget(now);
		}
	}

	/**
	 * Whether a session counts no longer.
	 * @param session the session
	 * @return whether it was revoked
	 */
	public boolean isRevoked(FgaSession session) {
		return this.revoked.concern(session);
	}

	/**
	 * Whether roles and permissions of a session are out of date.
	 * @param session the session
	 * @return whether they may have changed since its token was issued
	 */
	public boolean isOutdated(FgaSession session) {
		return this.outdated.concern(session);
	}

	/**
	 * How many revocations are remembered.
	 * @return their number
	 */
	public int getRevocations() {
		return this.revoked.size();
	}

	/**
	 * How many scopes are remembered in which tokens are out of date.
	 * @return their number
	 */
	public int getOutdated() {
		return this.outdated.size();
	}

	/**
	 * Forgets everything.
	 */
	public void reset() {
		this.revoked.reset();
		this.outdated.reset();
	}

}
