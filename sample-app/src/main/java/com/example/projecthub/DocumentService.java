package com.example.projecthub;

import java.util.List;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.stereotype.Service;

/**
 * Documents. Rules on a service hold for everybody who calls it, also outside of a
 * request to a controller.
 */
@Service("documents")
public class DocumentService {

	private final DocumentRepository documents;

	private final ProjectRepository projects;

	private final JdbcAggregateTemplate aggregates;

	DocumentService(DocumentRepository documents, ProjectRepository projects, JdbcAggregateTemplate aggregates) {
		this.documents = documents;
		this.projects = projects;
		this.aggregates = aggregates;
	}

	/**
	 * The nearest resource that WorkOS knows: used by the rules on documents.
	 * @param documentId the id of a document
	 * @return the id of its project, or {@code null} if there is no such document
	 */
	public @Nullable String projectOf(String documentId) {
		return this.documents.findById(documentId).map(Document::projectId).orElse(null);
	}

	@RequiresPermission(value = { "document:view", "document:edit" }, match = Match.ANY)
	public List<Document> inProject(@ResourceId("project") String projectId, FgaSession session) {
		return this.documents.findByProjectIdAndOrganizationIdOrderById(projectId, OrganizationIds.of(session));
	}

	public Document find(String documentId, FgaSession session) {
		return this.documents.findByIdAndOrganizationId(documentId, OrganizationIds.of(session))
			.orElseThrow(OrganizationIds::notFound);
	}

	public Document rename(String documentId, String title, FgaSession session) {
		return this.documents.save(find(documentId, session).withTitle(title));
	}

	/**
	 * Adds a document to a project of the caller's organization.
	 * @param documentId the id; if there is one already, nothing happens
	 * @param projectId the project
	 * @param title the title
	 * @param session the caller
	 */
	public void add(String documentId, String projectId, String title, FgaSession session) {
		Project project = this.projects.findByIdAndOrganizationId(projectId, OrganizationIds.of(session))
			.orElseThrow(OrganizationIds::notFound);
		try {
			this.aggregates.insert(new Document(documentId, project.organizationId(), project.id(), title));
		}
		catch (DuplicateKeyException ex) {
			// The form was sent twice.
		}
	}

}
