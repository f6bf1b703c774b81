package com.example.cookbook;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The application's own table of projects.
 */
interface Projects {

	Optional<Project> findByIdAndOrganizationId(String id, @Nullable String organizationId);

	List<Project> findByWorkspaceIdAndOrganizationId(String workspaceId, @Nullable String organizationId);

	List<Project> findByWorkspaceIdAndIdIn(String workspaceId, Collection<String> ids);

	List<Project> findByNameContaining(String text, @Nullable String organizationId);

	Project insert(String workspaceId, String name, @Nullable String organizationId);

}
