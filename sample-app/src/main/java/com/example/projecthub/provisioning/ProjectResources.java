package com.example.projecthub.standalone;

import com.example.projecthub.Project;
import com.workos.WorkOS;
import com.workos.authorization.Authorization;
import com.workos.authorization.ParentResource;
import com.workos.authorization.ResourceTarget;
import com.workos.common.exceptions.NotFoundException;
import com.workos.common.exceptions.WorkOSException;
import com.workos.common.http.PatchField;
import com.workos.models.AuthorizationResource;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Projects as resources at WorkOS, and who has a role on one. Every method may be called
 * again after a failure.
 */
@Component
@Profile("standalone")
class ProjectResources {

	private static final String TYPE = "project";

	private static final String EXISTS = "authorization_resource_external_id_conflict";

	private final Authorization authorization;

	ProjectResources(WorkOS workos) {
		this.authorization = workos.getAuthorization();
	}

	/**
	 * Creates the resource of a project. One that is there already is made the same.
	 */
	void create(Project project, String workOsOrganizationId) {
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
	 */
	void delete(String projectId, String workOsOrganizationId) {
		try {
			this.authorization.deleteResourceByExternalId(workOsOrganizationId, TYPE, projectId, true);
		}
		catch (NotFoundException ex) {
			// Gone already.
		}
	}

	Iterable<AuthorizationResource> all(String workOsOrganizationId) {
		return this.authorization.listResources(null, null, 100, null, workOsOrganizationId, TYPE).autoPagingIterable();
	}

	/**
	 * Gives a member a role on one project. It is no error if the member has it.
	 */
	void assign(String organizationMembershipId, String role, String projectId) {
		this.authorization.assignRole(organizationMembershipId, new ResourceTarget.ByExternalId(projectId, TYPE), role);
	}

	/**
	 * Takes a role on one project from a member.
	 */
	void remove(String organizationMembershipId, String role, String projectId) {
		try {
			this.authorization.removeRole(organizationMembershipId, new ResourceTarget.ByExternalId(projectId, TYPE),
					role);
		}
		catch (NotFoundException ex) {
			// Gone already.
		}
	}

}
