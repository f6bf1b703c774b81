package com.example.migrating;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * From a filter and a client of one's own, with nothing enforced by rules yet.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = HandWrittenChecksTests.Application.class,
		properties = "fga.enforcement=monitor")
@ExtendWith(OutputCaptureExtension.class)
class HandWrittenChecksTests extends AbstractMigrationTests {

	@Autowired
	private ProjectChecks checks;

	@Test
	void meanwhileThenTheOldFilterAndCheckDecide(CapturedOutput output) {
		assertThat(getAsNobody("/projects/web")).isEqualTo(401);
		assertThat(get("/projects/web")).isEqualTo(200);
		assertThat(compared(true, "true")).isOne();
		assertThat(output).doesNotContain("Would have been refused");
		assertThat(get("/projects/shop")).isEqualTo(403);
		assertThat(compared(false, "false")).isOne();
		assertThat(output).contains("Would have been refused");
	}

	@Test
	void meanwhileThenComparingTakesNoCallOfItsOwn() {
		get("/projects/web");
		assertThat(calls()).as("The old check and the rule").isEqualTo(2);
	}

	@Test
	void meanwhileWhenAnswersDifferThenCounted() {
		assertThat(get("/projects/shop", "project:view")).isEqualTo(403);
		assertThat(compared(false, "true")).isOne();
	}

	@Test
	void beforeWhenProjectIsUnknownOrWorkOsIsOutThenAnException() {
		assertThatExceptionOfType(HttpClientErrorException.NotFound.class)
			.isThrownBy(() -> this.checks.isAuthorized("om_alice", "project:view", "unknown"));
		this.emulator.inject(Fault.on("/authorization/**").status(500));
		assertThatExceptionOfType(HttpServerErrorException.class)
			.isThrownBy(() -> this.checks.isAuthorized("om_alice", "project:view", "web"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Comparison.class, HandWrittenController.Meanwhile.class, ProjectChecks.class })
	static class Application {

		@Bean
		RestClient workos(FgaEmulator emulator) {
			return RestClient.builder()
				.baseUrl(emulator.baseUrl())
				.defaultHeader("Authorization", "Bearer " + emulator.apiKey())
				.build();
		}

		@Bean
		FilterRegistrationBean<SessionFilter> sessionFilter(FgaEmulator emulator) {
			return new FilterRegistrationBean<>(new SessionFilter(
					NimbusJwtDecoder.withJwkSetUri(emulator.baseUrl() + "/sso/jwks/" + emulator.clientId()).build()));
		}

	}

}
