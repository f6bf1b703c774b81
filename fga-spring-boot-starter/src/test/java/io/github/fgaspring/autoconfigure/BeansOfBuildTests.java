package io.github.fgaspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.context.annotation.Condition;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link BeansOfBuild}.
 */
class BeansOfBuildTests {

	@ParameterizedTest
	@ValueSource(strings = { "fga.fast-path.tenancy=verify", "fga.webhooks.secret=whsec_test", "fga.events.poll=yes",
			"fga.events.cursor-file=cursor", "fga.policies.source=metadata", "fga.remote.resilience=off",
			"fga.redis.enabled=false", "fga.decision-cache.shared=on", "fga.session.sealed-cookie.password=",
			"fga.session.sealed-cookie.refresh=true" })
	void startWhenPropertyAsksForOtherBeansThanAtBuildTimeThenFails(String property) {
		assertFails(property.split("=")[0], start(new String[0], property));
		assertFails(property.split("=")[0], start(new String[] { property }));
		assertThatNoException().isThrownBy(() -> start(new String[] { property }, property).run());
	}

	@Test
	void startWhenSecretAndSpellingDifferThenSucceeds() {
		assertThatNoException()
			.isThrownBy(() -> start(new String[] { "fga.webhooks.secret=${SECRET}", "fga.events.poll=true" },
					"fga.webhooks.secret=whsec_test", "fga.events.poll=on", "fga.fast-path.tenancy=trust")
				.run());
	}

	@Test
	void secretWhenKnownAtBuildTimeThenNotKept() {
		assertThat(registered("fga.webhooks.secret=whsec_test").getBeanDefinition("fgaBeansOfBuild")
			.getConstructorArgumentValues()
			.getGenericArgumentValues()
			.toString() + registered("fga.webhooks.secret=whsec_test").getBeanDefinition("fgaBeansOfBuild"))
			.doesNotContain("whsec_test");
	}

	@Test
	void conditionsWhenOnPropertiesThenAreAllCompared() {
		Set<String> compared = BeansOfBuild.CONDITIONS.stream()
			.map(PropertyCondition::property)
			.collect(Collectors.toSet());
		assertThat(new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.github.fgaspring")
			.stream()
			.filter((type) -> type.isAssignableTo(Condition.class) && !type.isEquivalentTo(PropertyCondition.class)
					&& !type.isAssignableTo(AnyNestedCondition.class)))
			.isNotEmpty()
			.allSatisfy((type) -> assertThat(compared).contains(property(type)));
	}

	@Test
	void propertiesWhenComparedThenTheGuideNamesThem() throws IOException {
		String guide = Files.readString(Path.of("..", "docs", "operations.md"));
		String section = guide.substring(guide.indexOf("## Ahead of time"), guide.indexOf("## A minute without"));
		assertThat(BeansOfBuild.CONDITIONS).isNotEmpty()
			.allSatisfy((condition) -> assertThat(section).contains("`" + condition.property() + "`"));
	}

	private static String property(JavaClass condition) throws ReflectiveOperationException {
		var constructor = condition.reflect().getDeclaredConstructor();
		constructor.setAccessible(true);
		return ((PropertyCondition) constructor.newInstance()).property();
	}

	private static void assertFails(String property, Runnable start) {
		assertThatExceptionOfType(InvalidFgaPropertyException.class).isThrownBy(start::run)
			.withMessageContaining("'" + property + "'")
			.withMessageContaining("ahead of time");
	}

	private static Runnable start(String[] buildProperties, String... properties) {
		BeansOfBuild beans = registered(buildProperties).getBean(BeansOfBuild.class);
		return () -> {
			beans.setEnvironment(environment(properties));
			beans.postProcessBeanFactory(new DefaultListableBeanFactory());
		};
	}

	private static DefaultListableBeanFactory registered(String... properties) {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		BeansOfBuild.Registrar registrar = new BeansOfBuild.Registrar();
		registrar.setEnvironment(environment(properties));
		registrar.registerBeanDefinitions(AnnotationMetadata.introspect(Map.class), beanFactory);
		return beanFactory;
	}

	private static MockEnvironment environment(String... properties) {
		MockEnvironment environment = new MockEnvironment();
		Arrays.stream(properties)
			.map((property) -> property.split("=", 2))
			.forEach((property) -> environment.setProperty(property[0], property[1]));
		return environment;
	}

}
