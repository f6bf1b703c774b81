package io.github.fgaspring.emulator.model;

/**
 * How the customer names a resource. Only the three parts together are unique.
 *
 * @param organizationId the id of the organization it belongs to
 * @param type the slug of its type
 * @param externalId the id in the customer's own database
 */
public record ResourceKey(String organizationId, String type, String externalId) {

	/**
	 * The key of the resource that stands for an organization itself.
	 * @param organizationId the id of the organization
	 * @return the key
	 */
	public static ResourceKey ofOrganization(String organizationId) {
		return new ResourceKey(organizationId, ResourceType.ORGANIZATION, organizationId);
	}

}
