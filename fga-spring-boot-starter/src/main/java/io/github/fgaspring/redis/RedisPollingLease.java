package io.github.fgaspring.redis;

import java.time.Duration;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.events.PollingLease;

import org.springframework.data.redis.connection.ReturnType;
import org.springframework.util.Assert;

/**
 * The right to read events as a key in Redis that ends by itself, should its holder be
 * gone. While Redis is out of reach nobody can tell who has it.
 */
public final class RedisPollingLease implements PollingLease {

	private static final byte[] ACQUIRE = RedisKeys.bytes("""
			local holder = redis.call('GET', KEYS[1])
			if holder and holder ~= ARGV[1] then
				return 0
			end
			redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
			return 1
			""");

	private static final byte[] RELEASE = RedisKeys.bytes("""
			if redis.call('GET', KEYS[1]) == ARGV[1] then
				redis.call('DEL', KEYS[1])
			end
			return 1
			""");

	private final RedisCalls calls;

	private final RedisKeys keys;

	private final Duration duration;

	private final Ticker ticker;

	private final byte[] holder = RedisKeys.bytes(UUID.randomUUID().toString());

	/**
	 * Creates a lease that this instance does not have yet.
	 * @param calls asks Redis
	 * @param keys names the key
	 * @param duration how long the right lasts unless it is taken again
	 * @param ticker measures how long taking it has taken
	 */
	public RedisPollingLease(RedisCalls calls, RedisKeys keys, Duration duration, Ticker ticker) {
		Assert.notNull(calls, "calls cannot be null");
		Assert.notNull(keys, "keys cannot be null");
		Assert.isTrue(duration.compareTo(Duration.ZERO) > 0, "duration must be positive");
		Assert.notNull(ticker, "ticker cannot be null");
		this.calls = calls;
		this.keys = keys;
		this.duration = duration;
		this.ticker = ticker;
	}

	/**
	 * Takes the right, or keeps it for some more time. An instance that was paused
	 * meanwhile may have got a right that has ended already, which does not count.
	 * @throws RedisUnavailableException if Redis is out of reach
	 */
	@Override
	public boolean acquire() {
		long begin = this.ticker.read();
		return eval(ACQUIRE) && this.ticker.read() - begin < this.duration.toNanos() / 2;
	}

	/**
	 * If that fails, the right ends by itself.
	 */
	@Override
	public void release() {
		try {
			eval(RELEASE);
		}
		catch (RedisUnavailableException ex) {
			// The outage has been told of.
		}
	}

	private boolean eval(byte[] script) {
		Long result = this.calls.call((connection) -> connection.scriptingCommands()
			.eval(script, ReturnType.INTEGER, 1, this.keys.lease(), this.holder,
					RedisKeys.bytes(Long.toString(this.duration.toMillis()))));
		return result != null && result == 1;
	}

}
