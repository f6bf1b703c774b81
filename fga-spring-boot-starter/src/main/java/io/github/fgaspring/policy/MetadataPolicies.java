package io.github.fgaspring.policy;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.client.ApiAnswer;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.LookupCache;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.membership.LogThrottle;
import io.github.fgaspring.membership.WorkOsIds;
import io.github.fgaspring.policy.PolicyMetadata.UnreadableException;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChangeListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * Adds what organizations demand in their metadata at WorkOS to what is configured. It
 * can make a policy stricter, never looser.
 * <p>
 * A policy is kept for {@link #TTL}, or until the organization changes. While the API is
 * out of reach, the last known one stays in force for {@link #OUTAGE_TOLERANCE}, unless
 * the organization has changed since. Whatever else is not known is not allowed: metadata
 * that cannot be read is an outage, and an organization that WorkOS does not know is
 * blocked.
 *
 * @see <a href="https://workos.com/docs/reference/organization/get">Get an
 * organization</a>
 */
public final class MetadataPolicies implements OrganizationPolicyProvider, LiveChangeListener {

	/**
	 * How long a policy is believed.
	 */
	public static final Duration TTL = Duration.ofMinutes(5);

	/**
	 * How long a policy stays in force that cannot be looked up again.
	 */
	public static final Duration OUTAGE_TOLERANCE = Duration.ofHours(1);

	private static final OrganizationPolicy BLOCKED = OrganizationPolicy.builder().blocked(true).build();

	private static final int MAX_SIZE = 10_000;

	/**
	 * Ids that stand in a path as they are.
	 */
	private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private static final Log logger = LogFactory.getLog(MetadataPolicies.class);

	private final OrganizationPolicyProvider configured;

	private final WorkOsApi api;

	private final WorkOsIds ids;

	private final Duration deadline;

	private final LogThrottle throttle;

	/**
	 * By the ids by which sessions name organizations.
	 */
	private final LookupCache<String, Known> lookups;

	/**
	 * What was found last, for an outage.
	 */
	private final Cache<String, Known> lastKnown;

	/**
	 * Counts changes of organizations, so that nothing from before one is remembered.
	 */
	private final AtomicLong changes = new AtomicLong();

	/**
	 * Creates an instance.
	 * @param configured knows what is demanded anyway
	 * @param api asks WorkOS
	 * @param ids knows what WorkOS calls organizations
	 * @param deadline how long a look-up may take
	 * @param status learns how often a call was spared
	 * @param ticker measures how long policies are kept
	 * @param clock tells when to log
	 */
	public MetadataPolicies(OrganizationPolicyProvider configured, WorkOsApi api, WorkOsIds ids, Duration deadline,
			ApiStatus status, Ticker ticker, Clock clock) {
		Assert.notNull(configured, "configured cannot be null");
		Assert.notNull(api, "api cannot be null");
		Assert.notNull(ids, "ids cannot be null");
		Assert.notNull(deadline, "deadline cannot be null");
		Assert.notNull(ticker, "ticker cannot be null");
		this.configured = configured;
		this.api = api;
		this.ids = ids;
		this.deadline = deadline;
		this.throttle = new LogThrottle(clock);
		this.lookups = new LookupCache<>(Known::upToDate, TTL, deadline, status, ticker);
		this.lastKnown = Caffeine.newBuilder()
			.maximumSize(MAX_SIZE)
			.expireAfterWrite(OUTAGE_TOLERANCE)
			.ticker(ticker)
			.build();
	}

	@Override
	public OrganizationPolicy policyOf(@Nullable String organizationId) {
		if (organizationId == null) {
			return this.configured.policyOf(null);
		}
		Known known = this.lookups.find(organizationId,
				() -> Deadline.within(this.deadline, () -> lookUp(organizationId)));
		if (known.policy == null) {
			throw new CheckUnavailableException("The policy of the organization cannot be read", null);
		}
		return known.policy;
	}

	private Known lookUp(String organizationId) {
		long changes = this.changes.get();
		try {
			Known known = ask(organizationId);
			remember(organizationId, known, changes);
			return known;
		}
		catch (CheckUnavailableException ex) {
			Known last = this.lastKnown.getIfPresent(organizationId);
			if (last == null) {
				throw ex;
			}
			return new Known(last.policy, last.workOsId, false);
		}
	}

	private void remember(String organizationId, Known known, long changes) {
		if (known.upToDate) {
			this.lastKnown.put(organizationId, known);
			if (this.changes.get() != changes) {
				// Whoever has told of the change may have looked for this too early.
				this.lastKnown.asMap().remove(organizationId, known);
			}
		}
		else {
			this.lastKnown.invalidate(organizationId);
		}
	}

	private Known ask(String organizationId) {
		OrganizationPolicy policy = this.configured.policyOf(organizationId);
		String workOsId = this.ids.ofOrganization(organizationId, false);
		JsonNode organization = (workOsId != null) ? get(workOsId) : null;
		if (organization == null) {
			return new Known(unknown(), workOsId, false);
		}
		try {
			return new Known(policy.and(PolicyMetadata.read(organization.get("metadata"))), workOsId, true);
		}
		catch (UnreadableException ex) {
			report(ex);
			return new Known(null, workOsId, false);
		}
	}

	/**
	 * The organization, {@code null} if WorkOS knows no such one.
	 */
	private @Nullable JsonNode get(String workOsId) {
		if (!ID.matcher(workOsId).matches()) {
			return null;
		}
		JsonNode organization = this.api.get((answer) -> answer.isOk() ? answer.body() : null, "/organizations/{id}",
				workOsId);
		if (organization != null && !ApiAnswer.text(organization, "id").equals(workOsId)) {
			throw new CheckUnavailableException("WorkOS answered about an organization that was not asked about", null);
		}
		return organization;
	}

	private OrganizationPolicy unknown() {
		if (this.throttle.permits("unknown")) {
			logger.warn("WorkOS does not know the organization of a session, so it is blocked. Create the organization"
					+ " in WorkOS, or check fga.membership.organization-ids");
		}
		return BLOCKED;
	}

	private void report(UnreadableException problem) {
		if (this.throttle.permits("unreadable")) {
			logger.error("The policy of an organization cannot be read, so its sessions get 503. Correct the metadata"
					+ " of the organization at WorkOS: " + problem.getMessage());
		}
	}

	/**
	 * Looks the organization up again with the next request. If it is the organization
	 * that has changed, what was known of it serves no longer.
	 */
	@Override
	public void onChange(LiveChange change) {
		if (change.scope() instanceof FgaScope.Organization organization) {
			forget((id, known) -> id.equals(organization.id()) || organization.id().equals(known.workOsId));
		}
		else if (change.scope() instanceof FgaScope.Everything) {
			this.lookups.reset();
		}
	}

	private void forget(BiPredicate<String, Known> affected) {
		this.changes.incrementAndGet();
		this.lastKnown.asMap().entrySet().removeIf((entry) -> affected.test(entry.getKey(), entry.getValue()));
		this.lookups.evict(affected);
	}

	/**
	 * Forgets everything.
	 */
	public void reset() {
		forget((id, known) -> true);
		this.throttle.reset();
	}

	/**
	 * What is known of an organization.
	 *
	 * @param policy its policy, {@code null} if it cannot be read
	 * @param workOsId what WorkOS calls it, if WorkOS knows it
	 * @param upToDate whether WorkOS has just said so
	 */
	private record Known(@Nullable OrganizationPolicy policy, @Nullable String workOsId, boolean upToDate) {

		/**
		 * Without ids.
		 */
		@Override
		public String toString() {
			return "Known[]";
		}

	}

}
