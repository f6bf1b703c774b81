package io.github.fgaspring.emulator.traffic;

import java.util.regex.Pattern;

/**
 * Paths of one form. In the form, {@code *} stands for one segment and {@code **} for
 * anything.
 */
final class PathPattern {

	private final Pattern pattern;

	PathPattern(String form) {
		if (!form.startsWith("/")) {
			throw new IllegalArgumentException("A path pattern must begin with '/', not '" + form + "'");
		}
		StringBuilder regex = new StringBuilder();
		for (String part : form.split("(?<=\\*\\*)|(?=\\*\\*)")) {
			regex.append("**".equals(part) ? ".*" : segments(part));
		}
		this.pattern = Pattern.compile(regex.toString());
	}

	private static String segments(String part) {
		StringBuilder regex = new StringBuilder();
		for (String piece : part.split("(?<=\\*)|(?=\\*)")) {
			regex.append("*".equals(piece) ? "[^/]+" : Pattern.quote(piece));
		}
		return regex.toString();
	}

	boolean matches(String path) {
		return this.pattern.matcher(path).matches();
	}

}
