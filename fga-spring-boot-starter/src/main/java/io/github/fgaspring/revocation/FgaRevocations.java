package io.github.fgaspring.revocation;

import java.time.Clock;
import java.util.List;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange.Kind;

import org.springframework.util.Assert;

/**
 * Ends sessions before their tokens expire, as in "log out everywhere":
 *
 * <pre>
 * &#64;PostMapping("/me/log-out-everywhere")
 * void logOutEverywhere(FgaSession session) {
 *     revocations.revoke(FgaScope.user(session.userId()));
 * }
 * </pre>
 *
 * A request with such a token is answered with 401 from the next one on. What WorkOS
 * tells of is revoked without this.
 */
public final class FgaRevocations {

	private final LiveChanges changes;

	private final SessionMarks marks;

	private final Clock clock;

	/**
	 * Creates an instance.
	 * @param changes puts revocations into effect
	 * @param marks remembers them
	 * @param clock tells the time
	 */
	public FgaRevocations(LiveChanges changes, SessionMarks marks, Clock clock) {
		Assert.notNull(changes, "changes cannot be null");
		Assert.notNull(marks, "marks cannot be null");
		Assert.notNull(clock, "clock cannot be null");
		this.changes = changes;
		this.marks = marks;
		this.clock = clock;
	}

	/**
	 * Revokes all sessions in a scope, as far as their tokens have been issued until now
	 * or, because clocks disagree, within {@code fga.session.clock-skew} from now: who
	 * signs in again later gets in. A single session has ended, whenever its tokens are
	 * issued. All of this holds until no token that exists by now can be valid, for
	 * {@code fga.session.max-token-age}.
	 * <p>
	 * WorkOS is not told: it goes on refreshing sessions unless they are revoked there. A
	 * session of a login of the application's own counts as signed in again if its
	 * {@link FgaSession#issuedAt() issuedAt} says so, and otherwise not.
	 * @param scope whose sessions, in the ids that sessions have; not a resource
	 * @return whether all other instances were told; if not, for example because Redis is
	 * out of reach, they will be as soon as possible
	 */
	public boolean revoke(FgaScope scope) {
		Assert.notNull(scope, "scope cannot be null");
		Assert.isTrue(!(scope instanceof FgaScope.Resource), "A resource has no sessions");
		Kind kind = (scope instanceof FgaScope.Session) ? Kind.ENDED : Kind.REVOKED;
		return this.changes.publish(List.of(new LiveChange(kind, scope, this.clock.instant())));
	}

	/**
	 * Whether a session counts no longer.
	 * @param session the session
	 * @return whether it was revoked
	 */
	public boolean isRevoked(FgaSession session) {
		return this.marks.isRevoked(session);
	}

}
