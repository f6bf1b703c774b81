package io.github.fgaspring.policy;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.Assert;

/**
 * How long ago somebody may have authenticated. A challenge counts it in seconds, so it
 * is one or more.
 */
public final class AgeLimit {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Pattern WITHOUT_UNIT = Pattern.compile("[+-]?\\d*");

	private AgeLimit() {
	}

	/**
	 * Reads a limit.
	 * @param text a duration with its unit, such as {@code 5m}, {@code 1h30m} or
	 * {@code PT30S}
	 * @return the limit
	 * @throws IllegalArgumentException if the text is none
	 */
	public static Duration parse(String text) {
		Assert.isTrue(!WITHOUT_UNIT.matcher(text.trim()).matches(), "has no unit");
		Duration limit = DurationFormatterUtils.detectAndParse(text.trim());
		Assert.isTrue(isValid(limit), "is shorter than a second");
		return limit;
	}

	/**
	 * Whether a duration can be a limit.
	 * @param limit the duration
	 * @return {@code false} if it is shorter than a second
	 */
	public static boolean isValid(Duration limit) {
		return limit.compareTo(SHORTEST) >= 0;
	}

	/**
	 * The shorter of two limits, {@code null} if there is none.
	 */
	static @Nullable Duration stricter(@Nullable Duration one, @Nullable Duration other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.compareTo(other) < 0) ? one : other;
	}

}
