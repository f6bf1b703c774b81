package io.github.fgaspring.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.decision.FgaScope;
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

	private final CallPool pool;

	private final LookupCache<Key, Boolean> lookups;

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
		Assert.notNull(pool, "pool cannot be null");
		this.client = client;
		this.pool = pool;
		this.lookups = new LookupCache<>((belongs) -> belongs, POSITIVE_TTL, maxWait, status, ticker);
	}

	@Override
	public boolean belongsTo(ResourceReference resource, String organizationId) {
		return this.lookups.find(new Key(organizationId, resource), lookUp(resource, organizationId));
	}

	@Override
	public Set<ResourceReference> belonging(List<ResourceReference> resources, String organizationId) {
		Set<ResourceReference> belonging = new HashSet<>();
		List<ResourceReference> unknown = new ArrayList<>();
		for (ResourceReference resource : resources) {
			Boolean known = this.lookups.getIfKnown(new Key(organizationId, resource));
			if (known == null) {
				unknown.add(resource);
			}
			else if (known) {
				belonging.add(resource);
			}
		}
		List<Supplier<Boolean>> calls = new ArrayList<>();
		unknown.forEach((resource) -> calls.add(() -> belongsTo(resource, organizationId)));
		List<Boolean> found = this.pool.call(calls);
		for (int i = 0; i < unknown.size(); i++) {
			if (found.get(i)) {
				belonging.add(unknown.get(i));
			}
		}
		return belonging;
	}

	private Supplier<Boolean> lookUp(ResourceReference resource, String organizationId) {
		return () -> this.client.isInOrganization(organizationId, resource);
	}

	/**
	 * Forgets what is kept about a scope: an organization, by the id that it was asked
	 * about with, a resource, or everything. Nothing is kept about the others.
	 * @param scope the scope
	 */
	public void evict(FgaScope scope) {
		if (scope instanceof FgaScope.Organization organization) {
			this.lookups.evict((key, belongs) -> key.organizationId.equals(organization.id()));
		}
		else if (scope instanceof FgaScope.Resource resource) {
			this.lookups.evict((key, belongs) -> key.resource.equals(resource.resource()));
		}
		else if (scope instanceof FgaScope.Everything) {
			reset();
		}
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
