package com.example.cookbook;

import java.util.Optional;

/**
 * Who the machines are at WorkOS.
 */
interface ServiceAccounts {

	Optional<ServiceAccount> find(String name);

	/**
	 * A machine that is a member of an organization.
	 */
	record ServiceAccount(String userId, String organizationId) {

	}

}
