package io.github.fgaspring.emulator.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A named set of permissions.
 *
 * @param id the id
 * @param slug the slug, such as {@code workspace-admin}
 * @param name the name shown to people
 * @param description what it is for, or {@code null}
 * @param resourceType the slug of the type of resource it can be assigned on
 * @param organizationId the id of the only organization that has it, or {@code null} for
 * a role of the whole environment
 * @param permissions the slugs of the permissions, in the order they were added
 * @param createdAt when it was created
 * @param updatedAt when it was changed last
 */
public record Role(String id, String slug, String name, @Nullable String description, String resourceType,
		@Nullable String organizationId, Set<String> permissions, Instant createdAt,
		Instant updatedAt) implements Identified {

	/**
	 * The slug of the role that WorkOS gives to a membership for which no role was
	 * chosen.
	 */
	public static final String DEFAULT = "member";

	public Role {
		permissions = Collections.unmodifiableSet(new LinkedHashSet<>(permissions));
	}

	/**
	 * Whether this role is held in the whole organization.
	 * @return {@code false} for a role that is assigned on single resources
	 */
	public boolean isHeldInOrganization() {
		return ResourceType.ORGANIZATION.equals(this.resourceType);
	}

	/**
	 * The same with another name.
	 * @param name the name shown to people
	 * @param description what it is for, or {@code null}
	 * @param now the time of the change
	 * @return a changed copy
	 */
	public Role renamed(String name, @Nullable String description, Instant now) {
		return new Role(this.id, this.slug, name, description, this.resourceType, this.organizationId, this.permissions,
				this.createdAt, now);
	}

	/**
	 * The same with other permissions.
	 * @param permissions the slugs of the permissions
	 * @param now the time of the change
	 * @return a changed copy
	 */
	public Role withPermissions(Set<String> permissions, Instant now) {
		return new Role(this.id, this.slug, this.name, this.description, this.resourceType, this.organizationId,
				permissions, this.createdAt, now);
	}

}
