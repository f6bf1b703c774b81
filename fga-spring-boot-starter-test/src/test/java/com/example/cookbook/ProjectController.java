package com.example.cookbook;

import java.util.List;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.discovery.PermittedResources;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProjectController {

	private final Fga fga;

	private final Projects projects;

	ProjectController(Fga fga, Projects projects) {
		this.fga = fga;
		this.projects = projects;
	}

	@GetMapping("/projects/{projectId}")
	@RequiresPermission("project:view")
	ResponseEntity<Project> show(@PathVariable @ResourceId("project") String projectId, FgaSession session) {
		return ResponseEntity.of(this.projects.findByIdAndOrganizationId(projectId, session.organizationId()));
	}

	@PostMapping("/workspaces/{workspaceId}/projects")
	@RequiresPermission("project:create")
	Project create(@PathVariable @ResourceId("workspace") String workspaceId, @RequestBody NewProject project,
			FgaSession session) {
		return this.projects.insert(workspaceId, project.name(), session.organizationId());
	}

	@PutMapping("/projects/{projectId}/owner")
	@RequiresPermission(value = { "project:own", "project:administer" }, match = Match.ANY)
	String changeOwner(@PathVariable @ResourceId("project") String projectId) {
		return "The project has another owner";
	}

	@PostMapping("/projects/{projectId}/publication")
	@RequiresPermission({ "project:edit", "project:publish" })
	String publish(@PathVariable @ResourceId("project") String projectId) {
		return "The project is published";
	}

	@PutMapping("/projects/{projectId}/name")
	@OnProject("edit")
	String rename(@PathVariable String projectId, @RequestBody String name) {
		return "The project is called " + name;
	}

	@GetMapping("/workspaces/{workspaceId}/projects")
	@NoPermissionRequired
	List<Project> list(@PathVariable String workspaceId, FgaSession session) {
		PermittedResources permitted = this.fga.list("project:view",
				ResourceReference.external("workspace", workspaceId));
		return permitted.isEverything()
				? this.projects.findByWorkspaceIdAndOrganizationId(workspaceId, session.organizationId())
				: this.projects.findByWorkspaceIdAndIdIn(workspaceId, permitted.externalIds("project"));
	}

	@GetMapping("/projects")
	@FilterPermitted(value = "project:view", resourceType = "project")
	List<Project> search(@RequestParam String text, FgaSession session) {
		return this.projects.findByNameContaining(text, session.organizationId());
	}

	record NewProject(String name) {

	}

}
