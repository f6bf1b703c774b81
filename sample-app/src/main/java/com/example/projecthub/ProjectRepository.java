package com.example.projecthub;

import java.util.List;
import java.util.Optional;

import org.springframework.data.repository.Repository;

/**
 * Projects, always of one organization: a permission in the session token counts for
 * every project of the caller's organization, and must find no other there.
 */
public interface ProjectRepository extends Repository<Project, String> {

	Optional<Project> findByIdAndOrganizationId(String id, String organizationId);

	List<Project> findByOrganizationIdOrderByName(String organizationId);

	Project save(Project project);

}
