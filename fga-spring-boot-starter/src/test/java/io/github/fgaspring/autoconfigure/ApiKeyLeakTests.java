package io.github.fgaspring.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import io.github.fgaspring.authentication.FgaSessionConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The API key stays secret, wherever it comes from and whatever actuator is told to show.
 */
@SpringBootTest(properties = { "fga.api-key=${WORKOS_API_KEY}", "fga.client-id=client_test",
		"management.endpoints.web.exposure.include=*", "fga.web.public-paths=/actuator/**",
		"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always",
		"billing.workos=Bearer ${WORKOS_API_KEY}" })
@AutoConfigureMockMvc
@ContextConfiguration(classes = ApiKeyLeakTests.Application.class,
		initializers = ApiKeyLeakTests.EnvironmentVariables.class)
class ApiKeyLeakTests {

	private static final String KEY = "sk_live_secret_of_the_environment";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FgaProperties properties;

	@Test
	void toStringWhenKeySetThenDoesNotHoldIt() {
		assertThat(this.properties.apiKey()).isEqualTo(KEY);
		assertThat(this.properties.toString()).contains("https://api.workos.com").doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/env", "/actuator/env/fga.api-key", "/actuator/env/WORKOS_API_KEY",
			"/actuator/env/billing.workos", "/actuator/configprops", "/actuator/configprops/fga", "/actuator/beans",
			"/actuator/conditions", "/actuator/mappings" })
	void endpointWhenToldToShowValuesThenDoesNotShowKey(String path) {
		MvcTestResult result = get(path);
		assertThat(result).hasStatusOk().bodyText().isNotEmpty().doesNotContain(KEY);
	}

	@Test
	void envWhenToldToShowValuesThenSanitizesKeyUnderEveryNameAndShowsTheRest() {
		assertThat(get("/actuator/env/fga.api-key")).bodyJson().extractingPath("$.property.value").isEqualTo("******");
		assertThat(get("/actuator/env/WORKOS_API_KEY")).bodyJson()
			.extractingPath("$.property.value")
			.isEqualTo("******");
		assertThat(get("/actuator/env/billing.workos")).bodyJson()
			.extractingPath("$.property.value")
			.isEqualTo("******");
		assertThat(get("/actuator/env/fga.client-id")).bodyJson()
			.extractingPath("$.property.value")
			.isEqualTo("client_test");
	}

	@Test
	void configpropsWhenToldToShowValuesThenSanitizesKeyAndShowsTheRest() {
		assertThat(get("/actuator/configprops/fga")).bodyText()
			.contains("\"apiKey\":\"******\"")
			.contains("\"clientId\":\"client_test\"");
	}

	private MvcTestResult get(String path) {
		Jwt token = Jwt.withTokenValue("token").header("alg", "RS256").subject("user_alice").build();
		return this.mvc.get()
			.uri(path)
			.with(SecurityMockMvcRequestPostProcessors.authentication(new FgaSessionConverter().convert(token)))
			.exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	static class EnvironmentVariables implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			Map<String, Object> variables = new HashMap<>(context.getEnvironment().getSystemEnvironment());
			variables.put("WORKOS_API_KEY", KEY);
			String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
			context.getEnvironment()
				.getPropertySources()
				.replace(name, new SystemEnvironmentPropertySource(name, variables));
		}

	}

}
