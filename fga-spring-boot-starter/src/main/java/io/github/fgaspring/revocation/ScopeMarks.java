package io.github.fgaspring.revocation;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.FgaScope;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for each scope up to when tokens must have been issued to be concerned. What
 * it takes to find out about a session does not depend on how much is remembered.
 */
final class ScopeMarks {

	private final ConcurrentMap<String, Mark> sessions = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, Mark> users = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, Mark> memberships = new ConcurrentHashMap<>();

	private final ConcurrentMap<FgaScope, Mark> usersInOrganizations = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, Mark> organizations = new ConcurrentHashMap<>();

	private final ConcurrentMap<FgaScope, Mark> everything = new ConcurrentHashMap<>();

	/**
	 * Adds a mark. The later of two about the same scope counts. Resources concern no
	 * session as a whole.
	 */
	void add(FgaScope scope, Mark mark) {
		if (scope instanceof FgaScope.Session session) {
			this.sessions.merge(session.id(), mark, Mark::later);
		}
		else if (scope instanceof FgaScope.User user) {
			this.users.merge(user.id(), mark, Mark::later);
		}
		else if (scope instanceof FgaScope.Membership membership) {
			this.memberships.merge(membership.id(), mark, Mark::later);
		}
		else if (scope instanceof FgaScope.UserInOrganization) {
			this.usersInOrganizations.merge(scope, mark, Mark::later);
		}
		else if (scope instanceof FgaScope.Organization organization) {
			this.organizations.merge(organization.id(), mark, Mark::later);
		}
		else if (scope instanceof FgaScope.Everything) {
			this.everything.merge(scope, mark, Mark::later);
		}
	}

	/**
	 * Whether a session is concerned. One that does not say when it was issued was issued
	 * before everything.
	 */
	boolean concern(FgaSession session) {
		Instant issuedAt = session.issuedAt();
		long issued = (issuedAt != null) ? issuedAt.toEpochMilli() : Long.MIN_VALUE;
		return concerns(this.sessions, session.sessionId(), issued) || concerns(this.users, session.userId(), issued)
				|| concerns(this.memberships, session.organizationMembershipId(), issued)
				|| concerns(this.organizations, session.organizationId(), issued) || concernsPair(session, issued)
				|| concernsEverything(issued);
	}

	private static <K> boolean concerns(ConcurrentMap<K, Mark> marks, @Nullable K key, long issued) {
		Mark mark = (key != null && !marks.isEmpty()) ? marks.get(key) : null;
		return mark != null && issued <= mark.issuedUntil;
	}

	/**
	 * A session that names its membership is known by that: its user may have another one
	 * by now.
	 */
	private boolean concernsPair(FgaSession session, long issued) {
		String organizationId = session.organizationId();
		return organizationId != null && session.organizationMembershipId() == null
				&& !this.usersInOrganizations.isEmpty() && concerns(this.usersInOrganizations,
						new FgaScope.UserInOrganization(session.userId(), organizationId), issued);
	}

	private boolean concernsEverything(long issued) {
		return !this.everything.isEmpty()
				&& this.everything.values().stream().anyMatch((mark) -> issued <= mark.issuedUntil);
	}

	/**
	 * Forgets marks that can concern no token any more.
	 * @param now the time in milliseconds
	 */
	void forget(long now) {
		Predicate<Mark> over = (mark) -> mark.keptUntil < now;
		this.sessions.values().removeIf(over);
		this.users.values().removeIf(over);
		this.memberships.values().removeIf(over);
		this.usersInOrganizations.values().removeIf(over);
		this.organizations.values().removeIf(over);
		this.everything.values().removeIf(over);
	}

	/**
	 * Forgets everything.
	 */
	void reset() {
		forget(Long.MAX_VALUE);
	}

	int size() {
		return this.sessions.size() + this.users.size() + this.memberships.size() + this.usersInOrganizations.size()
				+ this.organizations.size() + this.everything.size();
	}

	/**
	 * A mark.
	 *
	 * @param issuedUntil up to when tokens must have been issued to be concerned, in
	 * milliseconds
	 * @param keptUntil until when there can be such tokens, in milliseconds
	 */
	record Mark(long issuedUntil, long keptUntil) {

		private Mark later(Mark other) {
			return new Mark(Math.max(this.issuedUntil, other.issuedUntil), Math.max(this.keptUntil, other.keptUntil));
		}

	}

}
