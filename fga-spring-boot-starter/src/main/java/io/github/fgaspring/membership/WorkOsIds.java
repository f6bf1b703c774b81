package io.github.fgaspring.membership;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.client.ApiAnswer;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.LookupCache;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.ResourceReference;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Knows what WorkOS calls the users and organizations that sessions name. Where sessions
 * name them by the application's own ids, WorkOS is asked whose {@code external_id} that
 * is, and the answer is kept for a while.
 * <p>
 * An external id may come from somebody else's token and goes into a path. It is asked
 * about only if it can be one, namely printable ASCII of at most
 * {@value ResourceReference#MAX_ID_LENGTH} characters, and the answer counts only if it
 * is about exactly that id: nothing on the way can make another one of it.
 */
public final class WorkOsIds {

	static final Duration POSITIVE_TTL = Duration.ofMinutes(5);

	private static final Log logger = LogFactory.getLog(WorkOsIds.class);

	private final WorkOsApi api;

	private final IdKind userIds;

	private final IdKind organizationIds;

	private final LookupCache<Key, Optional<String>> lookups;

	private final LogThrottle throttle;

	/**
	 * Creates an instance.
	 * @param api asks WorkOS
	 * @param userIds whose ids sessions name users by
	 * @param organizationIds whose ids sessions name organizations by
	 * @param maxWait how long a thread without a deadline waits for another that looks up
	 * the same
	 * @param status learns how often a call was spared
	 * @param ticker measures how long answers are kept
	 * @param clock tells when to log
	 */
	public WorkOsIds(WorkOsApi api, IdKind userIds, IdKind organizationIds, Duration maxWait, ApiStatus status,
			Ticker ticker, Clock clock) {
		Assert.notNull(api, "api cannot be null");
		Assert.notNull(userIds, "userIds cannot be null");
		Assert.notNull(organizationIds, "organizationIds cannot be null");
		this.api = api;
		this.userIds = userIds;
		this.organizationIds = organizationIds;
		this.lookups = new LookupCache<>(Optional::isPresent, POSITIVE_TTL, maxWait, status, ticker);
		this.throttle = new LogThrottle(clock);
	}

	/**
	 * Whose ids sessions name organizations by.
	 * @return the kind of ids
	 */
	IdKind organizationIds() {
		return this.organizationIds;
	}

	/**
	 * The WorkOS id of a user.
	 * @param id the id by which a session names the user
	 * @param alwaysCurrent whether what was kept of earlier look-ups will not do
	 * @return the WorkOS id, or {@code null} if WorkOS knows no such user
	 * @throws CheckUnavailableException if that cannot be found out at the moment
	 */
	public @Nullable String ofUser(String id, boolean alwaysCurrent) {
		return (this.userIds == IdKind.WORKOS) ? id : find(new Key(Named.USER, id), alwaysCurrent);
	}

	/**
	 * The WorkOS id of an organization.
	 * @param id the id by which a session names the organization
	 * @param alwaysCurrent whether what was kept of earlier look-ups will not do
	 * @return the WorkOS id, or {@code null} if WorkOS knows no such organization
	 * @throws CheckUnavailableException if that cannot be found out at the moment
	 */
	public @Nullable String ofOrganization(String id, boolean alwaysCurrent) {
		return (this.organizationIds == IdKind.WORKOS) ? id : find(new Key(Named.ORGANIZATION, id), alwaysCurrent);
	}

	private @Nullable String find(Key key, boolean alwaysCurrent) {
		String id = isAskable(key.externalId) ? look(key, alwaysCurrent).orElse(null) : null;
		if (id == null && this.throttle.permits(key.named.name())) {
			logger.warn("WorkOS knows no " + key.named.noun + " with the external_id that a session has, so the session"
					+ " is denied what needs a membership. Set the external_id in WorkOS, or " + key.named.property
					+ "=workos if sessions have the ids of WorkOS");
		}
		return id;
	}

	private Optional<String> look(Key key, boolean alwaysCurrent) {
		return alwaysCurrent ? this.lookups.findCurrent(key, () -> lookUp(key))
				: this.lookups.find(key, () -> lookUp(key));
	}

	private Optional<String> lookUp(Key key) {
		return this.api.get((answer) -> {
			if (!answer.isOk()) {
				return Optional.empty();
			}
			String id = ApiAnswer.text(answer.body(), "id");
			boolean same = key.externalId.equals(ApiAnswer.optionalText(answer.body(), "external_id"));
			return (same && StringUtils.hasText(id)) ? Optional.of(id) : Optional.empty();
		}, key.named.path, key.externalId);
	}

	/**
	 * Dots are never encoded, and a path segment of nothing else means another path.
	 */
	private static boolean isAskable(String externalId) {
		return StringUtils.hasText(externalId) && externalId.length() <= ResourceReference.MAX_ID_LENGTH
				&& externalId.chars().allMatch((character) -> character >= 0x20 && character <= 0x7e)
				&& !externalId.equals(".") && !externalId.equals("..");
	}

	/**
	 * Forgets the ids of a user or an organization, whichever of the two ids the scope
	 * has, and who was not found: it may have got its id by now.
	 * @param scope the scope; about others than users, organizations and everything,
	 * nothing is kept
	 */
	public void evict(FgaScope scope) {
		if (scope instanceof FgaScope.User user) {
			evict(Named.USER, user.id());
		}
		else if (scope instanceof FgaScope.Organization organization) {
			evict(Named.ORGANIZATION, organization.id());
		}
		else if (scope instanceof FgaScope.Everything) {
			this.lookups.reset();
		}
	}

	private void evict(Named named, String id) {
		this.lookups.evict((key, found) -> key.named == named
				&& (key.externalId.equals(id) || found.isEmpty() || id.equals(found.get())));
	}

	/**
	 * Forgets everything.
	 */
	public void reset() {
		this.lookups.reset();
		this.throttle.reset();
	}

	private record Key(Named named, String externalId) {

		/**
		 * Without the id.
		 */
		@Override
		public String toString() {
			return "Key[named=" + this.named + "]";
		}

	}

	private enum Named {

		USER("user", "fga.membership.user-ids", "/user_management/users/external_id/{externalId}"),

		ORGANIZATION("organization", "fga.membership.organization-ids", "/organizations/external_id/{externalId}");

		private final String noun;

		private final String property;

		private final String path;

		Named(String noun, String property, String path) {
			this.noun = noun;
			this.property = property;
			this.path = path;
		}

	}

}
