package com.example.operations;

/**
 * The application's own table of projects.
 */
interface Projects {

	boolean existsByIdAndOrganizationId(String projectId, String organizationId);

}
