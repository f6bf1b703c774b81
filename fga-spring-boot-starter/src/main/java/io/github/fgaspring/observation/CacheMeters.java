package io.github.fgaspring.observation;

import com.github.benmanes.caffeine.cache.Cache;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;

import org.springframework.util.Assert;

/**
 * Micrometer's own meters of a cache. They have the tags that Spring Boot gives to the
 * application's caches, because Prometheus wants the same of all meters of a name.
 */
public final class CacheMeters implements MeterBinder {

	private static final String CACHE_MANAGER = "fga";

	private final Cache<?, ?> cache;

	private final String name;

	/**
	 * Creates a binder.
	 * @param cache the cache, which keeps statistics
	 * @param name the name of the cache
	 */
	public CacheMeters(Cache<?, ?> cache, String name) {
		Assert.notNull(cache, "cache cannot be null");
		Assert.hasText(name, "name cannot be empty");
		this.cache = cache;
		this.name = name;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		CaffeineCacheMetrics.monitor(registry, this.cache, this.name, "cache.manager", CACHE_MANAGER, "name",
				this.name);
	}

}
