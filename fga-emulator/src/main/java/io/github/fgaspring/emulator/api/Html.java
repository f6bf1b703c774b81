package io.github.fgaspring.emulator.api;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of a page. Whatever is put into one is escaped, unless it is such a piece
 * itself.
 */
final class Html {

	static final Html NOTHING = new Html("");

	private final String markup;

	private Html(String markup) {
		this.markup = markup;
	}

	/**
	 * A piece with values in it.
	 * @param template the markup, with {@code %s} in place of each value, as an element
	 * or within the quotes of an attribute
	 * @param values the values
	 */
	static Html of(String template, Object... values) {
		return new Html(template.formatted(Arrays.stream(values)
			.map((value) -> (value instanceof Html html) ? html.markup : escape(value.toString()))
			.toArray()));
	}

	/**
	 * Pieces one after the other.
	 */
	static Html all(List<Html> pieces) {
		return new Html(pieces.stream().map((piece) -> piece.markup).collect(Collectors.joining()));
	}

	/**
	 * The content of a style element, which knows no escapes.
	 */
	static Html style(String css) {
		return new Html(css);
	}

	// Control characters are not allowed in a page in whatever way they are written.
	private static String escape(String text) {
		StringBuilder escaped = new StringBuilder(text.length());
		text.codePoints().forEach((character) -> {
			switch (character) {
				case '&' -> escaped.append("&amp;");
				case '<' -> escaped.append("&lt;");
				case '>' -> escaped.append("&gt;");
				case '"' -> escaped.append("&quot;");
				case '\'' -> escaped.append("&#39;");
				default -> escaped.appendCodePoint(isAllowed(character) ? character : 0xFFFD);
			}
		});
		return escaped.toString();
	}

	private static boolean isAllowed(int character) {
		return character == '\t' || character == '\n' || (character >= ' ' && character < 0x7F)
				|| (character >= 0xA0 && character < 0xD800) || (character >= 0xE000 && character < 0xFFFE)
				|| character >= 0x10000;
	}

	@Override
	public String toString() {
		return this.markup;
	}

}
