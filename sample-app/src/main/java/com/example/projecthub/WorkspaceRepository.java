package com.example.projecthub;

import java.util.List;

import org.springframework.data.repository.Repository;

/**
 * Workspaces, always of one organization.
 */
public interface WorkspaceRepository extends Repository<Workspace, String> {

	List<Workspace> findByOrganizationIdOrderById(String organizationId);

}
