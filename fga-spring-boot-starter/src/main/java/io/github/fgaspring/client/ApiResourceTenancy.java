package io.github.fgaspring.client;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.decision.ResourceTenancy;

import org.springframework.util.Assert;

/**
 * Asks WorkOS which organization a resource belongs to, once for a long while: a resource
 * never moves to another organization.
 */
public final class ApiResourceTenancy implements ResourceTenancy {

	static final Duration POSITIVE_TTL = Duration.ofHours(1);

	private final FgaClient client;

	private final LookupCache<Key, Boolean> lookups;

	/**
	 * Creates an instance.
	 * @param client asks WorkOS
	 * @param maxWait how long a thread without a deadline waits for another that asks the
	 * same
	 * @param status learns how often a call was spared
	 * @param ticker measures how long answers are believed
	 */
	public ApiResourceTenancy(FgaClient client, Duration maxWait, ApiStatus status, Ticker ticker) {
		Assert.notNull(client, "client cannot be null");
		this.client = client;
		this.lookups = new LookupCache<>((belongs) -> belongs, POSITIVE_TTL, maxWait, status, ticker);
	}

	@Override
	public boolean belongsTo(ResourceReference resource, String organizationId) {
		Key key = new Key(organizationId, resource);
		return this.lookups.find(key, () -> this.client.isInOrganization(organizationId, resource));
	}

	/**
	 * Forgets everything.
	 */
	public void reset() {
		this.lookups.reset();
	}

	/**
	 * The cache behind this, for its statistics.
	 * @return the cache
	 */
	public Cache<?, ?> getNativeCache() {
		return this.lookups.getNativeCache();
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
