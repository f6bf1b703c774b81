package com.example.projecthub;

import org.springframework.data.annotation.Id;

/**
 * A document in a project. There are too many of them to be resources in WorkOS: what
 * somebody may do with one follows from its project.
 *
 * @param id the id
 * @param organizationId the organization that it belongs to
 * @param projectId the project
 * @param title the title
 */
public record Document(@Id String id, String organizationId, String projectId, String title) {

	/**
	 * The document under another title.
	 * @param title the title
	 * @return the changed document
	 */
	public Document withTitle(String title) {
		return new Document(this.id, this.organizationId, this.projectId, title);
	}

}
