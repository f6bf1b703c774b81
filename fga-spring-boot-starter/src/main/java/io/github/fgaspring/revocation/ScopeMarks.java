package io.github.fgaspring.revocation;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.FgaScope;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for each scope up to when tokens must have been issued to be concerned. What
 * it takes to find out about a session is a few look-ups, however much is remembered, and
 * nothing is allocated for it.
 */
final class ScopeMarks {

	private static final Mark NONE = new Mark(Instant.MIN, Instant.MIN);

	private final ConcurrentMap<String, Mark> sessions = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, Mark> users = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, Mark> memberships = new ConcurrentHashMap<>();

	/**
	 * By organization, then by user. No map of users is empty.
	 */
	private final ConcurrentMap<String, ConcurrentMap<String, Mark>> usersInOrganizations = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, Mark> organizations = new ConcurrentHashMap<>();

	private final AtomicReference<Mark> everything = new AtomicReference<>(NONE);

	/**
	 * Whether there has ever been a mark: most applications never have one, and should
	 * not look for it. It does not become false again, so that no mark can be missed.
	 */
	private volatile boolean used;

	/**
	 * Adds a mark. The later of two about the same scope counts. Resources concern no
	 * session as a whole.
	 */
	void add(FgaScope scope, Mark mark) {
		this.used = true;
		if (scope instanceof FgaScope.Session session) {
			this.sessions.merge(session.id(), mark, Mark::later);
		}
		else if (scope instanceof FgaScope.User user) {
			this.users.merge(user.id(), mark, Mark::later);
		}
		else if (scope instanceof FgaScope.Membership membership) {
			this.memberships.merge(membership.id(), mark, Mark::later);
		}
		else if (scope instanceof FgaScope.UserInOrganization pair) {
			this.usersInOrganizations.compute(pair.organizationId(), (organizationId, known) -> {
				ConcurrentMap<String, Mark> users = (known != null) ? known : new ConcurrentHashMap<>();
				users.merge(pair.userId(), mark, Mark::later);
				return users;
			});
		}
		else if (scope instanceof FgaScope.Organization organization) {
			this.organizations.merge(organization.id(), mark, Mark::later);
		}
		else if (scope instanceof FgaScope.Everything) {
			this.everything.accumulateAndGet(mark, Mark::later);
		}
	}

	boolean isEmpty() {
		return !this.used || (this.everything.get() == NONE && this.sessions.isEmpty() && this.users.isEmpty()
				&& this.memberships.isEmpty() && this.organizations.isEmpty() && this.usersInOrganizations.isEmpty());
	}

	/**
	 * Whether a session is concerned. One that does not say when it was issued was issued
	 * before everything.
	 */
	boolean concern(FgaSession session) {
		return this.used && concern(session, (session.issuedAt() != null) ? session.issuedAt() : Instant.MIN);
	}

	/**
	 * Whether a session would be concerned had it been issued at some time.
	 */
	boolean concern(FgaSession session, Instant issuedAt) {
		String organizationId = session.organizationId();
		return concerns(this.everything.get(), issuedAt) || concerns(find(this.sessions, session.sessionId()), issuedAt)
				|| concerns(find(this.users, session.userId()), issuedAt)
				|| concerns(find(this.memberships, session.organizationMembershipId()), issuedAt)
				|| concerns(find(this.organizations, organizationId), issuedAt)
				|| concerns(find(find(this.usersInOrganizations, organizationId), session.userId()), issuedAt);
	}

	private static <V> @Nullable V find(@Nullable ConcurrentMap<String, V> marks, @Nullable String id) {
		return (marks != null && id != null && !marks.isEmpty()) ? marks.get(id) : null;
	}

	private static boolean concerns(@Nullable Mark mark, Instant issuedAt) {
		return mark != null && mark != NONE && !issuedAt.isAfter(mark.issuedUntil);
	}

	/**
	 * Forgets marks that were to be kept until before some time.
	 */
	void forgetBefore(Instant time) {
		Predicate<Mark> over = (mark) -> mark.keptUntil.isBefore(time);
		this.sessions.values().removeIf(over);
		this.users.values().removeIf(over);
		this.memberships.values().removeIf(over);
		this.organizations.values().removeIf(over);
		this.usersInOrganizations.keySet()
			.forEach((organizationId) -> this.usersInOrganizations.computeIfPresent(organizationId, (key, users) -> {
				users.values().removeIf(over);
				return users.isEmpty() ? null : users;
			}));
		this.everything.updateAndGet((mark) -> over.test(mark) ? NONE : mark);
	}

	int size() {
		return this.sessions.size() + this.users.size() + this.memberships.size() + this.organizations.size()
				+ this.usersInOrganizations.values().stream().mapToInt(ConcurrentMap::size).sum()
				+ ((this.everything.get() != NONE) ? 1 : 0);
	}

	/**
	 * A mark.
	 *
	 * @param issuedUntil up to when tokens must have been issued to be concerned
	 * @param keptUntil until when there can be such tokens
	 */
	record Mark(Instant issuedUntil, Instant keptUntil) {

		private Mark later(Mark other) {
			return new Mark(later(this.issuedUntil, other.issuedUntil), later(this.keptUntil, other.keptUntil));
		}

		private static Instant later(Instant one, Instant other) {
			return one.isAfter(other) ? one : other;
		}

	}

}
