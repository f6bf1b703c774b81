package io.github.fgaspring.client;

import java.time.Duration;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.decision.CheckUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Keeps what was looked up at WorkOS: what was found for as long as it is told to, and
 * that nothing was found for {@link #NEGATIVE_TTL}, because it may be created in a
 * moment. Time counts from the beginning of the call. A call that fails leaves nothing
 * behind. When something was evicted, calls that were under way answer those who wait for
 * them, and nobody else.
 *
 * @param <K> the type of keys
 * @param <V> the type of what is found
 */
public final class LookupCache<K, V> {

	/**
	 * How long it is believed that something does not exist.
	 */
	public static final Duration NEGATIVE_TTL = Duration.ofSeconds(10);

	private static final int MAX_SIZE = 10_000;

	private final Predicate<V> positive;

	private final Duration positiveTtl;

	private final Ticker ticker;

	private final Cache<K, Entry<V>> entries;

	private final SingleFlight<Flight<K>, Entry<V>> flights;

	/**
	 * Held for writing while a generation ends, so that nothing is kept from then on that
	 * was looked up in it.
	 */
	private final ReadWriteLock generationLock = new ReentrantReadWriteLock();

	private volatile long generation;

	/**
	 * Creates an empty cache.
	 * @param positive whether something was found
	 * @param positiveTtl how long that is kept
	 * @param maxWait how long a thread without a deadline waits for another that looks up
	 * the same
	 * @param status learns how often a call was spared
	 * @param ticker measures how long entries are kept
	 */
	public LookupCache(Predicate<V> positive, Duration positiveTtl, Duration maxWait, ApiStatus status, Ticker ticker) {
		Assert.notNull(positive, "positive cannot be null");
		Assert.notNull(positiveTtl, "positiveTtl cannot be null");
		Assert.notNull(ticker, "ticker cannot be null");
		this.positive = positive;
		this.positiveTtl = positiveTtl;
		this.ticker = ticker;
		this.entries = Caffeine.newBuilder()
			.maximumSize(MAX_SIZE)
			.expireAfter(Expiry.writing((K key, Entry<V> entry) -> remaining(entry)))
			.ticker(ticker)
			.recordStats()
			.build();
		this.flights = new SingleFlight<>(maxWait, status);
	}

	private Duration remaining(Entry<V> entry) {
		Duration remaining = (this.positive.test(entry.value) ? this.positiveTtl : NEGATIVE_TTL)
			.minusNanos(this.ticker.read() - entry.began);
		return remaining.isNegative() ? Duration.ZERO : remaining;
	}

	/**
	 * Returns what is kept, or else looks it up: one thread for all that want the same.
	 * @param key what to look up
	 * @param call looks it up
	 * @return what was found
	 * @throws CheckUnavailableException if the call threw one, or did not end in time
	 */
	public V find(K key, Supplier<V> call) {
		Entry<V> kept = this.entries.getIfPresent(key);
		return ((kept != null) ? kept : this.flights.fly(new Flight<>(this.generation, key), () -> {
			// Another thread's call may have ended since.
			Entry<V> found = this.entries.asMap().get(key);
			return (found != null) ? found : lookUp(key, call);
		})).value;
	}

	/**
	 * Returns what is kept.
	 * @param key what would be looked up
	 * @return what was found, or {@code null} if it has to be looked up
	 */
	@Nullable V getIfKnown(K key) {
		Entry<V> kept = this.entries.getIfPresent(key);
		return (kept != null) ? kept.value : null;
	}

	/**
	 * Looks up, whatever is kept or under way, and keeps the result in its place.
	 * @param key what to look up
	 * @param call looks it up
	 * @return what was found
	 * @throws CheckUnavailableException if the call threw one
	 */
	public V findCurrent(K key, Supplier<V> call) {
		return lookUp(key, call).value;
	}

	private Entry<V> lookUp(K key, Supplier<V> call) {
		long began = this.ticker.read();
		long generation = this.generation;
		Entry<V> found = new Entry<>(call.get(), began);
		this.generationLock.readLock().lock();
		try {
			if (generation == this.generation) {
				// A call that took long must not undo what a later one has found out.
				this.entries.asMap().merge(key, found, (kept, other) -> (kept.began - other.began > 0) ? kept : other);
			}
		}
		finally {
			this.generationLock.readLock().unlock();
		}
		return found;
	}

	/**
	 * Forgets a part of what is kept. What is being looked up now will not be kept.
	 * @param affected what to forget, by key and by what was found
	 */
	public void evict(BiPredicate<K, V> affected) {
		// First, so that nothing that is under way is kept afterwards.
		endGeneration();
		this.entries.asMap().entrySet().removeIf((entry) -> affected.test(entry.getKey(), entry.getValue().value));
		// Again, so that nobody joins who has still found here what is gone.
		endGeneration();
	}

	private void endGeneration() {
		this.generationLock.writeLock().lock();
		try {
			this.generation++;
		}
		finally {
			this.generationLock.writeLock().unlock();
		}
	}

	/**
	 * Forgets everything.
	 */
	public void reset() {
		evict((key, value) -> true);
	}

	/**
	 * The cache behind this, for its statistics.
	 * @return the cache
	 */
	public Cache<?, ?> getNativeCache() {
		return this.entries;
	}

	/**
	 * A call that may be joined.
	 *
	 * @param generation the generation in which it was asked for
	 * @param key what is looked up
	 */
	private record Flight<K>(long generation, K key) {

	}

	/**
	 * What was found.
	 *
	 * @param began when the call began, by the ticker
	 */
	private record Entry<V>(V value, long began) {

	}

}
