package io.github.fgaspring.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Keeps what the Authorization API has decided, across requests, for as long as it is
 * told to; nothing, by default. An entry is about one permission of one membership in one
 * organization on one resource, and never outlives the session token that it was asked
 * with.
 * <p>
 * Whoever changes roles or assignments and cannot wait evicts what is affected, in all
 * instances of the application. From then on no earlier answer counts, neither one that
 * is kept nor one that was already on its way, also if this cache keeps nothing: within a
 * request, and between requests that ask at the same time, answers are shared in any
 * case.
 */
public final class DecisionCache {

	/**
	 * Longer than any question is on its way.
	 */
	private static final Duration LONGEST_QUESTION = Duration.ofMinutes(1);

	private final boolean enabled;

	private final Duration allowTtl;

	private final Duration denyTtl;

	private final Duration staleIfError;

	private final Clock clock;

	private final Ticker ticker;

	private final Cache<Key, Entry> entries;

	/**
	 * Held for writing while a generation ends, so that nothing is kept from then on that
	 * was asked in it.
	 */
	private final ReadWriteLock generationLock = new ReentrantReadWriteLock();

	private final AtomicLong generation = new AtomicLong();

	private final Consumer<FgaScope> announcer;

	/**
	 * Creates a cache for an application that has one instance.
	 * @param maxSize how many decisions are kept; none if zero
	 * @param allowTtl how long a grant counts
	 * @param denyTtl how long a denial counts
	 * @param staleIfError how much longer a grant counts while the API is out of reach
	 * @param clock tells when session tokens expire
	 * @param ticker measures how long entries are kept
	 */
	public DecisionCache(long maxSize, Duration allowTtl, Duration denyTtl, Duration staleIfError, Clock clock,
			Ticker ticker) {
		this(maxSize, allowTtl, denyTtl, staleIfError, clock, ticker, null);
	}

	/**
	 * Creates a cache.
	 * @param maxSize how many decisions are kept; none if zero
	 * @param allowTtl how long a grant counts
	 * @param denyTtl how long a denial counts
	 * @param staleIfError how much longer a grant counts while the API is out of reach
	 * @param clock tells when session tokens expire
	 * @param ticker measures how long entries are kept
	 * @param announcer makes the caches of all instances, this one included, evict a
	 * scope; {@code null} if there is no other
	 */
	public DecisionCache(long maxSize, Duration allowTtl, Duration denyTtl, Duration staleIfError, Clock clock,
			Ticker ticker, @Nullable Consumer<FgaScope> announcer) {
		Assert.isTrue(maxSize >= 0, "maxSize cannot be negative");
		Assert.isTrue(!allowTtl.isNegative(), "allowTtl cannot be negative");
		Assert.isTrue(!denyTtl.isNegative(), "denyTtl cannot be negative");
		Assert.isTrue(!staleIfError.isNegative(), "staleIfError cannot be negative");
		Assert.notNull(clock, "clock cannot be null");
		Assert.notNull(ticker, "ticker cannot be null");
		this.enabled = maxSize > 0;
		this.allowTtl = allowTtl;
		this.denyTtl = denyTtl;
		this.staleIfError = staleIfError;
		this.clock = clock;
		this.ticker = ticker;
		this.announcer = (announcer != null) ? announcer : this::evict;
		this.entries = Caffeine.newBuilder()
			.maximumSize(maxSize)
			.expireAfter(Expiry.writing((Key key, Entry entry) -> keptFor(entry)))
			.ticker(ticker)
			.executor(Runnable::run)
			.recordStats()
			.build();
	}

	private Duration keptFor(Entry entry) {
		return Duration.ofNanos(Math.max(0, entry.keptUntil - this.ticker.read()));
	}

	/**
	 * A cache that keeps nothing, for an application that has one instance.
	 * @return the cache
	 */
	public static DecisionCache disabled() {
		return disabled(null);
	}

	/**
	 * A cache that keeps nothing.
	 * @param announcer makes the caches of all instances, this one included, evict a
	 * scope; {@code null} if there is no other
	 * @return the cache
	 */
	public static DecisionCache disabled(@Nullable Consumer<FgaScope> announcer) {
		return new DecisionCache(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Clock.systemUTC(),
				Ticker.systemTicker(), announcer);
	}

	/**
	 * Whether decisions are kept.
	 * @return {@code false} if this cache keeps nothing
	 */
	public boolean isEnabled() {
		return this.enabled;
	}

	/**
	 * Evicts everything about a membership, in all instances.
	 * @param organizationMembershipId the membership
	 */
	public void evictMembership(String organizationMembershipId) {
		this.announcer.accept(FgaScope.membership(organizationMembershipId));
	}

	/**
	 * Evicts everything about an organization, in all instances.
	 * @param organizationId the id that WorkOS gave the organization
	 */
	public void evictOrganization(String organizationId) {
		this.announcer.accept(FgaScope.organization(organizationId));
	}

	/**
	 * Evicts everything about a resource, in whatever organization and in all instances.
	 * Resources below it are not known here: if they inherit what has changed, evict the
	 * membership or the organization. Nor is it known that an external id and a WorkOS id
	 * mean the same resource.
	 * @param resource the resource, named in the way that questions name it
	 */
	public void evictResource(ResourceReference resource) {
		this.announcer.accept(FgaScope.resource(resource));
	}

	/**
	 * Evicts everything, in all instances.
	 */
	public void evictAll() {
		this.announcer.accept(FgaScope.everything());
	}

	/**
	 * Evicts what is kept about a scope, in this instance only. Decisions are kept by
	 * membership, organization (both by the id that WorkOS gave them) and resource: about
	 * a session, a user or a user in an organization as such there are none.
	 * @param scope the scope
	 */
	public void evict(FgaScope scope) {
		Predicate<Subject> affected = affected(scope);
		if (affected != null) {
			evict(affected);
		}
	}

	private static @Nullable Predicate<Subject> affected(FgaScope scope) {
		if (scope instanceof FgaScope.Membership membership) {
			return (subject) -> subject.membershipId().equals(membership.id());
		}
		if (scope instanceof FgaScope.Organization organization) {
			return (subject) -> subject.organizationId().equals(organization.id());
		}
		if (scope instanceof FgaScope.Resource resource) {
			return (subject) -> subject.resource().equals(resource.resource());
		}
		return (scope instanceof FgaScope.Everything) ? (subject) -> true : null;
	}

	private void evict(Predicate<Subject> affected) {
		// First, so that no answer that is on its way is kept afterwards.
		endGeneration();
		this.entries.asMap().keySet().removeIf((key) -> affected.test(key.subject));
		// Again, so that nobody remembers what was still found here meanwhile.
		endGeneration();
	}

	private void endGeneration() {
		this.generationLock.writeLock().lock();
		try {
			this.generation.incrementAndGet();
		}
		finally {
			this.generationLock.writeLock().unlock();
		}
	}

	/**
	 * The cache behind this one, for its statistics.
	 * @return the cache
	 */
	public Cache<?, ?> getNativeCache() {
		return this.entries;
	}

	/**
	 * Changes with each eviction.
	 */
	long generation() {
		return this.generation.get();
	}

	/**
	 * When a question is asked that is asked now.
	 */
	Asked ask() {
		return new Asked(this.generation.get(), this.ticker.read());
	}

	/**
	 * The decision that is still good, {@code null} if there is none.
	 */
	@Nullable PermissionDecision find(Subject subject, String permission) {
		Entry entry = this.entries.getIfPresent(new Key(subject, permission));
		return (entry != null && entry.goodUntil - this.ticker.read() > 0) ? entry.decision : null;
	}

	/**
	 * The grant that is good enough during an outage, {@code null} if there is none.
	 */
	@Nullable PermissionDecision findStale(Subject subject, String permission) {
		Entry entry = this.entries.getIfPresent(new Key(subject, permission));
		return (entry != null && entry.decision.isGranted()) ? entry.decision : null;
	}

	/**
	 * Keeps a decision, unless something was evicted since the question was asked, or the
	 * answer to a later one is known. A denial puts an end to an earlier grant in any
	 * case.
	 * @param asked when the question was asked
	 * @param expiresAt when the session token expires, {@code null} if there is none
	 */
	void keep(Asked asked, Subject subject, String permission, PermissionDecision decision,
			@Nullable Instant expiresAt) {
		this.generationLock.readLock().lock();
		try {
			if (asked.generation == this.generation.get()) {
				keep(new Key(subject, permission), asked, decision, expiresAt);
			}
			else if (!decision.isGranted()) {
				this.entries.asMap()
					.computeIfPresent(new Key(subject, permission),
							(key, known) -> isLater(known, asked) ? known : null);
			}
		}
		finally {
			this.generationLock.readLock().unlock();
		}
	}

	private void keep(Key key, Asked asked, PermissionDecision decision, @Nullable Instant expiresAt) {
		Duration remaining = (expiresAt != null) ? Duration.between(this.clock.instant(), expiresAt) : this.maximum();
		Duration good = shorter(decision.isGranted() ? this.allowTtl : this.denyTtl, remaining);
		// A denial stays in the way of a grant that was asked for before.
		Duration kept = decision.isGranted() ? shorter(this.allowTtl.plus(this.staleIfError), remaining)
				: longer(good, LONGEST_QUESTION);
		long now = this.ticker.read();
		Entry replacement = kept.isZero() ? null
				: new Entry(decision, asked.time, now + good.toNanos(), now + kept.toNanos());
		this.entries.asMap().compute(key, (same, known) -> isLater(known, asked) ? known : replacement);
	}

	private static boolean isLater(@Nullable Entry entry, Asked asked) {
		return entry != null && entry.asked - asked.time > 0;
	}

	private Duration maximum() {
		return this.allowTtl.plus(this.denyTtl).plus(this.staleIfError);
	}

	/**
	 * The shorter of two durations, none if it is negative.
	 */
	private static Duration shorter(Duration one, Duration other) {
		Duration shorter = (one.compareTo(other) < 0) ? one : other;
		return shorter.isNegative() ? Duration.ZERO : shorter;
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	/**
	 * When a question was asked.
	 *
	 * @param generation in which generation
	 * @param time the time, by the ticker
	 */
	record Asked(long generation, long time) {

	}

	/**
	 * The whole question.
	 */
	private record Key(Subject subject, String permission) {

	}

	/**
	 * A decision.
	 *
	 * @param asked when the question was asked, by the ticker
	 * @param goodUntil until when it counts
	 * @param keptUntil until when it is kept, which may be longer
	 */
	private record Entry(PermissionDecision decision, long asked, long goodUntil, long keptUntil) {

	}

}
