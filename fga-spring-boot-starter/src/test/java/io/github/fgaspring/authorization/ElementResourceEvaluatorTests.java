package io.github.fgaspring.authorization;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.fgaspring.authorization.ElementResourceEvaluator.Element;
import io.github.fgaspring.decision.ResourceReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.expression.spel.standard.SpelExpressionParser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class ElementResourceEvaluatorTests {

	private static final ResourceReference P1 = ResourceReference.external("project", "p-1");

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	private final ElementResourceEvaluator evaluator = new ElementResourceEvaluator(this.beans);

	@ParameterizedTest
	@MethodSource
	void evaluateWhenElementHasIdOfAnyKindThenFound(Object element) {
		assertThat(evaluate("id", element)).containsExactly(new Element(element, P1));
	}

	static Stream<Object> evaluateWhenElementHasIdOfAnyKindThenFound() {
		return Stream.of(new Getter(), new RecordElement("p-1"), new PublicField(), Map.of("id", "p-1"), new Accessor(),
				new ExtendsPrivate());
	}

	@Test
	void evaluateWhenElementsAreOfSeveralKindsThenAllFound() {
		Object[] elements = evaluateWhenElementHasIdOfAnyKindThenFound().toArray();
		assertThat(evaluate("id", elements)).extracting(Element::resource).hasSize(elements.length).containsOnly(P1);
	}

	@Test
	void evaluateWhenIdIsAnyValueThenItsText() {
		UUID uuid = UUID.fromString("d9f2c6cc-2d8a-4a36-8a4f-0e6d2c0f0d11");
		assertThat(evaluate("#root", 7, 7L, uuid, "p-1", 'x')).extracting(Element::resource)
			.containsExactly(ResourceReference.external("project", "7"), ResourceReference.external("project", "7"),
					ResourceReference.external("project", uuid.toString()), P1,
					ResourceReference.external("project", "x"));
	}

	@Test
	void evaluateWhenIdIsReferenceThenThatOne() {
		ResourceReference workOsId = ResourceReference.id("res_1");
		ResourceReference other = ResourceReference.external("workspace", "w-1");
		assertThat(evaluate("#this", workOsId, other)).extracting(Element::resource).containsExactly(workOsId, other);
		assertThat(evaluate("['resource']", Map.of("resource", Optional.of(other)))).extracting(Element::resource)
			.containsExactly(other);
	}

	@Test
	void evaluateWhenIdIsNullOrNoSingleIdThenUnresolved(CapturedOutput output) {
		assertThat(evaluate("id", Collections.singletonMap("id", null), Map.of("id", List.of("p-1")),
				Map.of("id", Optional.empty())))
			.extracting((element) -> element.resource().isResolved())
			.containsExactly(false, false, false);
		assertThat(output).isEmpty();
	}

	@Test
	void evaluateWhenElementIsNullThenLeftOutSilently(CapturedOutput output) {
		assertThat(evaluate("#root", null, "p-1", null)).extracting(Element::resource).containsExactly(P1);
		assertThat(output).isEmpty();
	}

	@Test
	void evaluateWhenExpressionCallsBeanThenAsked() {
		this.beans.registerSingleton("files", new Files());
		assertThat(evaluate("@files.projectOf(#root)", "file-1")).extracting(Element::resource)
			.containsExactly(ResourceReference.external("project", "project-of-file-1"));
	}

	@Test
	void evaluateWhenCalledBeanThrowsThenItsExceptionPassesThrough() {
		this.beans.registerSingleton("files", new Files());
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> evaluate("@files.fail(#root)", "file-1"));
	}

	@Test
	void evaluateWhenFailsForSomeElementsThenLeavesThemOutAndLogsOneErrorWithoutContent(CapturedOutput output) {
		Map<String, Object> empty = new HashMap<>();
		empty.put("secret-key", "secret-value");
		assertThat(evaluate("id", new RecordElement("p-1"), empty, "secret-text", new Throwing(), new Getter()))
			.extracting(Element::resource)
			.containsExactly(P1, P1);
		assertThat(output).containsOnlyOnce("ERROR")
			.contains("The id 'id' of 3 element(s) cannot be evaluated, so access to them is denied")
			.contains("Projects.all()")
			.contains("EXCEPTION_DURING_PROPERTY_READ")
			.doesNotContain("secret");
	}

	@Test
	void evaluateWhenBeanIsMissingThenLeavesAllOut(CapturedOutput output) {
		assertThat(evaluate("@nobody.of(#root)", "p-1", "p-2")).isEmpty();
		assertThat(output).contains("of 2 element(s)");
	}

	private List<Element> evaluate(String id, Object... elements) {
		FilterRule filter = new FilterRule("Projects.all()", "project:view", "project",
				new SpelExpressionParser().parseRaw(id), List.class, new IterableResult());
		return this.evaluator.evaluate(filter, Arrays.asList(elements));
	}

	static class Getter {

		public String getId() {
			return "p-1";
		}

	}

	record RecordElement(String id) {

	}

	static class PublicField {

		@SuppressWarnings("checkstyle:VisibilityModifier")
		public String id = "p-1";

	}

	static class Accessor {

		public String id() {
			return "p-1";
		}

	}

	private static class PrivateBase {

		public String getId() {
			return "p-1";
		}

	}

	static class ExtendsPrivate extends PrivateBase {

	}

	static class Throwing {

		public String getId() {
			throw new IllegalStateException("secret");
		}

	}

	public static class Files {

		public String projectOf(String file) {
			return "project-of-" + file;
		}

		public String fail(String file) {
			throw new UnsupportedOperationException(file);
		}

	}

}
