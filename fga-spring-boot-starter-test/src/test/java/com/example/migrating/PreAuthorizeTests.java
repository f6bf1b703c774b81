package com.example.migrating;

import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From {@code @PreAuthorize} to rules that are enforced, while both are there.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = PreAuthorizeTests.Application.class)
class PreAuthorizeTests extends AbstractMigrationTests {

	@Autowired
	ProjectSecurity security;

	@BeforeEach
	void share() {
		this.security.shared = Set.of("web");
	}

	@Test
	void bothThenBothMustGrant() {
		assertThat(getAsNobody("/projects/web")).isEqualTo(401);
		assertThat(get("/projects/web")).isEqualTo(200);
		assertThat(compared(true, "true")).isOne();
		this.security.shared = Set.of("shop");
		assertThat(get("/projects/web")).isEqualTo(403);
		assertThat(compared(false, "true")).isOne();
		assertThat(get("/projects/shop")).isEqualTo(403);
	}

	@Test
	void hasPermissionWithoutAnEvaluatorOfOnesOwnThenWorkOsIsAsked() {
		assertThat(get("/evaluated/web")).isEqualTo(200);
		assertThat(get("/evaluated/shop")).isEqualTo(403);
		assertThat(calls()).isEqualTo(2);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ Comparison.class, OwnFilterChainConfiguration.class, PreAuthorizeController.Before.class,
			PreAuthorizeController.Meanwhile.class, ProjectSecurity.class })
	static class Application {

	}

}
