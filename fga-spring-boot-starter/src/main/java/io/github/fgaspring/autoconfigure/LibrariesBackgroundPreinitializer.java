package io.github.fgaspring.autoconfigure;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.RetryRegistry;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/**
 * Loads classes of libraries on another thread while the application starts. Everything
 * works without it, a little later. TLS is left alone: the JVM reads its settings once,
 * and the application may not have made them yet.
 */
final class LibrariesBackgroundPreinitializer implements BackgroundPreinitializer {

	private static final String NAME = "preinitialize";

	@Override
	public void preinitialize() {
		Caffeine.newBuilder()
			.maximumSize(1)
			.expireAfter(Expiry.writing((Object key, Object value) -> Duration.ZERO))
			.ticker(System::nanoTime)
			.recordStats()
			.build();
		BulkheadRegistry.ofDefaults().bulkhead(NAME);
		CircuitBreakerRegistry.ofDefaults().circuitBreaker(NAME);
		RetryRegistry.ofDefaults().retry(NAME);
	}

}
