package io.github.fgaspring.emulator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Variables and texts of which the first that has a value counts, such as
 * <code>user.metadata.nickname || user.email || 'nobody'</code>.
 */
final class TemplateExpression {

	private static final String OR = "||";

	private static final Pattern OPERAND = Pattern.compile("\\s*(?:'([^']*)'|\"([^\"]*)\"|([^\\s'\"|]+))\\s*");

	private final List<Operand> operands;

	private TemplateExpression(List<Operand> operands) {
		this.operands = List.copyOf(operands);
	}

	/**
	 * Read an expression.
	 * @param text what stands between the braces
	 * @return the expression
	 * @throws IllegalArgumentException if it is not one, or a variable does not exist
	 */
	static TemplateExpression parse(String text) {
		List<Operand> operands = new ArrayList<>();
		Matcher matcher = OPERAND.matcher(text);
		int position = 0;
		while (matcher.region(position, text.length()).lookingAt()) {
			operands.add(operand(matcher));
			if (matcher.end() == text.length()) {
				return new TemplateExpression(operands);
			}
			if (!text.startsWith(OR, matcher.end())) {
				break;
			}
			position = matcher.end() + OR.length();
		}
		throw new IllegalArgumentException("'{{%s}}' is not an expression; ".formatted(text)
				+ "write one such as {{ user.email }} or {{ user.first_name || 'Somebody' }}");
	}

	private static Operand operand(Matcher matcher) {
		String variable = matcher.group(3);
		if (variable != null) {
			return new Operand(null, TemplateVariable.parse(variable));
		}
		return new Operand(Objects.requireNonNullElse(matcher.group(1), matcher.group(2)), null);
	}

	void refuseObjects() {
		for (Operand operand : this.operands) {
			if (operand.variable() != null && operand.variable().isObject()) {
				throw new IllegalArgumentException(
						"'%s' is no text and cannot stand in a string; write it without quotes"
							.formatted(operand.variable()));
			}
		}
	}

	/**
	 * Find the value.
	 * @param context where the values of the variables are
	 * @return the value, or {@code null} if no operand has one
	 */
	@Nullable Object evaluate(Map<String, ?> context) {
		return this.operands.stream()
			.map((operand) -> operand.evaluate(context))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private record Operand(@Nullable String text, @Nullable TemplateVariable variable) {

		@Nullable Object evaluate(Map<String, ?> context) {
			return (this.variable != null) ? this.variable.resolve(context) : this.text;
		}

	}

}
