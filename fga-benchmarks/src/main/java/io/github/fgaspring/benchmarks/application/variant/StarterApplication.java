package io.github.fgaspring.benchmarks.application.variant;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * What this project's README leads to.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(StarterApplication.Projects.class)
class StarterApplication {

	@RestController
	static class Projects {

		/**
		 * The token has the permission.
		 */
		@GetMapping("/projects/{projectId}")
		@RequiresPermission("project:view")
		Project show(@PathVariable @ResourceId("project") String projectId) {
			return Project.of(projectId);
		}

		/**
		 * The token does not have the permission, so the API is asked.
		 */
		@GetMapping("/archives/{projectId}")
		@RequiresPermission("project:restore")
		Project restore(@PathVariable @ResourceId("project") String projectId) {
			return Project.of(projectId);
		}

		/**
		 * The token does not have the permission, and there is no resource to ask about.
		 */
		@GetMapping("/settings/{projectId}")
		@RequiresPermission("org:configure")
		Project configure(@PathVariable String projectId) {
			return Project.of(projectId);
		}

	}

}
