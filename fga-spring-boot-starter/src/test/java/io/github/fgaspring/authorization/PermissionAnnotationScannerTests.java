package io.github.fgaspring.authorization;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Arrays;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import org.junit.jupiter.api.Test;

import org.springframework.core.annotation.AliasFor;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PermissionAnnotationScannerTests {

	private final PermissionAnnotationScanner scanner = new PermissionAnnotationScanner(
			new AnnotationTemplateExpressionDefaults());

	@Test
	void findWhenNoAnnotationThenNull() {
		assertThat(find(Plain.class, "call")).isNull();
	}

	@Test
	void findWhenOnMethodAndClassThenMethodWins() {
		assertThat(permission(OnClass.class, "own")).isEqualTo("method");
		assertThat(permission(OnClass.class, "plain")).isEqualTo("class");
	}

	@Test
	void findWhenMethodNeedsNoPermissionThenClassAnnotationDoesNotApply() {
		assertThat(find(OnClass.class, "open")).isNull();
	}

	@Test
	void findWhenObjectMethodThenClassAnnotationDoesNotApply() {
		assertThat(find(OnClass.class, "toString")).isNull();
	}

	@Test
	void findWhenOnInterfaceMethodThenFound() {
		assertThat(permission(Implementation.class, "call")).isEqualTo("interface-method");
	}

	@Test
	void findWhenGenericInterfaceMethodThenFound() {
		assertThat(permission(GenericImplementation.class, "save")).isEqualTo("generic");
	}

	@Test
	void findWhenSuperclassImplementsMethodWithoutKnowingInterfaceThenFound() throws NoSuchMethodException {
		Method method = PlainBase.class.getDeclaredMethod("call");
		assertThat(this.scanner.find(method, InheritsImplementation.class)).isNotNull();
	}

	@Test
	void findWhenSuperclassImplementsGenericMethodWithoutKnowingInterfaceThenFound() throws NoSuchMethodException {
		Method method = PlainSaver.class.getDeclaredMethod("save", String.class);
		assertThat(this.scanner.find(method, InheritsSaver.class)).isNotNull();
		assertThat(this.scanner.find(method, PlainSaver.class)).isNull();
	}

	@Test
	void findWhenOnInterfaceThenFound() {
		assertThat(permission(ImplementsAnnotatedType.class, "any")).isEqualTo("interface-type");
	}

	@Test
	void findWhenOnOverriddenMethodThenFound() {
		assertThat(permission(Overriding.class, "call")).isEqualTo("base-method");
	}

	@Test
	void findWhenOverridingMethodIsAnnotatedThenItWins() {
		assertThat(permission(OverridingWithOwn.class, "call")).isEqualTo("own");
	}

	@Test
	void findWhenMethodIsInheritedAndSubclassAnnotatedThenFound() throws NoSuchMethodException {
		Method inherited = PlainBase.class.getDeclaredMethod("call");
		RequiresPermission annotation = this.scanner.find(inherited, AnnotatedSubclass.class);
		assertThat(annotation).isNotNull();
		assertThat(annotation.value()).containsExactly("subclass");
	}

	@Test
	void findWhenTwoDifferentOnOneMethodThenRejected() {
		assertThatExceptionOfType(InvalidPermissionRuleException.class).isThrownBy(() -> find(Competing.class, "call"))
			.withMessageContaining("Competing.call()")
			.withMessageContaining("competing annotations");
	}

	@Test
	void findWhenRequiredAndNotRequiredOnOneMethodThenRejected() {
		assertThatExceptionOfType(InvalidPermissionRuleException.class)
			.isThrownBy(() -> find(Competing.class, "contradiction"))
			.withMessageContaining("competing annotations");
	}

	@Test
	void findWhenTwoInterfacesDisagreeThenRejected() {
		assertThatExceptionOfType(InvalidPermissionRuleException.class)
			.isThrownBy(() -> find(ImplementsBoth.class, "call"))
			.withMessageContaining("competing annotations");
	}

	@Test
	void findWhenTwoInterfacesAgreeThenFound() {
		assertThat(permission(ImplementsTwins.class, "call")).isEqualTo("interface-method");
	}

	@Test
	void findWhenMetaAnnotationHasPlaceholdersThenFilled() {
		RequiresPermission annotation = find(Composed.class, "templated");
		assertThat(annotation).isNotNull();
		assertThat(annotation.value()).containsExactly("project:edit", "project:view");
		assertThat(annotation.resource()).isEqualTo("#id");
		assertThat(annotation.resourceType()).isEqualTo("project");
		assertThat(annotation.match()).isEqualTo(Match.ANY);
	}

	@Test
	void findWhenMetaAnnotationHasAliasThenFilled() {
		assertThat(permission(Composed.class, "aliased")).isEqualTo("project:delete");
	}

	@Test
	void findWhenMetaAnnotationOnClassThenFound() {
		assertThat(permission(ComposedOnClass.class, "call")).isEqualTo("project:archive");
	}

	private String permission(Class<?> type, String method) {
		RequiresPermission annotation = find(type, method);
		assertThat(annotation).isNotNull();
		return annotation.value()[0];
	}

	private RequiresPermission find(Class<?> type, String name) {
		Method method = Arrays.stream(type.getMethods())
			.filter((candidate) -> candidate.getName().equals(name) && !candidate.isBridge())
			.findFirst()
			.orElseThrow();
		return this.scanner.find(method, type);
	}

	static class Plain {

		public void call() {
		}

	}

	@RequiresPermission("class")
	static class OnClass {

		@RequiresPermission("method")
		public void own() {
		}

		public void plain() {
		}

		@NoPermissionRequired
		public void open() {
		}

		@Override
		public String toString() {
			return "";
		}

	}

	interface Declaring {

		@RequiresPermission("interface-method")
		void call();

	}

	interface Twin {

		@RequiresPermission("interface-method")
		void call();

	}

	interface Disagreeing {

		@RequiresPermission("other")
		void call();

	}

	static class Implementation implements Declaring {

		@Override
		public void call() {
		}

	}

	static class ImplementsBoth implements Declaring, Disagreeing {

		@Override
		public void call() {
		}

	}

	static class ImplementsTwins implements Declaring, Twin {

		@Override
		public void call() {
		}

	}

	interface Generic<T> {

		@RequiresPermission("generic")
		void save(T value);

	}

	static class GenericImplementation implements Generic<String> {

		@Override
		public void save(String value) {
		}

	}

	static class PlainSaver {

		public void save(String value) {
		}

	}

	static class InheritsSaver extends PlainSaver implements Generic<String> {

	}

	static class PlainBase {

		public void call() {
		}

	}

	static class InheritsImplementation extends PlainBase implements Declaring {

	}

	@RequiresPermission("interface-type")
	interface AnnotatedType {

		void any();

	}

	static class ImplementsAnnotatedType implements AnnotatedType {

		@Override
		public void any() {
		}

	}

	static class Base {

		@RequiresPermission("base-method")
		public void call() {
		}

	}

	static class Overriding extends Base {

		@Override
		public void call() {
		}

	}

	static class OverridingWithOwn extends Base {

		@Override
		@RequiresPermission("own")
		public void call() {
		}

	}

	@RequiresPermission("subclass")
	static class AnnotatedSubclass extends PlainBase {

	}

	static class Competing {

		@RequiresPermission("one")
		@RequiresArchive
		public void call() {
		}

		@RequiresPermission("one")
		@NoPermissionRequired
		public void contradiction() {
		}

	}

	static class Composed {

		@RequiresProject(permission = "edit", parameter = "id")
		public void templated(String id) {
		}

		@RequiresAliased("project:delete")
		public void aliased() {
		}

	}

	@RequiresArchive
	static class ComposedOnClass {

		public void call() {
		}

	}

	@Inherited
	@Retention(RetentionPolicy.RUNTIME)
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@RequiresPermission("project:archive")
	@interface RequiresArchive {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.METHOD)
	@RequiresPermission(value = { "project:{permission}", "project:view" }, resource = "#{parameter}",
			resourceType = "project", match = Match.ANY)
	@interface RequiresProject {

		String permission();

		String parameter();

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.METHOD)
	@RequiresPermission("")
	@interface RequiresAliased {

		@AliasFor(annotation = RequiresPermission.class, attribute = "value")
		String[] value();

	}

}
