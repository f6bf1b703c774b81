package io.github.fgaspring.client;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A resource as the Authorization API describes it.
 * <p>
 * {@code toString} does not reveal ids.
 *
 * @param id the id that WorkOS gave it
 * @param externalId the application's own id
 * @param type the resource type slug
 * @param name its name
 * @param parentId the id that WorkOS gave the resource above it, if there is one
 */
public record FgaResource(String id, String externalId, String type, String name, @Nullable String parentId) {

	public FgaResource {
		Assert.notNull(id, "id cannot be null");
		Assert.notNull(externalId, "externalId cannot be null");
		Assert.notNull(type, "type cannot be null");
		Assert.notNull(name, "name cannot be null");
	}

	@Override
	public String toString() {
		return "FgaResource[type=" + this.type + "]";
	}

}
