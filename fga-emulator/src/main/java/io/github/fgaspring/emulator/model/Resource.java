package io.github.fgaspring.emulator.model;

import org.jspecify.annotations.Nullable;

/**
 * Something that roles are assigned on and permissions are asked about.
 *
 * @param id the id given by the emulator
 * @param key how the customer names it
 * @param name the name shown to people
 * @param parent the resource above it, or {@code null} for an organization
 */
public record Resource(String id, ResourceKey key, String name, @Nullable ResourceKey parent) {

}
