package com.example.migrating;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Why a migration begins with a filter chain of one's own.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		classes = MonitoredDefaultFilterChainTests.Application.class, properties = "fga.enforcement=monitor")
class MonitoredDefaultFilterChainTests extends AbstractMigrationTests {

	@Test
	void requestWithoutTokenWhenChainIsTheStartersThenGoesOn() {
		assertThat(getAsNobody("/no-check")).isEqualTo(200);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(UncheckedController.class)
	static class Application {

	}

	@RestController
	static class UncheckedController {

		@GetMapping("/no-check")
		String show() {
			return "for whoever is signed in";
		}

	}

}
