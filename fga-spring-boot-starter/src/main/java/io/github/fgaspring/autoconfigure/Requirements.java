package io.github.fgaspring.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.util.StringUtils;

/**
 * What values of properties must look like.
 */
final class Requirements {

	private static final Duration SHORTEST_DURATION = Duration.ofMillis(1);

	private Requirements() {
	}

	/**
	 * A text without spaces.
	 */
	static String text(String property, @Nullable String configured, String whereToFind) {
		String value = notBlank(property, configured, whereToFind);
		if (!value.chars().allMatch((character) -> character > 0x20 && character < 0x7f)) {
			throw new InvalidFgaPropertyException(property,
					"holds a space, a line break or a character that is not ASCII",
					"Copy the value of '" + property + "' again. " + whereToFind);
		}
		return value;
	}

	/**
	 * A text of any characters.
	 */
	static String notBlank(String property, @Nullable String value, String whereToFind) {
		if (!StringUtils.hasText(value)) {
			throw new InvalidFgaPropertyException(property, "is not set", "Set '" + property + "'. " + whereToFind);
		}
		if (value.contains("${")) {
			throw new InvalidFgaPropertyException(property, "is set to a placeholder that nothing resolves",
					"Set the environment variable or property that '" + property + "' refers to. " + whereToFind);
		}
		return value;
	}

	/**
	 * At least one text, and none of them blank.
	 */
	static List<String> texts(String property, List<String> values, String whereToFind) {
		if (values.isEmpty()) {
			throw new InvalidFgaPropertyException(property, "is not set", "Set '" + property + "'. " + whereToFind);
		}
		values.forEach((value) -> notBlank(property, value, whereToFind));
		return values;
	}

	/**
	 * At least one algorithm.
	 */
	static Set<SignatureAlgorithm> algorithms(String property, Set<SignatureAlgorithm> algorithms) {
		if (algorithms.isEmpty()) {
			throw new InvalidFgaPropertyException(property, "is empty, so that no token would be accepted",
					"Set '" + property + "' to the algorithms that tokens are signed with, or remove it for RS256.");
		}
		return algorithms;
	}

	/**
	 * A text that can stand in a path as it is.
	 */
	static String pathSegment(String property, @Nullable String value, String whereToFind) {
		String text = text(property, value, whereToFind);
		if (!text.matches("[A-Za-z0-9_-]+")) {
			throw new InvalidFgaPropertyException(property, "holds a character other than letters, digits, '-' and '_'",
					"Copy the value of '" + property + "' again. " + whereToFind);
		}
		return text;
	}

	/**
	 * A path that can be written in one way only.
	 */
	static String path(String property, String value) {
		if (!value.matches("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+")) {
			throw new InvalidFgaPropertyException(property,
					"is not a path of letters, digits, '-', '_', '.' and '~' between single slashes",
					"Set '" + property + "' to a path such as /fga/webhooks.");
		}
		return value;
	}

	/**
	 * What names of keys can begin with. A brace would change which of them a cluster
	 * keeps together.
	 */
	static String keyPrefix(String property, String value) {
		if (!value.matches("[A-Za-z0-9._:-]+")) {
			throw new InvalidFgaPropertyException(property,
					"is empty or holds a character other than letters, digits, '.', '_', ':' and '-'",
					"Set '" + property + "' to a name such as fga or shop:fga.");
		}
		return value;
	}

	/**
	 * A password, which is never part of a message.
	 */
	static String password(String property, @Nullable String value, int shortest) {
		String action = "Set '" + property + "' to the password of the frontend, which has " + shortest
				+ " characters or more (WORKOS_COOKIE_PASSWORD there).";
		if (!StringUtils.hasText(value)) {
			throw new InvalidFgaPropertyException(property, "is blank", action);
		}
		if (value.contains("${")) {
			throw new InvalidFgaPropertyException(property, "is set to a placeholder that nothing resolves", action);
		}
		if (value.length() < shortest) {
			throw new InvalidFgaPropertyException(property, "is shorter than " + shortest + " characters", action);
		}
		return value;
	}

	/**
	 * A name of a cookie (RFC 6265, section 4.1.1).
	 */
	static String cookieName(String property, String value) {
		return token(property, value, "cookies");
	}

	/**
	 * A name of a header (RFC 9110, section 5.1).
	 */
	static String headerName(String property, String value) {
		return token(property, value, "headers");
	}

	private static String token(String property, String value, String named) {
		if (!value.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
			throw new InvalidFgaPropertyException(property, "holds a character that names of " + named + " cannot have",
					"Set '" + property + "' to a name of letters, digits, '-' and '_'.");
		}
		return value;
	}

	/**
	 * A URL without a trailing slash, to which paths can be appended.
	 */
	static URI baseUrl(String property, String value) {
		return url(property, StringUtils.trimTrailingCharacter(value.trim(), '/'));
	}

	/**
	 * An absolute URL without query, encrypted unless it stays on this machine.
	 */
	static URI url(String property, String value) {
		String action = "Set '" + property + "' to an absolute https URL, such as https://api.workos.com.";
		URI url = url(property, value, action, "the API key would be readable on the way");
		if (url.getRawQuery() != null) {
			throw new InvalidFgaPropertyException(property, "must have no query", action);
		}
		return url;
	}

	/**
	 * The absolute URL of keys, encrypted unless it stays on this machine.
	 */
	static URI keySetUrl(String property, @Nullable String value, String whereToFind) {
		return url(property, notBlank(property, value, whereToFind),
				"Set '" + property + "' to an absolute https URL. " + whereToFind,
				"the keys could be replaced on the way");
	}

	private static URI url(String property, String value, String action, String danger) {
		URI url;
		try {
			url = new URI(value.trim());
		}
		catch (URISyntaxException ex) {
			throw new InvalidFgaPropertyException(property, "is not a valid URL", action);
		}
		boolean encrypted = "https".equalsIgnoreCase(url.getScheme());
		if (!encrypted && !"http".equalsIgnoreCase(url.getScheme())) {
			throw new InvalidFgaPropertyException(property, "is not an http or https URL", action);
		}
		if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
			throw new InvalidFgaPropertyException(property,
					"must have a host and neither user information nor fragment", action);
		}
		if (!encrypted && !isLoopback(url.getHost())) {
			throw new InvalidFgaPropertyException(property, "is a plain http URL of another machine",
					action + " Plain http is accepted for localhost only, because " + danger + ".");
		}
		return url;
	}

	private static boolean isLoopback(String host) {
		String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
		// Only literal addresses: a name could resolve to anything later on.
		return address.equalsIgnoreCase("localhost") || address.equals("::1") || address.matches("127(\\.\\d{1,3}){3}");
	}

	/**
	 * A duration of at least a millisecond.
	 */
	static Duration positive(String property, Duration value, Duration longest) {
		return positive(property, value, longest, DurationText.of(longest));
	}

	/**
	 * A duration of at least a millisecond.
	 * @param bound what to call the longest allowed
	 */
	static Duration positive(String property, Duration value, Duration longest, String bound) {
		if (value.compareTo(SHORTEST_DURATION) < 0) {
			throw new InvalidFgaPropertyException(property,
					"is " + DurationText.of(value) + ", which is shorter than a millisecond",
					"Set '" + property + "' to a duration between 1ms and " + bound + ".");
		}
		return notLonger(property, value, longest, bound);
	}

	static Duration notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw new InvalidFgaPropertyException(property, "is " + DurationText.of(value) + ", which is negative",
					"Set '" + property + "' to a duration such as 0s or 30s.");
		}
		return value;
	}

	static Duration notNegative(String property, Duration value, Duration longest) {
		return notLonger(property, notNegative(property, value), longest, DurationText.of(longest));
	}

	private static Duration notLonger(String property, Duration value, Duration longest, String bound) {
		if (value.compareTo(longest) > 0) {
			throw new InvalidFgaPropertyException(property,
					"is " + DurationText.of(value) + ", which is longer than " + bound,
					"Set '" + property + "' to a duration of " + bound + " at most.");
		}
		return value;
	}

	static Duration between(String property, Duration value, Duration shortest, Duration longest) {
		if (value.compareTo(shortest) < 0 || value.compareTo(longest) > 0) {
			throw new InvalidFgaPropertyException(property,
					"is " + DurationText.of(value) + ", which is not between " + DurationText.of(shortest) + " and "
							+ DurationText.of(longest),
					"Set '" + property + "' to a duration between " + DurationText.of(shortest) + " and "
							+ DurationText.of(longest) + ".");
		}
		return value;
	}

	static int between(String property, int value, int lowest, int highest) {
		if (value < lowest || value > highest) {
			throw new InvalidFgaPropertyException(property,
					"is " + value + ", which is not between " + lowest + " and " + highest,
					"Set '" + property + "' to a number between " + lowest + " and " + highest + ".");
		}
		return value;
	}

}
