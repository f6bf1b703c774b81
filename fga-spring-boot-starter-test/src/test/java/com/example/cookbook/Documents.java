package com.example.cookbook;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The application's own table of documents.
 */
interface Documents {

	Optional<Document> findByIdAndOrganizationId(String id, @Nullable String organizationId);

	/**
	 * The project of a document, {@code null} if there is no such document.
	 */
	@Nullable String projectOf(String documentId);

	List<Document> findByProjectIdAndOrganizationId(String projectId, @Nullable String organizationId);

	Document insert(String projectId, String title, @Nullable String organizationId);

	void changeProject(String documentId, String projectId, @Nullable String organizationId);

}
