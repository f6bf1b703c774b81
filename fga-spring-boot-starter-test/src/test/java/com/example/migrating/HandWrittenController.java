package com.example.migrating;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The same handler before, meanwhile and afterwards.
 */
class HandWrittenController {

	@RestController
	static class Before {

		private final ProjectChecks checks;

		Before(ProjectChecks checks) {
			this.checks = checks;
		}

		@GetMapping("/projects/{projectId}")
		String show(@PathVariable String projectId, @RequestAttribute String membershipId) {
			if (!this.checks.isAuthorized(membershipId, "project:view", projectId)) {
				throw new ResponseStatusException(HttpStatus.FORBIDDEN);
			}
			return "The project " + projectId;
		}

	}

	@RestController
	static class Meanwhile {

		private final ProjectChecks checks;

		private final Comparison comparison;

		Meanwhile(ProjectChecks checks, Comparison comparison) {
			this.checks = checks;
			this.comparison = comparison;
		}

		@GetMapping("/projects/{projectId}")
		@RequiresPermission("project:view")
		String show(@PathVariable @ResourceId("project") String projectId, @RequestAttribute String membershipId) {
			boolean authorized = this.checks.isAuthorized(membershipId, "project:view", projectId);
			if (!this.comparison.keep(authorized, "project:view", "project", projectId)) {
				throw new ResponseStatusException(HttpStatus.FORBIDDEN);
			}
			return "The project " + projectId;
		}

	}

	@RestController
	static class After {

		@GetMapping("/projects/{projectId}")
		@RequiresPermission("project:view")
		String show(@PathVariable @ResourceId("project") String projectId) {
			return "The project " + projectId;
		}

	}

}
