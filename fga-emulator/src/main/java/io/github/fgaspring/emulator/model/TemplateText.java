package io.github.fgaspring.emulator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * JSON with expressions in it. Where an expression stands decides what it becomes:
 * outside of strings any JSON value, alone in a string that string or {@code null}, and
 * in a longer string a part of it.
 */
final class TemplateText {

	private static final String BEGIN = "{{";

	private static final String END = "}}";

	private static final JsonMapper JSON = JsonMapper.shared();

	private final List<Part> parts;

	private TemplateText(List<Part> parts) {
		this.parts = List.copyOf(parts);
	}

	/**
	 * Find the expressions in a text.
	 * @param text the text
	 * @return the template
	 * @throws IllegalArgumentException if an expression is wrong
	 */
	static TemplateText parse(String text) {
		List<Part> parts = new ArrayList<>();
		StringBuilder plain = new StringBuilder();
		boolean inString = false;
		int position = 0;
		while (position < text.length()) {
			boolean alone = !inString && isAloneInString(text, position);
			if (alone || text.startsWith(BEGIN, position)) {
				parts.add(new Plain(plain.toString()));
				plain.setLength(0);
				int begin = position + (alone ? 1 : 0);
				int end = endOfExpression(text, begin);
				String source = text.substring(begin + BEGIN.length(), end);
				parts.add(placeholder(source, alone, inString));
				position = end + END.length() + (alone ? 1 : 0);
				continue;
			}
			int length = (inString && text.charAt(position) == '\\') ? 2 : 1;
			if (text.charAt(position) == '"') {
				inString = !inString;
			}
			plain.append(text, position, Math.min(position + length, text.length()));
			position += length;
		}
		parts.add(new Plain(plain.toString()));
		return new TemplateText(parts);
	}

	private static boolean isAloneInString(String text, int position) {
		if (!text.startsWith("\"" + BEGIN, position)) {
			return false;
		}
		int end = text.indexOf(END, position);
		return end >= 0 && text.startsWith("\"", end + END.length());
	}

	private static int endOfExpression(String text, int begin) {
		int end = text.indexOf(END, begin);
		if (end < 0) {
			throw new IllegalArgumentException("an expression begins with {{ but does not end; write }} after it");
		}
		return end;
	}

	private static Part placeholder(String source, boolean alone, boolean inString) {
		if (!alone && !inString) {
			return new JsonValue(TemplateExpression.parse(source));
		}
		TemplateExpression expression = TemplateExpression.parse(source.replace("\\\"", "\""));
		expression.refuseObjects();
		return alone ? new WholeString(expression) : new PartOfString(expression);
	}

	/**
	 * Put values in the place of the expressions.
	 * @param context where the values are
	 * @return a text that is JSON if the template is JSON but for the expressions
	 */
	String fill(Map<String, ?> context) {
		StringBuilder filled = new StringBuilder();
		this.parts.forEach((part) -> filled.append(part.fill(context)));
		return filled.toString();
	}

	private interface Part {

		String fill(Map<String, ?> context);

	}

	private record Plain(String text) implements Part {

		@Override
		public String fill(Map<String, ?> context) {
			return this.text;
		}

	}

	private record JsonValue(TemplateExpression expression) implements Part {

		@Override
		public String fill(Map<String, ?> context) {
			return JSON.writeValueAsString(this.expression.evaluate(context));
		}

	}

	private record WholeString(TemplateExpression expression) implements Part {

		@Override
		public String fill(Map<String, ?> context) {
			Object value = this.expression.evaluate(context);
			return (value != null) ? JSON.writeValueAsString(value.toString()) : "null";
		}

	}

	private record PartOfString(TemplateExpression expression) implements Part {

		@Override
		public String fill(Map<String, ?> context) {
			Object value = this.expression.evaluate(context);
			String quoted = JSON.writeValueAsString((value != null) ? value.toString() : "");
			return quoted.substring(1, quoted.length() - 1);
		}

	}

}
