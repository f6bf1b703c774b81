package io.github.fgaspring.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Bounds the number of values that a key takes, whatever its values are made of.
 */
final class KnownSlugs {

	/**
	 * More permissions, and more resource types, than an application names.
	 */
	static final int MAX_SIZE = 500;

	static final String OTHER = "other";

	private static final Pattern SLUG = Pattern.compile("[A-Za-z0-9:._*-]{1,64}");

	private final Set<String> slugs = ConcurrentHashMap.newKeySet();

	/**
	 * The text itself if it can be a slug and is not one too many, otherwise
	 * {@link #OTHER}.
	 */
	String orOther(String text) {
		if (this.slugs.contains(text)) {
			return text;
		}
		if (this.slugs.size() >= MAX_SIZE || !SLUG.matcher(text).matches()) {
			return OTHER;
		}
		this.slugs.add(text);
		return text;
	}

}
