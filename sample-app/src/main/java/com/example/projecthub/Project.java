package com.example.projecthub;

import org.springframework.data.annotation.Id;

/**
 * A project in a workspace. Its id is its external id in WorkOS.
 *
 * @param id the id
 * @param organizationId the organization that it belongs to
 * @param workspaceId the workspace
 * @param name the name
 * @param archived whether it can no longer be changed
 */
public record Project(@Id String id, String organizationId, String workspaceId, String name, boolean archived) {

	/**
	 * The project under another name.
	 * @param name the name
	 * @return the changed project
	 */
	public Project withName(String name) {
		return new Project(this.id, this.organizationId, this.workspaceId, name, this.archived);
	}

	/**
	 * The project, archived.
	 * @return the changed project
	 */
	public Project archive() {
		return new Project(this.id, this.organizationId, this.workspaceId, this.name, true);
	}

}
