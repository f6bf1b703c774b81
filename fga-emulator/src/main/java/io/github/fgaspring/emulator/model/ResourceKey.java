package io.github.fgaspring.emulator.model;

import org.jspecify.annotations.Nullable;

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

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ResourceKey key && key.externalId.equals(this.externalId) && key.type.equals(this.type)
				&& key.organizationId.equals(this.organizationId);
	}

	/**
	 * Spread further than the hash code that a record has by itself: external ids and
	 * organization ids often differ in a few digits only, and its small factor lets most
	 * of them collide.
	 */
	@Override
	public int hashCode() {
		int factor = 0x9E3779B1;
		return (this.organizationId.hashCode() * factor + this.type.hashCode()) * factor + this.externalId.hashCode();
	}

}
