package io.github.fgaspring.membership;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.ApiAnswer;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.LookupCache;
import io.github.fgaspring.client.RemotePermissionChecker;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.FgaScope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * Asks WorkOS for the active memberships of a user in an organization and keeps the
 * answer for a while. It counts only if there is exactly one; otherwise the log says what
 * there is instead and what to do about it, once a minute at most.
 * <p>
 * Every membership in the answer must be one of that user in that organization: an answer
 * to another question is no answer.
 *
 * @see <a href=
 * "https://workos.com/docs/reference/authkit/organization-membership/list">List
 * organization memberships</a>
 */
public final class ApiMembershipResolver implements MembershipResolver {

	static final Duration POSITIVE_TTL = Duration.ofMinutes(5);

	private static final Log logger = LogFactory.getLog(ApiMembershipResolver.class);

	private static final String PATH = "/user_management/organization_memberships"
			+ "?user_id={userId}&organization_id={organizationId}&statuses=";

	private static final String ACTIVE = "active";

	private static final String NOT_ACTIVE = "inactive,pending";

	/**
	 * More pages than the memberships of one user in one organization can fill.
	 */
	private static final int MAX_PAGES = 10;

	private final WorkOsApi api;

	private final WorkOsIds ids;

	private final LookupCache<Key, Set<String>> lookups;

	private final LogThrottle throttle;

	/**
	 * Creates an instance.
	 * @param api asks WorkOS
	 * @param ids knows what WorkOS calls users and organizations
	 * @param maxWait how long a thread without a deadline waits for another that looks up
	 * the same
	 * @param status learns how often a call was spared
	 * @param ticker measures how long answers are kept
	 * @param clock tells when to log
	 */
	public ApiMembershipResolver(WorkOsApi api, WorkOsIds ids, Duration maxWait, ApiStatus status, Ticker ticker,
			Clock clock) {
		Assert.notNull(api, "api cannot be null");
		Assert.notNull(ids, "ids cannot be null");
		this.api = api;
		this.ids = ids;
		this.lookups = new LookupCache<>((active) -> active.size() == 1, POSITIVE_TTL, maxWait, status, ticker);
		this.throttle = new LogThrottle(clock);
	}

	@Override
	public @Nullable Membership resolve(FgaSession session) {
		return resolve(session, false);
	}

	@Override
	public @Nullable Membership resolveCurrent(FgaSession session) {
		return resolve(session, true);
	}

	private @Nullable Membership resolve(FgaSession session, boolean current) {
		String organization = session.organizationId();
		String organizationId = (organization != null) ? this.ids.ofOrganization(organization, current) : null;
		String userId = (organizationId != null) ? this.ids.ofUser(session.userId(), current) : null;
		if (organizationId == null || userId == null) {
			return null;
		}
		Key key = new Key(userId, organizationId);
		Set<String> active = current ? this.lookups.findCurrent(key, () -> lookUp(key))
				: this.lookups.find(key, () -> lookUp(key));
		if (active.size() == 1) {
			return new Membership(active.iterator().next(), organizationId);
		}
		report(key, !active.isEmpty());
		return null;
	}

	/**
	 * The ids of the active memberships, not more than two of them.
	 */
	private Set<String> lookUp(Key key) {
		Set<String> active = new LinkedHashSet<>();
		String after = null;
		for (int number = 1; number <= MAX_PAGES; number++) {
			Page page = this.api.getPage(Page::read, after, PATH + ACTIVE, key.userId, key.organizationId);
			if (page == null && after == null) {
				return Set.of();
			}
			if (page == null) {
				break;
			}
			active.addAll(page.idsOf(key, true));
			after = page.after;
			if (after == null || active.size() > 1) {
				return active;
			}
		}
		throw new CheckUnavailableException("The list of memberships at WorkOS cannot be read to its end", null);
	}

	private void report(Key key, boolean several) {
		if (several) {
			if (this.throttle.permits("several")) {
				warn("WorkOS has more than one active membership of the user in the organization."
						+ " Add organization_membership_id to the JWT template, so that the session names one");
			}
		}
		else if (this.throttle.permits("none")) {
			warn(hasInactive(key)
					? "the user's membership in the organization is not active. Reactivate it in WorkOS,"
							+ " or have the user accept the invitation"
					: "WorkOS has no active membership of the user in the organization. Create the membership; if"
							+ " there is one, check whose ids sessions hold and fga.membership.user-ids and"
							+ " fga.membership.organization-ids, or add organization_membership_id to the JWT"
							+ " template");
		}
	}

	private static void warn(String reason) {
		logger.warn("A session is denied what needs a membership: " + reason);
	}

	/**
	 * Whether there is a membership that does not count. It only matters to the log, so
	 * nothing depends on whether it can be found out.
	 */
	private boolean hasInactive(Key key) {
		try {
			Page page = this.api.getPage(Page::read, null, PATH + NOT_ACTIVE, key.userId, key.organizationId);
			return page != null && !page.idsOf(key, false).isEmpty();
		}
		catch (CheckUnavailableException ex) {
			return false;
		}
	}

	/**
	 * Forgets which memberships a scope concerns, also that there are none. It is known
	 * by the ids of WorkOS, which are not what sessions name users and organizations by
	 * if these are the application's own.
	 * @param scope the scope
	 */
	public void evict(FgaScope scope) {
		if (scope instanceof FgaScope.User user) {
			this.lookups.evict((key, active) -> key.userId.equals(user.id()));
		}
		else if (scope instanceof FgaScope.UserInOrganization pair) {
			this.lookups.evict((key, active) -> key.userId.equals(pair.userId())
					&& key.organizationId.equals(pair.organizationId()));
		}
		else if (scope instanceof FgaScope.Membership membership) {
			this.lookups.evict((key, active) -> active.contains(membership.id()));
		}
		else if (scope instanceof FgaScope.Organization organization) {
			this.lookups.evict((key, active) -> key.organizationId.equals(organization.id()));
		}
		else if (scope instanceof FgaScope.Everything) {
			this.lookups.reset();
		}
	}

	/**
	 * Forgets everything.
	 */
	public void reset() {
		this.lookups.reset();
		this.throttle.reset();
	}

	/**
	 * The cache behind this, for its statistics.
	 * @return the cache
	 */
	public Cache<?, ?> getNativeCache() {
		return this.lookups.getNativeCache();
	}

	/**
	 * Whose membership, and where, by the ids of WorkOS.
	 */
	private record Key(String userId, String organizationId) {

		@Override
		public String toString() {
			return "Key[]";
		}

	}

	/**
	 * A page of a list.
	 *
	 * @param after what the next page begins after, {@code null} on the last one
	 */
	private record Page(List<Row> rows, @Nullable String after) {

		/**
		 * Reads a page, {@code null} if WorkOS does not know the user or the
		 * organization.
		 */
		static @Nullable Page read(ApiAnswer answer) {
			if (!answer.isOk()) {
				return null;
			}
			List<Row> rows = new ArrayList<>();
			answer.list().forEach((row) -> rows.add(Row.read(row)));
			return new Page(rows, answer.after());
		}

		List<String> idsOf(Key key, boolean active) {
			for (Row row : this.rows) {
				if (!row.isOf(key)) {
					throw new CheckUnavailableException("WorkOS answered about memberships that were not asked about",
							null);
				}
			}
			return this.rows.stream().filter((row) -> row.isActive() == active).map(Row::id).toList();
		}

	}

	private record Row(String id, String userId, String organizationId, String status) {

		static Row read(JsonNode row) {
			return new Row(ApiAnswer.text(row, "id"), ApiAnswer.text(row, "user_id"),
					ApiAnswer.text(row, "organization_id"), ApiAnswer.text(row, "status"));
		}

		boolean isOf(Key key) {
			return this.userId.equals(key.userId) && this.organizationId.equals(key.organizationId)
					&& RemotePermissionChecker.isMembershipId(this.id);
		}

		boolean isActive() {
			return this.status.equals(ACTIVE);
		}

	}

}
