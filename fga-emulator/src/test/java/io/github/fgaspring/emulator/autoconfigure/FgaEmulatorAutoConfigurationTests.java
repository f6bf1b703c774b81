package io.github.fgaspring.emulator.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

class FgaEmulatorAutoConfigurationTests {

	private static final String ENABLED = "fga.emulator.enabled=true";

	private static final String SEED = "fga.emulator.seed=classpath:acme.yaml";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaEmulatorAutoConfiguration.class));

	@Test
	void startsEmulatorAndPointsStarterAtIt() {
		this.contextRunner.withPropertyValues(ENABLED, SEED).run((context) -> {
			FgaEmulator emulator = context.getBean(FgaEmulator.class);
			FgaConnectionDetails details = context.getBean(FgaConnectionDetails.class);
			assertThat(details.getBaseUrl()).isEqualTo(emulator.baseUrl());
			assertThat(details.getApiKey()).isEqualTo("sk_test_emulator");
			assertThat(details.getClientId()).isEqualTo("client_emulator");
			assertThat(emulator.sessionToken("user_alice", "org_acme")).isNotBlank();
		});
	}

	@Test
	void startsInWebApplication() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaEmulatorAutoConfiguration.class))
			.withPropertyValues(ENABLED, SEED)
			.run((context) -> assertThat(context).hasSingleBean(FgaEmulator.class));
	}

	@Test
	void stopsEmulatorWithContext() {
		AtomicReference<FgaEmulator> emulator = new AtomicReference<>();
		this.contextRunner.withPropertyValues(ENABLED, SEED)
			.run((context) -> emulator.set(context.getBean(FgaEmulator.class)));
		assertThatIllegalStateException().isThrownBy(() -> new EmulatorClient(emulator.get()).get("/"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "fga.emulator.enabled=false", "fga.emulator.port=0" })
	void isDisabledUnlessAskedFor(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(FgaEmulator.class)
				.doesNotHaveBean(FgaConnectionDetails.class));
	}

	/**
	 * Ahead-of-time processing has taken the condition for met.
	 */
	@Test
	void failsIfTheBuildHasEnabledItAndTheApplicationHasNot() {
		FgaEmulatorProperties properties = new FgaEmulatorProperties(false, new ByteArrayResource(new byte[0]), 0,
				Duration.ofMinutes(5), List.of());
		assertThatExceptionOfType(InvalidEmulatorPropertyException.class)
			.isThrownBy(() -> new FgaEmulatorAutoConfiguration(properties, new MockEnvironment()))
			.withMessageContaining("'fga.emulator.enabled'")
			.withMessageContaining("ahead of time");
	}

	@Test
	void backsOffWithoutStarter() {
		this.contextRunner.withPropertyValues(ENABLED, SEED)
			.withClassLoader(new FilteredClassLoader(FgaConnectionDetails.class))
			.run((context) -> assertThat(context).doesNotHaveBean(FgaEmulator.class));
	}

	@Test
	void backsOffForEmulatorOfTheUser() {
		this.contextRunner.withUserConfiguration(OwnEmulator.class).withPropertyValues(ENABLED).run((context) -> {
			assertThat(context).hasSingleBean(FgaEmulator.class).hasBean("ownEmulator");
			assertThat(context.getBean(FgaConnectionDetails.class).getBaseUrl())
				.isEqualTo(context.getBean(FgaEmulator.class).baseUrl());
		});
	}

	@Test
	void backsOffForConnectionDetailsOfTheUser() {
		this.contextRunner.withUserConfiguration(OwnConnectionDetails.class)
			.withPropertyValues(ENABLED, SEED)
			.run((context) -> assertThat(context).hasSingleBean(FgaConnectionDetails.class)
				.hasBean("ownConnectionDetails"));
	}

	@Test
	void failsWhenSeedIsMissing() {
		this.contextRunner.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("fga-emulator.yaml")
				.satisfies((root) -> assertThat(context.getStartupFailure())
					.hasStackTraceContaining("The emulator cannot start, see 'fga.emulator.seed': "
							+ "class path resource [fga-emulator.yaml] cannot be read")));
	}

	@Test
	void failsWhenSeedIsWrong() {
		this.contextRunner.withPropertyValues(ENABLED, "fga.emulator.seed=classpath:wrong.yaml")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("class path resource [wrong.yaml], line 2, roles[0].slugs: there is no key 'slugs' here; "
						+ "write one of: slug, name, description, resource-type, permissions"));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			fga.emulator.port=65536,        'fga.emulator.port': port must be from 0 to 65535
			fga.emulator.port=-1,           'fga.emulator.port': port must be from 0 to 65535
			fga.emulator.token-lifetime=0s, 'fga.emulator.token-lifetime': tokenLifetime must be at least a second
			""", quoteCharacter = '"')
	void failsWhenPropertyIsOutOfRange(String property, String message) {
		this.contextRunner.withPropertyValues(ENABLED, SEED, property)
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(message));
	}

	@Test
	void failsWhenPortIsTaken() {
		try (FgaEmulator other = FgaEmulator.start(EmulatorConfig.defaults())) {
			int port = other.baseUrl().getPort();
			this.contextRunner.withPropertyValues(ENABLED, SEED, "fga.emulator.port=" + port)
				.run((context) -> assertThat(context.getStartupFailure())
					.hasStackTraceContaining("'fga.emulator.port': The emulator cannot listen on 127.0.0.1:" + port));
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			prod,       ''
			production, ''
			Prod,       ''
			dev|prod,   ''
			staging,    fga.emulator.forbidden-profiles=prod|staging
			""", quoteCharacter = '\'')
	void failsWhenProfileIsForbidden(String profiles, String property) {
		this.contextRunner
			.withPropertyValues(ENABLED, SEED, "spring.profiles.active=" + profiles.replace('|', ','),
					property.replace('|', ','))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("'fga.emulator.forbidden-profiles': the profile"));
	}

	@Test
	void failsWhenForbiddenProfileIsTheDefault() {
		this.contextRunner.withPropertyValues(ENABLED, SEED, "spring.profiles.default=prod")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("'fga.emulator.forbidden-profiles': the profile 'prod'"));
	}

	@Test
	void startsWhenForbiddenDefaultProfileIsReplacedByAnother() {
		this.contextRunner
			.withPropertyValues(ENABLED, SEED, "spring.profiles.default=prod", "spring.profiles.active=dev")
			.run((context) -> assertThat(context).hasSingleBean(FgaEmulator.class));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			prod,    ''
			default, fga.emulator.forbidden-profiles=default
			""", quoteCharacter = '\'')
	void failsWhenDefaultProfileIsForbiddenAndNoneIsActive(String profile, String property) {
		this.contextRunner.withPropertyValues(ENABLED, SEED, "spring.profiles.default=" + profile, property)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("'fga.emulator.forbidden-profiles': the profile '" + profile + "' is active"));
	}

	@Test
	void startsWhenDefaultProfileIsForbiddenAndAnotherIsActive() {
		this.contextRunner
			.withPropertyValues(ENABLED, SEED, "spring.profiles.default=prod", "spring.profiles.active=dev")
			.run((context) -> assertThat(context).hasSingleBean(FgaEmulator.class));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			dev,        ''
			product,    ''
			prod,       fga.emulator.forbidden-profiles=
			production, fga.emulator.forbidden-profiles=prod
			""", quoteCharacter = '\'')
	void startsWhenProfileIsNotForbidden(String profile, String property) {
		this.contextRunner.withPropertyValues(ENABLED, SEED, "spring.profiles.active=" + profile, property)
			.run((context) -> assertThat(context).hasSingleBean(FgaEmulator.class));
	}

	@Test
	void failsForEmulatorOfTheUserWhenProfileIsForbidden() {
		this.contextRunner.withUserConfiguration(OwnEmulator.class)
			.withPropertyValues(ENABLED, "spring.profiles.active=prod")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEmulator {

		@Bean
		FgaEmulator ownEmulator() {
			return FgaEmulator.start(EmulatorConfig.defaults());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConnectionDetails {

		@Bean
		FgaConnectionDetails ownConnectionDetails() {
			return mock(FgaConnectionDetails.class);
		}

	}

}
