package com.example.readme;

import java.util.List;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProjectController {

	@GetMapping("/projects")
	@RequiresPermission("org:view")
	List<String> list(@AuthenticationPrincipal FgaSession session) {
		return List.of("The projects of " + session.organizationId());
	}

	@PutMapping("/projects/{projectId}")
	@RequiresPermission("project:edit")
	String rename(@PathVariable @ResourceId("project") String projectId, @RequestBody String name) {
		return projectId + " is now called " + name;
	}

}
