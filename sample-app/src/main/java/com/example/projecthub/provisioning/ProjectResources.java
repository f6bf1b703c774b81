package com.example.projecthub.provisioning;

import java.util.ArrayList;
import java.util.List;

import com.example.projecthub.Project;
import com.example.projecthub.provisioning.ProjectPeople.RoleOnProject;
import com.workos.WorkOS;
import com.workos.authorization.Authorization;
import com.workos.authorization.ParentResource;
import com.workos.authorization.ResourceTarget;
import com.workos.common.exceptions.NotFoundException;
import com.workos.common.exceptions.WorkOSException;
import com.workos.common.http.PatchField;
import com.workos.models.AuthorizationResource;

import org.springframework.stereotype.Component;

/**
 * Projects as resources at WorkOS, and who has a role on one. Every method may be called
 * again after a failure.
 */
@Component
public class ProjectResources {

	private static final String TYPE = "project";

	private static final String EXISTS = "authorization_resource_external_id_conflict";

	private final Authorization authorization;

	ProjectResources(WorkOS workos) {
		this.authorization = workos.getAuthorization();
	}

	/**
	 * Creates the resource of a project. One that is there already is made the same.
	 * @param project the project
	 * @param workOsOrganizationId what WorkOS calls its organization
	 */
	public void create(Project project, String workOsOrganizationId) {
		ParentResource workspace = new ParentResource.ByExternalId("workspace", project.workspaceId());
		try {
			this.authorization.createResource(workspace, project.id(), project.name(), TYPE, workOsOrganizationId);
		}
		catch (WorkOSException ex) {
			if (!EXISTS.equals(ex.code)) {
				throw ex;
			}
			this.authorization.updateResourceByExternalId(workOsOrganizationId, TYPE, project.id(), workspace,
					PatchField.of(project.name()));
		}
	}

	/**
	 * Deletes the resource of a project, and with it all that is below it and all roles
	 * on it.
	 * @param projectId the project
	 * @param workOsOrganizationId what WorkOS calls its organization
	 */
	public void delete(String projectId, String workOsOrganizationId) {
		try {
			this.authorization.deleteResourceByExternalId(workOsOrganizationId, TYPE, projectId, true);
		}
		catch (NotFoundException ex) {
			// Gone already.
		}
	}

	public Iterable<AuthorizationResource> all(String workOsOrganizationId) {
		return this.authorization.listResources(null, null, 100, null, workOsOrganizationId, TYPE).autoPagingIterable();
	}

	/**
	 * Who has which role on a project itself.
	 */
	List<RoleOnProject> roles(String projectId, String workOsOrganizationId) {
		List<RoleOnProject> roles = new ArrayList<>();
		this.authorization.listRoleAssignmentsForResourceByExternalId(workOsOrganizationId, TYPE, projectId)
			.autoPagingIterable()
			.forEach((assignment) -> roles
				.add(new RoleOnProject(assignment.getOrganizationMembershipId(), assignment.getRole().getSlug())));
		return roles;
	}

	/**
	 * Gives a member a role on one project. It is no error if the member has it.
	 * @param organizationMembershipId the member
	 * @param role the role
	 * @param projectId the project
	 */
	public void assign(String organizationMembershipId, String role, String projectId) {
		this.authorization.assignRole(organizationMembershipId, new ResourceTarget.ByExternalId(projectId, TYPE), role);
	}

	/**
	 * Takes a role on one project from a member.
	 * @param organizationMembershipId the member
	 * @param role the role
	 * @param projectId the project
	 */
	public void remove(String organizationMembershipId, String role, String projectId) {
		try {
			this.authorization.removeRole(organizationMembershipId, new ResourceTarget.ByExternalId(projectId, TYPE),
					role);
		}
		catch (NotFoundException ex) {
			// Gone already.
		}
	}

}
