package com.example.compatibility;

import java.util.Collection;
import java.util.List;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.RequiresRecentAuthentication;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProjectController {

	private final Fga fga;

	private final ProjectService projects;

	ProjectController(Fga fga, ProjectService projects) {
		this.fga = fga;
		this.projects = projects;
	}

	@GetMapping("/projects")
	@FilterPermitted(value = "project:view", resourceType = "project")
	List<Project> list() {
		return List.of(new Project("shop"), new Project("web"));
	}

	@GetMapping("/projects/{projectId}")
	@RequiresPermission("project:view")
	String show(@PathVariable @ResourceId("project") String projectId) {
		return "The project " + projectId;
	}

	@GetMapping("/projects/{projectId}/permissions")
	Collection<String> permissions(@PathVariable String projectId) {
		return this.fga.permissions("project", projectId);
	}

	@PutMapping("/projects/{projectId}")
	@RequiresPermission("project:edit")
	String rename(@PathVariable @ResourceId("project") String projectId, @RequestBody Name name) {
		return projectId + " is now called " + name.name();
	}

	@DeleteMapping("/projects/{projectId}")
	@RequiresPermission("project:view")
	@RequiresRecentAuthentication("5m")
	String delete(@PathVariable @ResourceId("project") String projectId) {
		return projectId + " is gone";
	}

	@PostMapping("/projects/{projectId}/archive")
	String archive(@PathVariable String projectId) {
		return this.projects.archive(projectId);
	}

	@GetMapping("/organization")
	@RequiresPermission("org:view")
	String organization(@AuthenticationPrincipal FgaSession session) {
		return session.organizationId();
	}

	record Project(String id) {

	}

	record Name(String name) {

	}

}
