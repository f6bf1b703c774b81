package com.example.policies;

/**
 * Knows what organizations pay for.
 */
interface Plans {

	boolean isEnterprise(String organizationId);

}
