package com.example.migrating;

import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a migration ends.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = RulesOnlyTests.Application.class)
class RulesOnlyTests extends AbstractMigrationTests {

	@Test
	void afterThenTheRuleDecides() {
		assertThat(getAsNobody("/projects/web")).isEqualTo(401);
		assertThat(get("/projects/web")).isEqualTo(200);
		assertThat(get("/projects/shop")).isEqualTo(403);
		assertThat(get("/projects/unknown")).isEqualTo(403);
		assertThat(get("/projects/unknown", "project:view")).isEqualTo(200);
		this.emulator.inject(Fault.on("/authorization/**").status(500));
		assertThat(get("/projects/web")).isEqualTo(503);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(HandWrittenController.After.class)
	static class Application {

	}

}
