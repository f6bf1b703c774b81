package io.github.fgaspring.emulator.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that roles are assigned on and permissions are asked about.
 *
 * @param id the id given by the emulator
 * @param key how the customer names it
 * @param name the name shown to people
 * @param description what it is, or {@code null}
 * @param parent the resource above it, or {@code null} for an organization
 * @param createdAt when it was created
 * @param updatedAt when it was changed last
 */
public record Resource(String id, ResourceKey key, String name, @Nullable String description,
		@Nullable ResourceKey parent, Instant createdAt, Instant updatedAt) implements Identified {

	/**
	 * Whether this resource stands for an organization itself.
	 * @return {@code true} for the root of a tree
	 */
	public boolean isOrganization() {
		return this.parent == null;
	}

	/**
	 * The same with other properties.
	 * @param name the name shown to people
	 * @param description what it is, or {@code null}
	 * @param parent the resource above it, or {@code null} for an organization
	 * @param now the time of the change
	 * @return a changed copy
	 */
	public Resource changed(String name, @Nullable String description, @Nullable ResourceKey parent, Instant now) {
		return new Resource(this.id, this.key, name, description, parent, this.createdAt, now);
	}

}
