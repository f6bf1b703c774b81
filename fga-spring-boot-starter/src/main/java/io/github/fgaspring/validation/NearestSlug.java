package io.github.fgaspring.validation;

import java.util.Collection;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody may have meant who has misspelled a slug.
 */
final class NearestSlug {

	/**
	 * How many characters one may be wrong in.
	 */
	private static final int CHARACTERS_PER_MISTAKE = 4;

	private static final int MOST_MISTAKES = 3;

	private NearestSlug() {
	}

	/**
	 * Finds the slug that takes the fewest changes to get to, upper and lower case apart.
	 * A change is a character too many, one missing, another one, or two in the wrong
	 * order.
	 * @return the first in alphabetical order of the nearest, or {@code null} if none is
	 * near enough
	 */
	static @Nullable String find(String slug, Collection<String> candidates) {
		String nearest = null;
		int fewest = Math.min(MOST_MISTAKES, Math.max(1, slug.length() / CHARACTERS_PER_MISTAKE)) + 1;
		for (String candidate : candidates.stream().sorted().toList()) {
			int mistakes = Math.abs(slug.length() - candidate.length());
			if (mistakes < fewest) {
				mistakes = distance(slug.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
			}
			if (mistakes < fewest) {
				fewest = mistakes;
				nearest = candidate;
			}
		}
		return nearest;
	}

	/**
	 * The optimal string alignment distance.
	 */
	private static int distance(String one, String other) {
		int[][] distances = new int[one.length() + 1][other.length() + 1];
		for (int i = 0; i <= one.length(); i++) {
			for (int j = 0; j <= other.length(); j++) {
				distances[i][j] = (i == 0 || j == 0) ? i + j : shortest(distances, one, other, i, j);
			}
		}
		return distances[one.length()][other.length()];
	}

	private static int shortest(int[][] distances, String one, String other, int i, int j) {
		int replaced = distances[i - 1][j - 1] + ((one.charAt(i - 1) != other.charAt(j - 1)) ? 1 : 0);
		int shortest = Math.min(replaced, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
		if (i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1)) {
			shortest = Math.min(shortest, distances[i - 2][j - 2] + 1);
		}
		return shortest;
	}

}
