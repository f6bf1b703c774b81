package io.github.fgaspring.emulator.model;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as it is told to others.
 *
 * @param id the id
 * @param type the type, such as {@code organization_membership.updated}
 * @param organizationId the id of the organization it happened in, or {@code null}
 * @param createdAt when it happened
 * @param data what it happened to, in the form of the API
 */
public record Event(String id, String type, @Nullable String organizationId, Instant createdAt,
		Map<String, @Nullable Object> data) implements Identified {

}
