package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * Parses the expressions in annotations.
 */
final class RuleExpressionParser {

	private static final Set<String> BUILT_IN_VARIABLES = Set.of("#root", "#this");

	private final SpelExpressionParser parser = new SpelExpressionParser();

	/**
	 * Parses the expression of a method's annotation.
	 * @throws InvalidPermissionRuleException if it is none
	 */
	SpelExpression parse(String text, Method method, Class<?> targetClass) {
		try {
			return this.parser.parseRaw(text);
		}
		catch (ParseException ex) {
			throw new InvalidPermissionRuleException(method, targetClass,
					"'" + text + "' is no valid expression: " + ex.getSimpleMessage(), ex);
		}
	}

	/**
	 * The variables that an expression names, sorted, each with its {@code #}; without
	 * those that every expression knows.
	 */
	static Set<String> variables(SpelExpression expression) {
		Set<String> variables = new TreeSet<>();
		collectVariables(expression.getAST(), variables);
		variables.removeAll(BUILT_IN_VARIABLES);
		return variables;
	}

	private static void collectVariables(SpelNode node, Set<String> variables) {
		if (node instanceof VariableReference) {
			variables.add(node.toStringAST());
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			collectVariables(node.getChild(i), variables);
		}
	}

}
