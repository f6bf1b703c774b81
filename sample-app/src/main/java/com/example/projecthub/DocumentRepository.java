package com.example.projecthub;

import java.util.List;
import java.util.Optional;

import org.springframework.data.repository.Repository;

/**
 * Documents, always of one organization, but for the question which project one is in.
 */
public interface DocumentRepository extends Repository<Document, String> {

	Optional<Document> findById(String id);

	Optional<Document> findByIdAndOrganizationId(String id, String organizationId);

	List<Document> findByProjectIdAndOrganizationIdOrderById(String projectId, String organizationId);

	Document save(Document document);

}
