package io.github.fgaspring.redis;

import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What failures of Redis mean.
 */
final class RedisFailures {

	/**
	 * With which words Redis tells why it refuses a command. What else its messages hold
	 * may be a part of keys and values.
	 */
	private static final Pattern CODE = Pattern.compile("\\b(NOAUTH|WRONGPASS|NOPERM|READONLY|OOM|LOADING|BUSY"
			+ "|MISCONF|CLUSTERDOWN|MASTERDOWN|NOREPLICAS|WRONGTYPE|unknown command)\\b");

	private RedisFailures() {
	}

	/**
	 * Whether Redis is well, and a key holds what does not belong there.
	 */
	static boolean isWrongType(Throwable failure) {
		return "WRONGTYPE".equals(code(failure));
	}

	/**
	 * What to tell operators, without ids and secrets.
	 */
	static String describe(Throwable failure) {
		if (failure instanceof TimeoutException) {
			return "no answer in time";
		}
		String code = code(failure);
		return failure.getClass().getSimpleName() + (code.isEmpty() ? "" : " (" + code + ")");
	}

	private static String code(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			Matcher matcher = CODE.matcher(String.valueOf(cause.getMessage()));
			if (matcher.find()) {
				return matcher.group();
			}
		}
		return "";
	}

}
