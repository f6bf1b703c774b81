package com.example.projecthub.standalone;

import com.example.projecthub.OrganizationIds;
import com.example.projecthub.Project;
import com.example.projecthub.provisioning.ProjectProvisioning;
import com.example.projecthub.provisioning.ProjectResources;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.membership.Membership;
import io.github.fgaspring.membership.MembershipResolver;

import org.springframework.context.annotation.Profile;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Creates, deletes and shares projects.
 */
@RestController
@Profile("standalone")
class ProjectAdministrationController {

	private final ProjectProvisioning projects;

	private final ProjectResources resources;

	private final MembershipResolver memberships;

	private final DecisionCache decisions;

	ProjectAdministrationController(ProjectProvisioning projects, ProjectResources resources,
			MembershipResolver memberships, DecisionCache decisions) {
		this.projects = projects;
		this.resources = resources;
		this.memberships = memberships;
		this.decisions = decisions;
	}

	@PostMapping("/api/workspaces/{workspaceId}/projects")
	@RequiresPermission("project:create")
	@ResponseStatus(HttpStatus.CREATED)
	Project create(@PathVariable @ResourceId("workspace") String workspaceId, @RequestBody NewProject project,
			@AuthenticationPrincipal FgaSession session) {
		Project created = new Project(project.id(), OrganizationIds.of(session), workspaceId, project.name(), false);
		this.projects.create(created, membership(session).organizationId());
		return created;
	}

	@ExceptionHandler(DuplicateKeyException.class)
	@ResponseStatus(HttpStatus.CONFLICT)
	void answerConflict() {
	}

	@DeleteMapping("/api/projects/{projectId}")
	@RequiresPermission("project:archive")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable @ResourceId("project") String projectId, @AuthenticationPrincipal FgaSession session) {
		this.projects.delete(projectId, OrganizationIds.of(session), membership(session).organizationId());
	}

	/**
	 * Shares a project with another member of the organization.
	 */
	@PutMapping("/api/projects/{projectId}/editors/{userId}")
	@RequiresPermission("project:share")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void share(@PathVariable @ResourceId("project") String projectId, @PathVariable String userId,
			@AuthenticationPrincipal FgaSession session) {
		Membership member = memberOf(session, userId);
		this.resources.assign(member.id(), "project-editor", projectId);
		this.decisions.evictMembership(member.id());
	}

	@DeleteMapping("/api/projects/{projectId}/editors/{userId}")
	@RequiresPermission("project:share")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void unshare(@PathVariable @ResourceId("project") String projectId, @PathVariable String userId,
			@AuthenticationPrincipal FgaSession session) {
		Membership member = memberOf(session, userId);
		this.resources.remove(member.id(), "project-editor", projectId);
		this.decisions.evictMembership(member.id());
	}

	private Membership memberOf(FgaSession session, String userId) {
		return membership(FgaSession.of(userId).organizationId(session.organizationId()).build());
	}

	private Membership membership(FgaSession session) {
		Membership membership = this.memberships.resolve(session);
		if (membership == null) {
			throw OrganizationIds.notFound();
		}
		return membership;
	}

	record NewProject(String id, String name) {

	}

}
