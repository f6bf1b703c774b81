package io.github.fgaspring.emulator.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Memberships of one organization that are granted roles together.
 *
 * @param id the id
 * @param organizationId the id of the organization
 * @param name the name shown to people
 * @param description what it is for, or {@code null}
 * @param createdAt when it was created
 * @param updatedAt when it was changed last
 */
public record Group(String id, String organizationId, String name, @Nullable String description, Instant createdAt,
		Instant updatedAt) implements Identified {

	/**
	 * The same with another name.
	 * @param name the name shown to people
	 * @param description what it is for, or {@code null}
	 * @param now the time of the change
	 * @return a changed copy
	 */
	public Group renamed(String name, @Nullable String description, Instant now) {
		return new Group(this.id, this.organizationId, name, description, this.createdAt, now);
	}

}
