package io.github.fgaspring.redis;

import java.util.regex.Pattern;

import io.github.fgaspring.events.EventCursorStore;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Keeps in Redis how far events have been read.
 */
public final class RedisEventCursorStore implements EventCursorStore {

	private static final Pattern EVENT_ID = Pattern.compile("[\\x21-\\x7e]{1,255}");

	private final RedisCalls calls;

	private final RedisKeys keys;

	/**
	 * Creates an instance.
	 * @param calls asks Redis
	 * @param keys names the key
	 */
	public RedisEventCursorStore(RedisCalls calls, RedisKeys keys) {
		Assert.notNull(calls, "calls cannot be null");
		Assert.notNull(keys, "keys cannot be null");
		this.calls = calls;
		this.keys = keys;
	}

	/**
	 * Reads the cursor. What cannot be one counts as none.
	 * @throws RedisUnavailableException if Redis is out of reach
	 */
	@Override
	public @Nullable String load() {
		byte[] cursor = this.calls.call((connection) -> connection.stringCommands().get(this.keys.cursor()));
		String eventId = (cursor != null) ? RedisKeys.text(cursor) : null;
		return (eventId != null && EVENT_ID.matcher(eventId).matches()) ? eventId : null;
	}

	/**
	 * Writes the cursor.
	 * @throws RedisUnavailableException if Redis is out of reach
	 */
	@Override
	public void save(String eventId) {
		this.calls.call((connection) -> connection.stringCommands().set(this.keys.cursor(), RedisKeys.bytes(eventId)));
	}

}
