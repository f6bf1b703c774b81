package io.github.fgaspring.endtoend;

import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.web.FgaHttpConfigurer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A filter chain of the application that asks on its own, for whole paths.
 */
@SpringBootTest
@AutoConfigureMockMvc
class OwnFilterChainTests extends AbstractEmulatorTests {

	@Test
	void requestWhenChainAsksAndApiGrantsThenOk() {
		assertThat(get("/reports")).hasStatusOk();
	}

	@Test
	void requestWhenChainAsksAndApiDeniesThenForbidden() {
		assertThat(getAs(BOB, "/reports")).hasStatus(403)
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("permission_denied");
	}

	@Test
	void requestWhenChainAsksAndApiFailsThenUnavailable() {
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertThat(get("/reports")).hasStatus(503)
			.hasHeader("Retry-After", "5")
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("authorization_unavailable");
	}

	@Test
	void requestWhenChainAsksAndNoTokenThenUnauthorized() {
		assertThat(this.mvc.get().uri("/reports")).hasStatus(401)
			.hasHeader("WWW-Authenticate", "Bearer")
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("unauthenticated");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Reports.class)
	static class Application {

		@Bean
		SecurityFilterChain filterChain(HttpSecurity http, Fga fga) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest()
				.access((authentication,
						context) -> new AuthorizationDecision(fga.can("report:view", "workspace", "w-1"))));
			http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults());
			return http.build();
		}

	}

	@RestController
	static class Reports {

		@GetMapping("/reports")
		String reports() {
			return "reports";
		}

	}

}
