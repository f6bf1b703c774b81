package com.example.migrating;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The same handler before and meanwhile.
 */
class PreAuthorizeController {

	@RestController
	static class Before {

		@GetMapping("/before/{projectId}")
		@PreAuthorize("@projectSecurity.canView(#projectId)")
		String show(@PathVariable String projectId) {
			return "The project " + projectId;
		}

		@GetMapping("/evaluated/{projectId}")
		@PreAuthorize("hasPermission(#projectId, 'project', 'project:view')")
		String showEvaluated(@PathVariable String projectId) {
			return "The project " + projectId;
		}

	}

	@RestController
	static class Meanwhile {

		@GetMapping("/projects/{projectId}")
		@PreAuthorize("@comparison.keep(@projectSecurity.canView(#projectId), 'project:view', 'project', #projectId)")
		@RequiresPermission("project:view")
		String show(@PathVariable @ResourceId("project") String projectId) {
			return "The project " + projectId;
		}

	}

}
