package io.github.fgaspring.authentication;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClaimNames}.
 */
class ClaimNamesTests {

	@ParameterizedTest
	@MethodSource("components")
	void createWhenNameIsBlankThenException(String component) {
		assertThatExceptionOfType(InvocationTargetException.class).isThrownBy(() -> create(component, " "))
			.havingCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessage(component + " cannot be empty");
	}

	static Stream<String> components() {
		return Arrays.stream(ClaimNames.class.getRecordComponents()).map((component) -> component.getName());
	}

	@Test
	void createWhenNoPermissionsThenNone() throws Exception {
		assertThat(create("permissions", null).permissions()).isNull();
	}

	private static ClaimNames create(String component, String value) throws Exception {
		Constructor<?> constructor = ClaimNames.class.getConstructors()[0];
		return (ClaimNames) constructor
			.newInstance(components().map((name) -> name.equals(component) ? value : name).toArray());
	}

}
