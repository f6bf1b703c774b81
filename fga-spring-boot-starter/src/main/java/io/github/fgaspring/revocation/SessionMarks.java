package io.github.fgaspring.revocation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.ScopeMarks.Mark;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Remembers which sessions have been revoked, and which hold roles and permissions that
 * are out of date, at least for as long as a token that was issued before can be
 * accepted.
 * <p>
 * Clocks may disagree. Tokens that were issued no longer after a change than clocks may
 * disagree are therefore taken for older ones. The price is that a user who signs in
 * again within that time is refused, or takes the slower path, until the next token.
 */
public final class SessionMarks implements LiveChangeListener {

	/**
	 * Also how much longer marks are kept than they have to be, for requests whose token
	 * was accepted just before.
	 */
	private static final Duration FORGETTING_INTERVAL = Duration.ofMinutes(1);

	private final ScopeMarks revoked = new ScopeMarks();

	private final ScopeMarks outdated = new ScopeMarks();

	private final Duration maxTokenAge;

	private final Duration clockSkew;

	private final Clock clock;

	private final AtomicReference<Instant> nextForgetting;

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
		this.nextForgetting = new AtomicReference<>(clock.instant().plus(FORGETTING_INTERVAL));
	}

	@Override
	public void onChange(LiveChange change) {
		Instant now = this.clock.instant();
		if (change.kind() != Kind.EVICTED && isRelevant(change, now)) {
			Instant issuedUntil = (change.kind() != Kind.ENDED) ? issuedUntil(change, now) : Instant.MAX;
			Mark mark = new Mark(issuedUntil, keptUntil(change, now));
			((change.kind() == Kind.OUTDATED) ? this.outdated : this.revoked).add(change.scope(), mark);
		}
		forget(now);
	}

	/**
	 * Whether a change can still concern a token.
	 * @param change the change
	 * @param now what time it is
	 * @return {@code false} if all tokens that were issued before are too old by now
	 */
	public boolean isRelevant(LiveChange change, Instant now) {
		return !keptUntil(change, now).isBefore(now);
	}

	/**
	 * A time that no clock can have told would refuse tokens that are yet to come.
	 */
	private Instant issuedUntil(LiveChange change, Instant now) {
		Instant latest = now.plus(this.clockSkew);
		return (change.time().isBefore(latest) ? change.time() : latest).plus(this.clockSkew);
	}

	private Instant keptUntil(LiveChange change, Instant now) {
		return issuedUntil(change, now).plus(this.maxTokenAge).plus(this.clockSkew);
	}

	private void forget(Instant now) {
		Instant next = this.nextForgetting.get();
		if (!now.isBefore(next) && this.nextForgetting.compareAndSet(next, now.plus(FORGETTING_INTERVAL))) {
			this.revoked.forgetBefore(now.minus(FORGETTING_INTERVAL));
			this.outdated.forgetBefore(now.minus(FORGETTING_INTERVAL));
		}
	}

	/**
	 * Whether nothing is remembered, so that no session need be looked at.
	 * @return {@code true} if no session is revoked or out of date
	 */
	public boolean isEmpty() {
		return this.revoked.isEmpty() && this.outdated.isEmpty();
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
	 * Whether a refreshed token would tell more than the one that a session has. It would
	 * not if that was issued after the change, even if clocks disagree too little for
	 * that to be certain.
	 * @param session the session
	 * @return whether its token was issued before what it says was out of date;
	 * {@code false} if it has none
	 */
	public boolean isRefreshDue(FgaSession session) {
		Instant issuedAt = session.issuedAt();
		return issuedAt != null && this.outdated.concern(session, issuedAt.plus(this.clockSkew));
	}

	/**
	 * What is left of a session.
	 * @param session the session as it was when its token was issued
	 * @return the session, without roles and permissions if they are out of date, or
	 * {@code null} if it was revoked
	 */
	public @Nullable FgaSession current(FgaSession session) {
		if (isRevoked(session)) {
			return null;
		}
		return isOutdated(session) ? session.withoutRolesAndPermissions() : session;
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
		this.revoked.forgetBefore(Instant.MAX);
		this.outdated.forgetBefore(Instant.MAX);
	}

}
