package io.github.fgaspring.authorization;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.RequiresRecentAuthentication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.annotation.AliasFor;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecentAuthenticationRegistry}.
 */
class RecentAuthenticationRegistryTests {

	private final RecentAuthenticationRegistry registry = new RecentAuthenticationRegistry(
			new AnnotationTemplateExpressionDefaults());

	@Test
	void findWhenNoAnnotationThenNull() {
		assertThat(find(PermissionsOnly.class, "call")).isNull();
		assertThat(hasRule(PermissionsOnly.class, "call")).isFalse();
	}

	@Test
	void findWhenOnMethodAndClassThenMethodReplacesIt() {
		assertThat(maxAge(OnClass.class, "own")).isEqualTo(Duration.ofMinutes(1));
		assertThat(maxAge(OnClass.class, "plain")).isEqualTo(Duration.ofHours(1));
		assertThat(maxAge(OnClass.class, "open")).isEqualTo(Duration.ofHours(1));
		assertThat(find(OnClass.class, "toString")).isNull();
	}

	@Test
	void findWhenInheritedThenFound() {
		assertThat(maxAge(Implementation.class, "call")).isEqualTo(Duration.ofMinutes(2));
		assertThat(maxAge(SubClass.class, "plain")).isEqualTo(Duration.ofHours(1));
		assertThat(maxAge(AnnotatedSubClass.class, "call")).isEqualTo(Duration.ofMinutes(3));
	}

	@Test
	void findWhenComposedThenPlaceholderIsFilled() {
		assertThat(maxAge(Composed.class, "sudo")).isEqualTo(Duration.ofMinutes(5));
		assertThat(maxAge(Composed.class, "within")).isEqualTo(Duration.ofSeconds(30));
		assertThat(maxAge(Composed.class, "aliased")).isEqualTo(Duration.ofMinutes(7));
	}

	@Test
	void findThenAlwaysTheSameRuleThatNamesItsMethod() {
		RecentAuthenticationRule rule = find(OnClass.class, "own");
		assertThat(find(OnClass.class, "own")).isSameAs(rule);
		assertThat(rule).hasToString(OnClass.class.getName() + ".own() requires authentication within 60s");
	}

	@Test
	void findWhenAnnotationsCompeteThenFails() {
		assertThatExceptionOfType(InvalidPermissionRuleException.class).isThrownBy(() -> find(Competing.class, "call"))
			.withMessageContaining("found competing annotations, keep one");
		assertThat(hasRule(Competing.class, "call")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "empty", "blank", "negative", "zero", "withoutUnit", "tooShort", "word", "placeholder",
			"unfilled" })
	void findWhenDurationMakesNoSenseThenFailsNamingTheMethod(String method) {
		assertThatExceptionOfType(InvalidPermissionRuleException.class).isThrownBy(() -> find(Mistaken.class, method))
			.withMessageStartingWith(Mistaken.class.getName() + "." + method + "(): '")
			.withMessageEndingWith(
					"' in @RequiresRecentAuthentication is no duration of a second or more with its unit,"
							+ " such as 5m, 1h or PT30S");
		assertThat(hasRule(Mistaken.class, method)).isTrue();
	}

	private Duration maxAge(Class<?> type, String method) {
		RecentAuthenticationRule rule = find(type, method);
		return (rule != null) ? rule.maxAge() : null;
	}

	private RecentAuthenticationRule find(Class<?> type, String method) {
		return this.registry.find(method(type, method), type);
	}

	private boolean hasRule(Class<?> type, String method) {
		return this.registry.hasRule(method(type, method), type);
	}

	private static Method method(Class<?> type, String name) {
		return Arrays.stream(type.getMethods())
			.filter((method) -> method.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	public static class PermissionsOnly {

		@RequiresPermission("a")
		public void call() {
		}

	}

	@RequiresRecentAuthentication("1h")
	public static class OnClass {

		@RequiresRecentAuthentication("1m")
		public void own() {
		}

		public void plain() {
		}

		@NoPermissionRequired
		public void open() {
		}

	}

	public static class SubClass extends OnClass {

	}

	public static class Base {

		public void call() {
		}

	}

	@RequiresRecentAuthentication("3m")
	public static class AnnotatedSubClass extends Base {

	}

	public interface Contract {

		@RequiresRecentAuthentication("2m")
		void call();

	}

	public static class Implementation implements Contract {

		@Override
		public void call() {
		}

	}

	public interface OtherContract {

		@RequiresRecentAuthentication("4m")
		void call();

	}

	public static class Competing implements Contract, OtherContract {

		@Override
		public void call() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.METHOD)
	@RequiresRecentAuthentication("5m")
	@interface Sudo {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.METHOD)
	@RequiresRecentAuthentication("{seconds}s")
	@interface Within {

		int seconds();

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.METHOD)
	@RequiresRecentAuthentication("1h")
	@interface Aliased {

		@AliasFor(annotation = RequiresRecentAuthentication.class, attribute = "value")
		String limit();

	}

	public static class Composed {

		@Sudo
		public void sudo() {
		}

		@Within(seconds = 30)
		public void within() {
		}

		@Aliased(limit = "7m")
		public void aliased() {
		}

	}

	public static class Mistaken {

		@RequiresRecentAuthentication("")
		public void empty() {
		}

		@RequiresRecentAuthentication(" ")
		public void blank() {
		}

		@RequiresRecentAuthentication("-5m")
		public void negative() {
		}

		@RequiresRecentAuthentication("0s")
		public void zero() {
		}

		@RequiresRecentAuthentication("300")
		public void withoutUnit() {
		}

		@RequiresRecentAuthentication("500ms")
		public void tooShort() {
		}

		@RequiresRecentAuthentication("soon")
		public void word() {
		}

		@RequiresRecentAuthentication("${app.recent}")
		public void placeholder() {
		}

		@RequiresRecentAuthentication("{limit}")
		public void unfilled() {
		}

	}

}
