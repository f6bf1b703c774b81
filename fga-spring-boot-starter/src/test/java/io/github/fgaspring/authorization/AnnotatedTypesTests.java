package io.github.fgaspring.authorization;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.RequiresRecentAuthentication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

class AnnotatedTypesTests {

	@ParameterizedTest
	@ValueSource(classes = { OnClass.class, OnMethod.class, OnPrivateMethod.class, OnStaticMethod.class, Filtered.class,
			Recent.class, Composed.class, OnInterface.class })
	void containsWhenDeclaredThenTrue(Class<?> type) {
		assertThat(AnnotatedTypes.contains(type)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { Inheriting.class, Implementing.class, ImplementingGeneric.class,
			InheritingImplementation.class, Extending.class })
	void containsWhenInheritedThenTrue(Class<?> type) {
		assertThat(AnnotatedTypes.contains(type)).isTrue();
	}

	@Test
	void containsWhenProxyOrLambdaOfAnnotatedInterfaceThenTrue() {
		Object proxy = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { OnInterface.class },
				(self, method, arguments) -> null);
		OnInterface lambda = () -> {
		};
		assertThat(AnnotatedTypes.contains(proxy.getClass())).isTrue();
		assertThat(AnnotatedTypes.contains(lambda.getClass())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(
			classes = { Plain.class, Open.class, Object.class, Callable.class, List.class, int.class, String[].class })
	void containsWhenNowhereThenFalse(Class<?> type) {
		assertThat(AnnotatedTypes.contains(type)).isFalse();
	}

	@Test
	void containsWhenMethodNamesMissingClassThenTrueBecauseNobodyKnows() throws ClassNotFoundException {
		ClassLoader without = new FilteredClassLoader(Plain.class) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				return name.equals(NamesPlain.class.getName()) ? define(name) : super.loadClass(name, resolve);
			}

			private Class<?> define(String name) throws ClassNotFoundException {
				try (InputStream content = AnnotatedTypesTests.class
					.getResourceAsStream(ClassUtils.getClassFileName(NamesPlain.class))) {
					byte[] bytes = content.readAllBytes();
					return defineClass(name, bytes, 0, bytes.length);
				}
				catch (IOException ex) {
					throw new ClassNotFoundException(name, ex);
				}
			}

		};
		assertThat(AnnotatedTypes.contains(without.loadClass(NamesPlain.class.getName()))).isTrue();
		assertThat(AnnotatedTypes.contains(NamesPlain.class)).isFalse();
	}

	@Retention(RetentionPolicy.RUNTIME)
	@RequiresPermission("project:view")
	@interface Viewing {

	}

	@RequiresPermission("project:view")
	static class OnClass {

	}

	static class OnMethod {

		@RequiresPermission("project:view")
		void call() {
		}

	}

	static class OnPrivateMethod {

		@RequiresPermission("project:view")
		private void call() {
		}

	}

	static class OnStaticMethod {

		@RequiresPermission("project:view")
		static void call() {
		}

	}

	static class Filtered {

		@FilterPermitted(value = "project:view", resourceType = "project")
		List<String> list() {
			return List.of();
		}

	}

	static class Recent {

		@RequiresRecentAuthentication("5m")
		void call() {
		}

	}

	static class Composed {

		@Viewing
		void call() {
		}

	}

	interface OnInterface {

		@RequiresPermission("project:view")
		void call();

	}

	interface Generic<T> {

		@RequiresPermission("project:view")
		void save(T value);

	}

	interface Extending extends OnInterface {

	}

	static class Inheriting extends OnMethod {

	}

	static class Implementing implements OnInterface {

		@Override
		public void call() {
		}

	}

	static class ImplementingGeneric implements Generic<String> {

		@Override
		public void save(String value) {
		}

	}

	static class PlainBase {

		public void call() {
		}

	}

	static class InheritingImplementation extends PlainBase implements OnInterface {

	}

	static class Plain {

		@Deprecated
		void call() {
		}

	}

	@NoPermissionRequired
	static class Open {

	}

	static class NamesPlain {

		void call(Plain plain) {
		}

	}

}
