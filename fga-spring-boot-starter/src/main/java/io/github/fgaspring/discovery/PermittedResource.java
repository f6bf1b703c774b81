package io.github.fgaspring.discovery;

import org.jspecify.annotations.Nullable;

/**
 * A resource on which the caller has the permission that was asked for.
 * <p>
 * {@code toString} does not reveal ids.
 *
 * @param id the id that WorkOS gave it
 * @param externalId the application's own id
 * @param type the resource type slug
 * @param name its name at WorkOS
 * @param parentId the id that WorkOS gave the resource above it, {@code null} if there is
 * none
 */
public record PermittedResource(String id, String externalId, String type, String name, @Nullable String parentId) {

	@Override
	public String toString() {
		return "PermittedResource[type=" + this.type + "]";
	}

}
