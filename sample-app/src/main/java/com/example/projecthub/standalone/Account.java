package com.example.projecthub.standalone;

/**
 * A user of this product. The id is the user's external id in WorkOS.
 *
 * @param id the id
 * @param organizationId the organization, whose id is its external id in WorkOS
 * @param username what to log in with
 * @param password the encoded password
 * @param email the email address
 * @param emailVerified whether it is known to be the user's own
 * @param active whether the user may log in
 */
record Account(String id, String organizationId, String username, String password, String email, boolean emailVerified,
		boolean active) {

	@Override
	public String toString() {
		return "Account[]";
	}

}
