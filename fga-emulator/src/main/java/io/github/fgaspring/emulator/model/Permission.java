package io.github.fgaspring.emulator.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that can be done.
 *
 * @param id the id
 * @param slug the slug, such as {@code project:edit}; never a pattern
 * @param name the name shown to people
 * @param description what it allows, or {@code null}
 * @param resourceType the slug of the type of resource it is done to
 * @param createdAt when it was created
 * @param updatedAt when it was changed last
 */
public record Permission(String id, String slug, String name, @Nullable String description, String resourceType,
		Instant createdAt, Instant updatedAt) implements Identified {

	/**
	 * The same with another name.
	 * @param name the name shown to people
	 * @param description what it allows, or {@code null}
	 * @param now the time of the change
	 * @return a changed copy
	 */
	public Permission renamed(String name, @Nullable String description, Instant now) {
		return new Permission(this.id, this.slug, name, description, this.resourceType, this.createdAt, now);
	}

}
