package io.github.fgaspring.endtoend;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.web.FgaHttpConfigurer;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test of what operators see of an application that lets them.
 */
@TestPropertySource(
		properties = { "management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
				"fga.remote.max-attempts=1", "fga.remote.circuit-breaker.minimum-calls=4",
				"fga.remote.circuit-breaker.window=4", "fga.remote.circuit-breaker.open-for=1ms" })
abstract class AbstractActuatorTests extends AbstractEmulatorTests {

	MvcTestResult actuator(String path) {
		return this.mvc.get().uri("/actuator" + path).exchange();
	}

	/**
	 * Shows nothing that is secret or belongs to somebody.
	 */
	void assertShowsNoIds(MvcTestResult result) {
		assertThat(result).bodyText()
			.isNotEmpty()
			.doesNotContain(this.emulator.apiKey(), ALICE, ACME, ALICES_MEMBERSHIP, "p-1", "p-2");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ProjectController.class, ReportService.class })
	static class Application {

		@Bean
		@Order(1)
		SecurityFilterChain actuatorFilterChain(HttpSecurity http) {
			http.securityMatcher(EndpointRequest.toAnyEndpoint());
			http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll());
			return http.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain filterChain(HttpSecurity http) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults());
			return http.build();
		}

	}

	@RestController
	static class ProjectController {

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		String show(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@PutMapping({ "/projects", "/drafts" })
		@RequiresPermission(value = "project:edit", resourceType = "project", resource = "#project.id")
		String edit(@RequestBody Project project) {
			return project.id();
		}

		@PostMapping("/forgotten")
		String forgotten() {
			return "forgotten";
		}

		@GetMapping("/welcome")
		@NoPermissionRequired
		String welcome() {
			return "welcome";
		}

	}

	static class ReportService {

		@RequiresPermission("report:read")
		void read() {
		}

	}

	record Project(String id) {

	}

}
