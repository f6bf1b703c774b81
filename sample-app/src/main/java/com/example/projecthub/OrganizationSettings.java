package com.example.projecthub;

import org.springframework.data.annotation.Id;

/**
 * What an organization has chosen.
 *
 * @param organizationId the organization
 * @param plan what it pays for
 * @param contact the email address of whoever answers its people
 */
public record OrganizationSettings(@Id String organizationId, String plan, String contact) {

	/**
	 * The settings with another contact.
	 * @param contact the email address
	 * @return the changed settings
	 */
	public OrganizationSettings withContact(String contact) {
		return new OrganizationSettings(this.organizationId, this.plan, contact);
	}

}
