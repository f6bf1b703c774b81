package com.example.sessions;

import java.util.List;

/**
 * Which organizations a user is in, as the application's own database knows.
 */
interface Memberships {

	List<OrganizationMembership> findByUserId(String userId);

	/**
	 * A row.
	 */
	record OrganizationMembership(String organizationId, String organizationName) {

	}

}
