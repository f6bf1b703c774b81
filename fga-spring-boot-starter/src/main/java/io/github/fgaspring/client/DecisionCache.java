package io.github.fgaspring.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.client.RemoteQuestion.Subject;
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
 * Whoever changes roles or assignments and cannot wait evicts what is affected. From then
 * on no earlier answer counts, neither one that is kept nor one that was already on its
 * way, also if this cache keeps nothing: within a request, and between requests that ask
 * at the same time, answers are shared in any case.
 */
public final class DecisionCache {

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

	/**
	 * Creates a cache.
	 * @param maxSize how many decisions are kept; none if zero
	 * @param allowTtl how long a grant counts
	 * @param denyTtl how long a denial counts
	 * @param staleIfError how much longer a grant counts while the API is out of reach
	 * @param clock tells when session tokens expire
	 * @param ticker measures how long entries are kept
	 */
	public DecisionCache(long maxSize, Duration allowTtl, Duration denyTtl, Duration staleIfError, Clock clock,
			Ticker ticker) {
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
		this.entries = Caffeine.newBuilder()
			.maximumSize(maxSize)
			.expireAfter(Expiry.writing((Key key, Entry entry) -> entry.kept))
			.ticker(ticker)
			.executor(Runnable::run)
			.recordStats()
			.build();
	}

	/**
	 * A cache that keeps nothing.
	 * @return the cache
	 */
	public static DecisionCache disabled() {
		return new DecisionCache(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Clock.systemUTC(),
				Ticker.systemTicker());
	}

	/**
	 * Whether decisions are kept.
	 * @return {@code false} if this cache keeps nothing
	 */
	public boolean isEnabled() {
		return this.enabled;
	}

	/**
	 * Evicts everything about a membership.
	 * @param organizationMembershipId the membership
	 */
	public void evictMembership(String organizationMembershipId) {
		Assert.hasText(organizationMembershipId, "organizationMembershipId cannot be empty");
		evict((subject) -> subject.membershipId().equals(organizationMembershipId));
	}

	/**
	 * Evicts everything about an organization.
	 * @param organizationId the organization
	 */
	public void evictOrganization(String organizationId) {
		Assert.hasText(organizationId, "organizationId cannot be empty");
		evict((subject) -> subject.organizationId().equals(organizationId));
	}

	/**
	 * Evicts everything about a resource, in whatever organization. Resources below it
	 * are not known here: if they inherit what has changed, evict the membership or the
	 * organization. Nor is it known that an external id and a WorkOS id mean the same
	 * resource.
	 * @param resource the resource, named in the way that questions name it
	 */
	public void evictResource(ResourceReference resource) {
		Assert.notNull(resource, "resource cannot be null");
		evict((subject) -> subject.resource().equals(resource));
	}

	/**
	 * Evicts everything.
	 */
	public void evictAll() {
		evict((subject) -> true);
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
	 * Keeps a decision, unless something was evicted since the question was asked. A
	 * denial puts an end to an earlier grant in any case.
	 * @param generation the generation in which it was asked
	 * @param expiresAt when the session token expires, {@code null} if there is none
	 */
	void keep(long generation, Subject subject, String permission, PermissionDecision decision,
			@Nullable Instant expiresAt) {
		this.generationLock.readLock().lock();
		try {
			if (generation == this.generation.get()) {
				keep(new Key(subject, permission), decision, expiresAt);
			}
			else if (!decision.isGranted()) {
				this.entries.invalidate(new Key(subject, permission));
			}
		}
		finally {
			this.generationLock.readLock().unlock();
		}
	}

	private void keep(Key key, PermissionDecision decision, @Nullable Instant expiresAt) {
		Duration remaining = (expiresAt != null) ? Duration.between(this.clock.instant(), expiresAt) : this.maximum();
		Duration good = shorter(decision.isGranted() ? this.allowTtl : this.denyTtl, remaining);
		Duration kept = decision.isGranted() ? shorter(this.allowTtl.plus(this.staleIfError), remaining) : good;
		if (kept.isZero() || kept.isNegative()) {
			// What was kept before is out of date.
			this.entries.invalidate(key);
		}
		else {
			this.entries.put(key, new Entry(decision, this.ticker.read() + good.toNanos(), kept));
		}
	}

	private Duration maximum() {
		return this.allowTtl.plus(this.denyTtl).plus(this.staleIfError);
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	/**
	 * The whole question.
	 */
	private record Key(Subject subject, String permission) {

	}

	/**
	 * A decision.
	 *
	 * @param goodUntil until when it counts, by the ticker
	 * @param kept how long it is kept, which may be longer
	 */
	private record Entry(PermissionDecision decision, long goodUntil, Duration kept) {

	}

}
