package io.github.fgaspring.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.decision.ResourceTenancy;

import org.springframework.util.Assert;

/**
 * Asks WorkOS which organization a resource belongs to, once for a long while: a resource
 * never moves to another organization. That one does not exist there is believed for
 * {@link #NEGATIVE_TTL} only, because it may be created in a moment.
 */
public final class ApiResourceTenancy implements ResourceTenancy {

	static final Duration POSITIVE_TTL = Duration.ofHours(1);

	static final Duration NEGATIVE_TTL = Duration.ofSeconds(10);

	private static final int MAX_SIZE = 10_000;

	private final FgaClient client;

	private final CallPool pool;

	private final Cache<Key, Boolean> known;

	private final SingleFlight<Key, Boolean> lookups;

	/**
	 * Creates an instance.
	 * @param client asks WorkOS
	 * @param pool asks about several resources at the same time
	 * @param maxWait how long a thread without a deadline waits for another that asks the
	 * same
	 * @param status learns how often a call was spared
	 * @param ticker measures how long answers are believed
	 */
	public ApiResourceTenancy(FgaClient client, CallPool pool, Duration maxWait, ApiStatus status, Ticker ticker) {
		Assert.notNull(client, "client cannot be null");
		Assert.notNull(ticker, "ticker cannot be null");
		Assert.notNull(pool, "pool cannot be null");
		this.client = client;
		this.pool = pool;
		this.known = Caffeine.newBuilder()
			.maximumSize(MAX_SIZE)
			.expireAfter(Expiry.writing((Key key, Boolean belongs) -> belongs ? POSITIVE_TTL : NEGATIVE_TTL))
			.ticker(ticker)
			.recordStats()
			.build();
		this.lookups = new SingleFlight<>(maxWait, status);
	}

	@Override
	public boolean belongsTo(ResourceReference resource, String organizationId) {
		Key key = new Key(organizationId, resource);
		Boolean known = this.known.getIfPresent(key);
		return (known != null) ? known : this.lookups.fly(key, () -> lookUp(key));
	}

	@Override
	public Set<ResourceReference> belonging(List<ResourceReference> resources, String organizationId) {
		Set<ResourceReference> belonging = new HashSet<>();
		List<ResourceReference> unknown = new ArrayList<>();
		for (ResourceReference resource : resources) {
			Boolean known = this.known.getIfPresent(new Key(organizationId, resource));
			if (known == null) {
				unknown.add(resource);
			}
			else if (known) {
				belonging.add(resource);
			}
		}
		List<Supplier<Boolean>> calls = new ArrayList<>();
		for (ResourceReference resource : unknown) {
			Key key = new Key(organizationId, resource);
			calls.add(() -> this.lookups.fly(key, () -> lookUp(key)));
		}
		List<Boolean> found = this.pool.call(calls);
		for (int i = 0; i < unknown.size(); i++) {
			if (found.get(i)) {
				belonging.add(unknown.get(i));
			}
		}
		return belonging;
	}

	private boolean lookUp(Key key) {
		boolean belongs = this.client.isInOrganization(key.organizationId, key.resource);
		this.known.put(key, belongs);
		return belongs;
	}

	/**
	 * Forgets everything.
	 */
	public void reset() {
		this.known.invalidateAll();
	}

	/**
	 * The cache behind this, for its statistics.
	 * @return the cache
	 */
	public Cache<?, ?> getNativeCache() {
		return this.known;
	}

	private record Key(String organizationId, ResourceReference resource) {

		/**
		 * Like {@link ResourceReference}, without ids.
		 */
		@Override
		public String toString() {
			return "Key[resource=" + this.resource + "]";
		}

	}

}
