package com.example.migrating;

import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules in an application whose filter chain stays as it was.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = ResourceServerTests.Application.class)
class ResourceServerTests extends AbstractMigrationTests {

	@Test
	void ruleThenDecidedForTheTokenThatTheResourceServerHasValidated() {
		assertThat(getAsNobody("/projects/web")).isEqualTo(401);
		assertThat(get("/projects/web")).isEqualTo(200);
		assertThat(get("/projects/shop")).isEqualTo(403);
		assertThat(calls()).isEqualTo(2);
		assertThat(get("/projects/shop", "project:view")).isEqualTo(200);
		assertThat(calls()).isEqualTo(2);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ HandWrittenController.After.class, ResourceServerConfiguration.class })
	static class Application {

		@Bean
		JwtDecoder jwtDecoder(FgaEmulator emulator) {
			return NimbusJwtDecoder.withJwkSetUri(emulator.baseUrl() + "/sso/jwks/" + emulator.clientId()).build();
		}

	}

}
