package io.github.fgaspring.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FgaActuatorAutoConfiguration}.
 */
class FgaActuatorAutoConfigurationTests {

	private static final String PASSWORD = "a cookie password of 32 characters or more";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class, FgaActuatorAutoConfiguration.class))
		.withPropertyValues("fga.api-key=sk_test_secret", "fga.client-id=client_test",
				"fga.session.sealed-cookie.password=" + PASSWORD, "fga.webhooks.secret=whsec_now",
				"fga.webhooks.previous-secrets=whsec_before,");

	@ParameterizedTest
	@ValueSource(strings = { "sk_test_secret", "Bearer sk_test_secret", "https://user:sk_test_secret@example.com" })
	void valueWhenHoldsApiKeyThenSanitized(String value) {
		assertThat(sanitized("any.name", value)).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "fga.api-key", "fga.apiKey", "FGA_API_KEY", "FGA_APIKEY" })
	void valueWhenOfApiKeyPropertyThenSanitizedEvenIfNotInUse(String name) {
		assertThat(sanitized(name, "sk_live_of_another_environment")).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { PASSWORD, "WORKOS_COOKIE_PASSWORD=" + PASSWORD })
	void valueWhenHoldsCookiePasswordThenSanitized(String value) {
		assertThat(sanitized("any.name", value)).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "fga.session.sealed-cookie.password", "FGA_SESSION_SEALEDCOOKIE_PASSWORD" })
	void valueWhenOfPasswordPropertyThenSanitizedEvenIfNotInUse(String name) {
		assertThat(sanitized(name, "of another environment")).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "whsec_now", "whsec_before", "WEBHOOKS=whsec_before,whsec_now" })
	void valueWhenHoldsWebhookSecretThenSanitized(String value) {
		assertThat(sanitized("any.name", value)).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "fga.webhooks.secret", "FGA_WEBHOOKS_SECRET", "fga.webhooks.previous-secrets[0]",
			"FGA_WEBHOOKS_PREVIOUSSECRETS_0" })
	void valueWhenOfWebhookSecretPropertyThenSanitizedEvenIfNotInUse(String name) {
		assertThat(sanitized(name, "of another environment")).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@Test
	void valueWhenDoesNotHoldApiKeyThenShown() {
		assertThat(sanitized("fga.client-id", "client_test")).isEqualTo("client_test");
		assertThat(sanitized("fga.base-url", null)).isNull();
	}

	@Test
	void contextWhenActuatorAbsentThenHasNoFunction() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SanitizingFunction.class));
	}

	private Object sanitized(String name, Object value) {
		Object[] result = new Object[1];
		this.contextRunner.run((context) -> result[0] = context.getBean(SanitizingFunction.class)
			.apply(new SanitizableData(new MapPropertySource("test", Map.of()), name, value))
			.getValue());
		return result[0];
	}

}
