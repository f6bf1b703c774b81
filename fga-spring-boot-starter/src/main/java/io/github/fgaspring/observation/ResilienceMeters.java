package io.github.fgaspring.observation;

import io.github.fgaspring.client.Resilience;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.util.Assert;

/**
 * Resilience4j's own meters of circuit breaker, retry and bulkhead, with
 * {@value Resilience#NAME} as the tag {@code name}.
 */
public final class ResilienceMeters implements MeterBinder {

	private final Resilience resilience;

	/**
	 * Creates a binder.
	 * @param resilience has circuit breaker, retry and bulkhead
	 */
	public ResilienceMeters(Resilience resilience) {
		Assert.notNull(resilience, "resilience cannot be null");
		this.resilience = resilience;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(this.resilience.getCircuitBreakers()).bindTo(registry);
		TaggedRetryMetrics.ofRetryRegistry(this.resilience.getRetries()).bindTo(registry);
		TaggedBulkheadMetrics.ofBulkheadRegistry(this.resilience.getBulkheads()).bindTo(registry);
	}

}
