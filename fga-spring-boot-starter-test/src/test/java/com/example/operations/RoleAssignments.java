package com.example.operations;

/**
 * What the application changes at WorkOS.
 */
interface RoleAssignments {

	void remove(String organizationMembershipId, String projectId);

}
