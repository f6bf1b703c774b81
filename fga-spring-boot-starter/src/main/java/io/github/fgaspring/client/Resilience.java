package io.github.fgaspring.client;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.Deadline;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.exception.AcquirePermissionCancelledException;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;

import org.springframework.util.Assert;

/**
 * Keeps a bad minute of WorkOS from becoming one of the application: it limits how many
 * calls are under way (bulkhead), leaves the service alone while it is dead (circuit
 * breaker), and makes another attempt where one may have failed by chance (retry), if the
 * {@link Deadline} of the decision leaves time for it.
 * <p>
 * The bulkhead is outermost, so that it also bounds how many threads wait for another
 * attempt. The circuit breaker is innermost: every attempt counts, and a thread that has
 * waited does not call if the breaker has opened meanwhile. To the circuit breaker a
 * refused API key is a sign of life; calls that were interrupted or never made tell
 * nothing.
 */
public final class Resilience {

	/**
	 * The name of bulkhead, circuit breaker and retry in metrics.
	 */
	public static final String NAME = "fga";

	/**
	 * The time that must be left after a wait to make another attempt worth it.
	 */
	static final Duration SHORTEST_ATTEMPT = Duration.ofMillis(50);

	/**
	 * The longest wait where there is no deadline.
	 */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

	private final Settings settings;

	private final BulkheadRegistry bulkheads;

	private final CircuitBreakerRegistry circuitBreakers;

	private final RetryRegistry retries;

	private final LongAdder rejected = new LongAdder();

	/**
	 * Creates an instance.
	 * @param settings the limits
	 */
	public Resilience(Settings settings) {
		Assert.notNull(settings, "settings cannot be null");
		this.settings = settings;
		this.bulkheads = BulkheadRegistry.of(BulkheadConfig.custom()
			.maxConcurrentCalls(settings.maxConcurrent())
			.maxWaitDuration(Duration.ZERO)
			.writableStackTraceEnabled(false)
			.build());
		this.circuitBreakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
			.failureRateThreshold(settings.failureRate())
			.slidingWindowSize(settings.window())
			.minimumNumberOfCalls(settings.minimumCalls())
			.waitDurationInOpenState(settings.openFor())
			.permittedNumberOfCallsInHalfOpenState(1)
			.ignoreException((ex) -> !(ex instanceof ApiFailureException failure) || !failure.isFailedCall())
			.recordException((ex) -> ex instanceof ApiFailureException failure && failure.isOutage())
			.writableStackTraceEnabled(false)
			.build());
		this.retries = RetryRegistry.of(RetryConfig.<Object>custom()
			.maxAttempts(settings.maxAttempts())
			.retryOnException(this::isWorthAnotherAttempt)
			.intervalBiFunction((attempt, outcome) -> pause((ApiFailureException) outcome.getLeft()).toMillis())
			.build());
		// Now, and not with the first call, so that their metrics are there before it.
		this.bulkheads.bulkhead(NAME);
		this.circuitBreakers.circuitBreaker(NAME);
		this.retries.retry(NAME);
	}

	<T> T call(Supplier<T> attempt) {
		return limited(Retry.decorateSupplier(this.retries.retry(NAME), guarded(attempt)));
	}

	<T> T callOnce(Supplier<T> attempt) {
		return limited(guarded(attempt));
	}

	private <T> T limited(Supplier<T> guarded) {
		try {
			return Bulkhead.decorateSupplier(this.bulkheads.bulkhead(NAME), guarded).get();
		}
		catch (BulkheadFullException ex) {
			this.rejected.increment();
			throw new ApiFailureException(Kind.NOT_CALLED,
					"There are already " + this.settings.maxConcurrent() + " calls under way");
		}
		catch (AcquirePermissionCancelledException ex) {
			throw new ApiFailureException(Kind.INTERRUPTED, "Interrupted before the call");
		}
		catch (CallNotPermittedException ex) {
			throw new ApiFailureException(Kind.NOT_CALLED, "The circuit breaker is open", this.settings.openFor(),
					null);
		}
	}

	private <T> Supplier<T> guarded(Supplier<T> attempt) {
		CircuitBreaker circuitBreaker = circuitBreaker();
		return CircuitBreaker.decorateSupplier(circuitBreaker, () -> {
			try {
				return attempt.get();
			}
			catch (Error ex) {
				// The circuit breaker looks at exceptions only, and would wait for the
				// outcome of this call for ever.
				circuitBreaker.releasePermission();
				throw ex;
			}
		});
	}

	private boolean isWorthAnotherAttempt(Throwable ex) {
		return ex instanceof ApiFailureException failure && failure.isTransient()
				&& longestPause(failure).plus(SHORTEST_ATTEMPT).compareTo(Deadline.remaining(LONGEST_WAIT)) < 0;
	}

	/**
	 * What the API asks for and up to a backoff more, or the backoff give or take half of
	 * it: requests that have failed together should not come back together.
	 */
	private Duration pause(ApiFailureException failure) {
		Duration longest = longestPause(failure);
		long random = ThreadLocalRandom.current().nextLong(this.settings.retryBackoff().toMillis() + 1);
		return longest.minusMillis(random);
	}

	private Duration longestPause(ApiFailureException failure) {
		Duration retryAfter = failure.getRetryAfter();
		Duration backoff = this.settings.retryBackoff();
		return (retryAfter != null) ? retryAfter.plus(backoff) : backoff.plus(backoff.dividedBy(2));
	}

	/**
	 * Forgets all failures and closes the circuit breaker.
	 */
	public void reset() {
		circuitBreaker().reset();
	}

	/**
	 * The state of the circuit breaker.
	 * @return the name of the state in lower case, such as {@code closed}, {@code open}
	 * or {@code half_open}
	 */
	public String getCircuitBreakerState() {
		return circuitBreaker().getState().name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The limits.
	 * @return the limits
	 */
	public Settings getSettings() {
		return this.settings;
	}

	/**
	 * How many calls were refused because too many were under way.
	 * @return the number since start-up
	 */
	public long getRejectedCalls() {
		return this.rejected.sum();
	}

	private CircuitBreaker circuitBreaker() {
		return this.circuitBreakers.circuitBreaker(NAME);
	}

	/**
	 * The registry with the bulkhead, for its metrics.
	 * @return the registry
	 */
	public BulkheadRegistry getBulkheads() {
		return this.bulkheads;
	}

	/**
	 * The registry with the circuit breaker, for its metrics.
	 * @return the registry
	 */
	public CircuitBreakerRegistry getCircuitBreakers() {
		return this.circuitBreakers;
	}

	/**
	 * The registry with the retry, for its metrics.
	 * @return the registry
	 */
	public RetryRegistry getRetries() {
		return this.retries;
	}

	/**
	 * The limits.
	 *
	 * @param maxAttempts how often a call is made at most, the first time included
	 * @param retryBackoff how long to wait before another attempt, give or take half of
	 * it, unless the API says how long to wait
	 * @param maxConcurrent how many calls may be under way
	 * @param failureRate how many percent of calls must fail for the circuit breaker to
	 * open
	 * @param window over how many of the last calls that is counted
	 * @param minimumCalls how many calls it takes to tell
	 * @param openFor how long an open circuit breaker lets no call through, before it
	 * lets one through to see whether the service is back
	 */
	public record Settings(int maxAttempts, Duration retryBackoff, int maxConcurrent, int failureRate, int window,
			int minimumCalls, Duration openFor) {

	}

}
