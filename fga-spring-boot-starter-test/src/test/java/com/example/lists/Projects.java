package com.example.lists;

import java.util.Collection;
import java.util.List;

/**
 * The application's own table of projects.
 */
interface Projects {

	List<Project> findByOrganizationId(String organizationId);

	List<Project> findByOrganizationIdAndIdIn(String organizationId, Collection<String> ids);

	List<Project> findByOrganizationIdAndNameContaining(String organizationId, String text);

}
