package io.github.fgaspring.endtoend;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with one question for WorkOS, one for the claims, and none else.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ThingApplication.ThingController.class)
class ThingApplication {

	@RestController
	static class ThingController {

		@GetMapping("/things/{id}")
		@RequiresPermission("thing:view")
		String show(@PathVariable @ResourceId("thing") String id) {
			return id;
		}

		@GetMapping("/always-current/{id}")
		@RequiresPermission(value = "thing:view", alwaysCurrent = true)
		String current(@PathVariable @ResourceId("thing") String id) {
			return id;
		}

		@GetMapping("/organization")
		@RequiresPermission("org:view")
		String organization() {
			return "organization";
		}

	}

}
