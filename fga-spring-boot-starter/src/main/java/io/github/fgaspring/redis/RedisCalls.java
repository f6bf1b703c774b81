package io.github.fgaspring.redis;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.Assert;

/**
 * Talks to Redis on behalf of requests. Whatever the application's connections put up
 * with, nobody waits here longer than told, and nobody waits for a Redis that is dead:
 * after a few failures a circuit breaker leaves it alone for {@link #OPEN_FOR}.
 */
public final class RedisCalls implements AutoCloseable {

	static final Duration OPEN_FOR = Duration.ofSeconds(2);

	private static final int THREADS = 4;

	private static final int MAX_WAITING = 256;

	private static final int MAX_WAITING_FOR_LATER = 1000;

	private final RedisConnectionFactory connections;

	private final Duration timeout;

	private final RedisStatus status;

	private final CircuitBreaker circuitBreaker = CircuitBreaker.of("fga-redis",
			CircuitBreakerConfig.custom()
				.slidingWindowSize(10)
				.minimumNumberOfCalls(5)
				.failureRateThreshold(50)
				.waitDurationInOpenState(OPEN_FOR)
				.permittedNumberOfCallsInHalfOpenState(1)
				.build());

	private final WorkerThreads threads = new WorkerThreads("fga-redis", THREADS, MAX_WAITING);

	private final WorkerThreads laterThread = new WorkerThreads("fga-redis-later", 1, MAX_WAITING_FOR_LATER);

	/**
	 * Creates an instance.
	 * @param connections connects with Redis
	 * @param timeout how long anybody waits
	 * @param status learns how Redis does
	 */
	public RedisCalls(RedisConnectionFactory connections, Duration timeout, RedisStatus status) {
		Assert.notNull(connections, "connections cannot be null");
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0, "timeout must be positive");
		Assert.notNull(status, "status cannot be null");
		this.connections = connections;
		this.timeout = timeout;
		this.status = status;
	}

	/**
	 * How long anybody waits.
	 */
	Duration timeout() {
		return this.timeout;
	}

	/**
	 * Does something with Redis.
	 * @throws RedisUnavailableException if that fails, takes too long, or is not worth
	 * trying
	 */
	<T extends @Nullable Object> T call(Function<RedisConnection, T> command) {
		if (!this.circuitBreaker.tryAcquirePermission()) {
			throw new RedisUnavailableException("Redis has not answered for some time");
		}
		long start = System.nanoTime();
		try {
			T result = this.threads.call(this.timeout, () -> connected(command));
			succeeded(start);
			return result;
		}
		catch (TimeoutException ex) {
			throw failed(start, ex);
		}
		catch (ExecutionException ex) {
			throw failed(start, (ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (RejectedExecutionException ex) {
			this.circuitBreaker.releasePermission();
			throw new RedisUnavailableException("Too much waits for Redis");
		}
		catch (InterruptedException ex) {
			this.circuitBreaker.releasePermission();
			Thread.currentThread().interrupt();
			throw new RedisUnavailableException("Interrupted while waiting for Redis");
		}
	}

	/**
	 * Does something with Redis when there is time, and something else if that fails.
	 */
	void later(Consumer<RedisConnection> command, Runnable otherwise) {
		try {
			this.laterThread.execute(() -> {
				try {
					run(command);
				}
				catch (RedisUnavailableException ex) {
					otherwise.run();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			otherwise.run();
		}
	}

	/**
	 * Does something with Redis.
	 * @throws RedisUnavailableException if that fails, takes too long, or is not worth
	 * trying
	 */
	void run(Consumer<RedisConnection> command) {
		call((connection) -> {
			command.accept(connection);
			return true;
		});
	}

	private <T extends @Nullable Object> T connected(Function<RedisConnection, T> command) {
		try (RedisConnection connection = this.connections.getConnection()) {
			return command.apply(connection);
		}
	}

	private void succeeded(long start) {
		this.circuitBreaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
		this.status.succeeded();
	}

	private RedisUnavailableException failed(long start, Throwable failure) {
		String description = RedisFailures.describe(failure);
		if (RedisFailures.isWrongType(failure)) {
			succeeded(start);
			this.status.unreadable();
		}
		else {
			this.circuitBreaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, failure);
			this.status.failed(description);
		}
		return new RedisUnavailableException("Redis fails: " + description, failure);
	}

	/**
	 * Interrupts what is under way, and begins nothing more.
	 */
	@Override
	public void close() {
		this.threads.close();
		this.laterThread.close();
	}

}
