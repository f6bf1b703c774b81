package io.github.fgaspring.membership;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the membership behind a session that has an organization but does not name the
 * membership in it. By default WorkOS is asked; a bean of this type takes its place, for
 * an application that keeps membership ids next to its users. A membership of another
 * organization than the session's, or whose id cannot be one, counts as none.
 */
@FunctionalInterface
public interface MembershipResolver {

	/**
	 * Returns the membership of the session's user in the session's organization.
	 * @param session a session with an organization
	 * @return the one active membership, or {@code null} if there is none or more than
	 * one, which denies every question about resources
	 * @throws CheckUnavailableException if that cannot be found out at the moment
	 */
	@Nullable Membership resolve(FgaSession session);

	/**
	 * Like {@link #resolve(FgaSession)}, for a rule that must be current: what has been
	 * kept from earlier look-ups will not do.
	 * @param session a session with an organization
	 * @return the one active membership, or {@code null} if there is none or more than
	 * one
	 * @throws CheckUnavailableException if that cannot be found out at the moment
	 */
	default @Nullable Membership resolveCurrent(FgaSession session) {
		return resolve(session);
	}

}
