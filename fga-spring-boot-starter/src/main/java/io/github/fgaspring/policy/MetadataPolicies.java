package io.github.fgaspring.policy;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.client.ApiAnswer;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.LookupCache;
import io.github.fgaspring.client.SingleFlight;
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

	private final Ticker ticker;

	private final LogThrottle throttle;

	/**
	 * By the ids by which sessions name organizations.
	 */
	private final Cache<String, Known> known;

	private final SingleFlight<Flight, Known> flights;

	/**
	 * Counts changes, so that no answer from before one is kept after it.
	 */
	private final AtomicLong changes = new AtomicLong();

	/**
	 * Since when everything has to be looked up again.
	 */
	private volatile long doubtedUntil;

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
		this.ticker = ticker;
		this.throttle = new LogThrottle(clock);
		this.known = Caffeine.newBuilder()
			.maximumSize(MAX_SIZE)
			.expireAfterWrite(OUTAGE_TOLERANCE)
			.ticker(ticker)
			.build();
		this.flights = new SingleFlight<>(deadline, status);
		this.doubtedUntil = ticker.read() - 1;
	}

	@Override
	public OrganizationPolicy policyOf(@Nullable String organizationId) {
		if (organizationId == null) {
			return this.configured.policyOf(null);
		}
		Known known = this.known.getIfPresent(organizationId);
		if (known == null || !isFresh(known)) {
			known = Deadline.within(this.deadline, () -> this.flights
				.fly(new Flight(organizationId, this.changes.get()), () -> refresh(organizationId)));
		}
		if (known.policy == null) {
			throw new CheckUnavailableException("The policy of the organization cannot be read", null);
		}
		return known.policy;
	}

	private boolean isFresh(Known known) {
		return this.ticker.read() - known.freshUntil < 0 && known.askedAt - this.doubtedUntil > 0;
	}

	private Known refresh(String organizationId) {
		long changes = this.changes.get();
		long now = this.ticker.read();
		Known known = this.known.getIfPresent(organizationId);
		if (known != null && isFresh(known)) {
			// Another thread's call has ended since.
			return known;
		}
		Known current;
		try {
			current = lookUp(organizationId, now);
		}
		catch (CheckUnavailableException ex) {
			if (known == null || now - known.learnedAt >= OUTAGE_TOLERANCE.toNanos()) {
				throw ex;
			}
			current = known.askedInVain(now);
		}
		keep(organizationId, current, changes);
		return current;
	}

	private void keep(String organizationId, Known current, long changes) {
		ConcurrentMap<String, Known> kept = this.known.asMap();
		kept.compute(organizationId, (id, before) -> (this.changes.get() == changes) ? current : before);
		if (this.changes.get() != changes) {
			// Whoever has told of the change may have looked for this too early.
			kept.remove(organizationId, current);
		}
	}

	private Known lookUp(String organizationId, long now) {
		OrganizationPolicy policy = this.configured.policyOf(organizationId);
		String workOsId = this.ids.ofOrganization(organizationId, false);
		JsonNode organization = (workOsId != null) ? ask(workOsId) : null;
		if (organization == null) {
			return new Known(unknown(), workOsId, now, now, now + LookupCache.NEGATIVE_TTL.toNanos());
		}
		try {
			OrganizationPolicy demanded = PolicyMetadata.read(organization.get("metadata"));
			return new Known(policy.and(demanded), workOsId, now, now, now + TTL.toNanos());
		}
		catch (UnreadableException ex) {
			report(ex);
			return new Known(null, workOsId, now, now, now + LookupCache.NEGATIVE_TTL.toNanos());
		}
	}

	/**
	 * The organization, {@code null} if WorkOS knows no such one.
	 */
	private @Nullable JsonNode ask(String workOsId) {
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
			this.changes.incrementAndGet();
			this.known.asMap()
				.entrySet()
				.removeIf((entry) -> entry.getKey().equals(organization.id())
						|| organization.id().equals(entry.getValue().workOsId));
		}
		else if (change.scope() instanceof FgaScope.Everything) {
			this.changes.incrementAndGet();
			this.doubtedUntil = this.ticker.read();
		}
	}

	/**
	 * Forgets everything.
	 */
	public void reset() {
		this.changes.incrementAndGet();
		this.known.invalidateAll();
		this.throttle.reset();
	}

	/**
	 * A call, of which there is a new one after each change.
	 */
	private record Flight(String organizationId, long changes) {

		/**
		 * Without the id.
		 */
		@Override
		public String toString() {
			return "Flight[]";
		}

	}

	/**
	 * What is known of an organization. Times are those of the ticker.
	 *
	 * @param policy its policy, {@code null} if it cannot be read
	 * @param workOsId what WorkOS calls it, if WorkOS knows it
	 * @param learnedAt when WorkOS was asked for that
	 * @param askedAt when WorkOS was last asked, in vain or not
	 * @param freshUntil when to ask again
	 */
	private record Known(@Nullable OrganizationPolicy policy, @Nullable String workOsId, long learnedAt, long askedAt,
			long freshUntil) {

		Known askedInVain(long now) {
			return new Known(this.policy, this.workOsId, this.learnedAt, now, now + LookupCache.NEGATIVE_TTL.toNanos());
		}

		/**
		 * Without ids.
		 */
		@Override
		public String toString() {
			return "Known[]";
		}

	}

}
