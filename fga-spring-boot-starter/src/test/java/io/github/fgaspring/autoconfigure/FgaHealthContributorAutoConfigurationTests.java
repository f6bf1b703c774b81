package io.github.fgaspring.autoconfigure;

import io.github.fgaspring.actuate.FgaHealthIndicator;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.PermissionDecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FgaHealthContributorAutoConfiguration}.
 */
class FgaHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class,
				FgaHealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class))
		.withPropertyValues("fga.api-key=sk_test_secret", "fga.client-id=client_test");

	@Test
	void contextThenHasContributor() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("fga"))
				.isInstanceOf(FgaHealthIndicator.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.health.fga.enabled=false", "management.health.defaults.enabled=false" })
	void contextWhenSwitchedOffThenHasNone(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "fgaHealthIndicator", "fgaHealthContributor" })
	void contextWhenApplicationHasItsOwnThenThatOne(String name) {
		HealthIndicator own = () -> Health.up().build();
		this.contextRunner.withBean(name, HealthIndicator.class, () -> own).run((context) -> {
			assertThat(context).hasSingleBean(HealthIndicator.class);
			assertThat(context.getBean(HealthContributorRegistry.class).getContributor("fga")).isSameAs(own);
		});
	}

	@Test
	void contextWhenHealthIsAbsentThenStartsWithout() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FgaAutoConfiguration.class, FgaHealthContributorAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test_secret", "fga.client-id=client_test")
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fgaHealthIndicator"));
	}

	@Test
	void healthWhenResilienceIsOffThenCircuitBreakerIsOff() {
		this.contextRunner.withPropertyValues("fga.remote.resilience=false")
			.run((context) -> assertThat(context.getBean(FgaHealthIndicator.class).health().getDetails())
				.containsEntry("circuitBreaker", "off"));
	}

	@Test
	void healthWhenMonitorThenSaysSo() {
		this.contextRunner.withPropertyValues("fga.enforcement=monitor")
			.run((context) -> assertThat(context.getBean(FgaHealthIndicator.class).health().getDetails())
				.containsEntry("enforcement", "monitor")
				.containsKey("warning"));
	}

	@Test
	void healthWhenApplicationHasItsOwnClientThenNamesIt() {
		FgaClient own = (membership, permission, resource) -> PermissionDecision.grant(permission,
				DecisionSource.REMOTE);
		this.contextRunner.withBean(FgaClient.class, () -> own)
			.run((context) -> assertThat(context.getBean(FgaHealthIndicator.class).health().getDetails())
				.containsEntry("client", own.getClass().getName())
				.doesNotContainKey("circuitBreaker"));
	}

}
