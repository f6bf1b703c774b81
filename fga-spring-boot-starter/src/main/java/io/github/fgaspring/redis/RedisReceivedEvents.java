package io.github.fgaspring.redis;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

import io.github.fgaspring.events.ReceivedEvents;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.util.Assert;

/**
 * Remembers in Redis which events any instance has received. What this instance remembers
 * by itself comes first, and is all there is while Redis is out of reach: an event may
 * then be dealt with by two instances, but none is lost.
 */
public final class RedisReceivedEvents implements ReceivedEvents {

	/**
	 * After which time an instance that deals with an event is taken for dead.
	 */
	static final Duration IN_PROGRESS = Duration.ofMinutes(1);

	/**
	 * For how long WorkOS tries to deliver an event.
	 */
	static final Duration COMPLETED = Duration.ofDays(3);

	private static final String DONE = "done";

	private static final byte[] BEGIN = RedisKeys.bytes("""
			local known = redis.call('GET', KEYS[1])
			if not known then
				redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
			end
			return known
			""");

	private static final byte[] ABANDON = RedisKeys.bytes("""
			if redis.call('GET', KEYS[1]) == ARGV[1] then
				redis.call('DEL', KEYS[1])
			end
			""");

	private static final byte[] COMPLETE = RedisKeys.bytes("redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])");

	private final RedisCalls calls;

	private final RedisKeys keys;

	private final ReceivedEvents own;

	private final byte[] holder = RedisKeys.bytes(UUID.randomUUID().toString());

	/**
	 * Creates an instance.
	 * @param calls asks Redis
	 * @param keys names the keys
	 * @param own remembers what this instance has received
	 */
	public RedisReceivedEvents(RedisCalls calls, RedisKeys keys, ReceivedEvents own) {
		Assert.notNull(calls, "calls cannot be null");
		Assert.notNull(keys, "keys cannot be null");
		Assert.notNull(own, "own cannot be null");
		this.calls = calls;
		this.keys = keys;
		this.own = own;
	}

	@Override
	public Receipt begin(String eventId) {
		Receipt receipt = this.own.begin(eventId);
		if (receipt != Receipt.NEW) {
			return receipt;
		}
		receipt = beginShared(eventId);
		if (receipt == Receipt.COMPLETED) {
			this.own.complete(eventId);
		}
		else if (receipt == Receipt.IN_PROGRESS) {
			this.own.abandon(eventId);
		}
		return receipt;
	}

	private Receipt beginShared(String eventId) {
		try {
			byte[] known = this.calls.call((connection) -> this.<byte[]>eval(connection, BEGIN, ReturnType.VALUE,
					eventId, this.holder, millis(IN_PROGRESS)));
			if (known == null) {
				return Receipt.NEW;
			}
			return DONE.equals(RedisKeys.text(known)) ? Receipt.COMPLETED : Receipt.IN_PROGRESS;
		}
		catch (RedisUnavailableException ex) {
			return Receipt.NEW;
		}
	}

	@Override
	public void complete(String eventId) {
		this.own.complete(eventId);
		attempt((connection) -> eval(connection, COMPLETE, ReturnType.STATUS, eventId, RedisKeys.bytes(DONE),
				millis(COMPLETED)));
	}

	@Override
	public void abandon(String eventId) {
		this.own.abandon(eventId);
		attempt((connection) -> eval(connection, ABANDON, ReturnType.STATUS, eventId, this.holder));
	}

	/**
	 * If that fails, another instance may deal with the event as well, or later.
	 */
	private void attempt(Consumer<RedisConnection> command) {
		try {
			this.calls.run(command);
		}
		catch (RedisUnavailableException ex) {
			// The outage has been told of.
		}
	}

	private <T> @Nullable T eval(RedisConnection connection, byte[] script, ReturnType type, String eventId,
			byte[]... arguments) {
		byte[][] keyAndArguments = new byte[arguments.length + 1][];
		keyAndArguments[0] = this.keys.event(eventId);
		System.arraycopy(arguments, 0, keyAndArguments, 1, arguments.length);
		return connection.scriptingCommands().eval(script, type, 1, keyAndArguments);
	}

	private static byte[] millis(Duration duration) {
		return RedisKeys.bytes(Long.toString(duration.toMillis()));
	}

}
