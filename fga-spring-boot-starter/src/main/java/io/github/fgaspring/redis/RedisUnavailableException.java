package io.github.fgaspring.redis;

import org.jspecify.annotations.Nullable;

/**
 * Redis does not do what it was told to, or not in time. The message holds no ids.
 */
public final class RedisUnavailableException extends RuntimeException {

	RedisUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	RedisUnavailableException(String message) {
		this(message, null);
	}

}
