package com.example.testing;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProjectController {

	@GetMapping("/projects")
	@RequiresPermission("org:view")
	String list(@AuthenticationPrincipal FgaSession session) {
		return "The projects of " + session.organizationId();
	}

	@GetMapping("/projects/{projectId}")
	@RequiresPermission("project:view")
	String show(@PathVariable @ResourceId("project") String projectId) {
		return "The project " + projectId;
	}

}
