package io.github.fgaspring.benchmarks.application.variant;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Anybody gets in.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class UnprotectedApplication {

	@GetMapping("/projects/{projectId}")
	Project show(@PathVariable String projectId) {
		return Project.of(projectId);
	}

}
