package com.example.projecthub.api;

import com.example.projecthub.DisplayName;
import com.example.projecthub.OrganizationIds;
import com.example.projecthub.Project;
import com.example.projecthub.ProjectRepository;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;
import jakarta.validation.Valid;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Projects, with a rule of each kind on the resource that the path names.
 */
@RestController
class ProjectController {

	private final ProjectRepository projects;

	private final Fga fga;

	ProjectController(ProjectRepository projects, Fga fga) {
		this.projects = projects;
		this.fga = fga;
	}

	@GetMapping("/api/projects/{projectId}")
	@RequiresPermission("project:view")
	ProjectView show(@PathVariable @ResourceId("project") String projectId,
			@AuthenticationPrincipal FgaSession session) {
		Project project = find(projectId, session);
		return new ProjectView(project, this.fga.can("project:edit", "project", projectId));
	}

	@PutMapping("/api/projects/{projectId}")
	@CanOnProject("edit")
	Project rename(@PathVariable String projectId, @Valid @RequestBody Change change,
			@AuthenticationPrincipal FgaSession session) {
		return this.projects.save(find(projectId, session).withName(change.name()));
	}

	/**
	 * Asks WorkOS even if the session token would do: a permission withdrawn a minute ago
	 * must not count for this.
	 */
	@PostMapping("/api/projects/{projectId}/archive")
	@RequiresPermission(value = "project:archive", alwaysCurrent = true)
	Project archive(@PathVariable @ResourceId("project") String projectId,
			@AuthenticationPrincipal FgaSession session) {
		return this.projects.save(find(projectId, session).archive());
	}

	/**
	 * The same question in Spring Security's own annotation.
	 */
	@GetMapping("/api/projects/{projectId}/summary")
	@PreAuthorize("hasPermission(#projectId, 'project', 'project:view')")
	String summary(@PathVariable String projectId, @AuthenticationPrincipal FgaSession session) {
		return find(projectId, session).name();
	}

	private Project find(String projectId, FgaSession session) {
		return this.projects.findByIdAndOrganizationId(projectId, OrganizationIds.of(session))
			.orElseThrow(OrganizationIds::notFound);
	}

	record Change(@DisplayName String name) {

	}

	record ProjectView(Project project, boolean editable) {

	}

}
