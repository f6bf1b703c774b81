package io.github.fgaspring.authorization;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.fgaspring.authorization.PermissionRule.Parameter;
import io.github.fgaspring.authorization.PermissionRule.ResourceSource;
import io.github.fgaspring.decision.ResourceReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.expression.spel.standard.SpelExpressionParser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ResourceExpressionEvaluatorTests {

	private final ResourceExpressionEvaluator evaluator = new ResourceExpressionEvaluator(
			new DefaultListableBeanFactory());

	@Test
	void evaluateWhenArgumentIsIdThenExternalReference() {
		assertThat(evaluate(parameter("project"), 7L)).isEqualTo(ResourceReference.external("project", "7"));
		assertThat(evaluate(parameter("project"), Optional.of("p-1")))
			.isEqualTo(ResourceReference.external("project", "p-1"));
	}

	@Test
	void evaluateWhenArgumentIsMissingThenUnresolved() {
		assertThat(evaluate(parameter("project"), null).isResolved()).isFalse();
		assertThat(evaluate(parameter("project"), Optional.empty()).isResolved()).isFalse();
	}

	@Test
	void evaluateWhenValueIsNoSingleIdThenUnresolved() {
		assertThat(evaluate(parameter("project"), List.of("p-1")).isResolved()).isFalse();
		assertThat(evaluate(parameter("project"), Map.of("p-1", "p-1")).isResolved()).isFalse();
		assertThat(evaluate(parameter("project"), new String[] { "p-1" }).isResolved()).isFalse();
		assertThat(evaluate(expression("project", "{#id}"), "p-1").isResolved()).isFalse();
	}

	@Test
	void evaluateWhenExpressionYieldsReferenceThenThatReference() {
		ResourceReference reference = ResourceReference.id("res_1");
		assertThat(evaluate(expression(null, "#id"), reference)).isSameAs(reference);
	}

	@Test
	void evaluateWhenExpressionYieldsIdWithoutTypeThenExceptionWithoutTheId() {
		assertThatIllegalStateException().isThrownBy(() -> evaluate(expression(null, "#id"), "secret"))
			.withMessageContaining("'#id'")
			.withMessageNotContaining("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "@nobody.of(#id)", "#id.nothing", "#id.nothing()" })
	void evaluateWhenExpressionFailsThenUnresolved(String expression) {
		assertThat(evaluate(expression("project", expression), "p-1").isResolved()).isFalse();
	}

	@Test
	void evaluateWhenCalledMethodThrowsThenItsExceptionPassesThrough() {
		assertThatExceptionOfType(StringIndexOutOfBoundsException.class)
			.isThrownBy(() -> evaluate(expression("project", "#id.substring(99)"), "p-1"));
	}

	private ResourceReference evaluate(ResourceSource source, Object argument) {
		return this.evaluator.evaluate(source, new Object[] { argument });
	}

	private static ResourceSource parameter(String type) {
		return new ResourceSource(type, null, List.of(new Parameter(0, "id")));
	}

	private static ResourceSource expression(String type, String expression) {
		return new ResourceSource(type, new SpelExpressionParser().parseRaw(expression),
				List.of(new Parameter(0, "id")));
	}

}
