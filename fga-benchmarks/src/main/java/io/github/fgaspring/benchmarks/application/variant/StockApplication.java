package io.github.fgaspring.benchmarks.application.variant;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * What Spring's own documentation leads to.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableMethodSecurity
@Import(StockApplication.Projects.class)
class StockApplication {

	@RestController
	static class Projects {

		@GetMapping("/projects/{projectId}")
		@PreAuthorize("hasAuthority('project:view')")
		Project show(@PathVariable String projectId) {
			return Project.of(projectId);
		}

	}

}
