package io.github.fgaspring.emulator.model;

/**
 * Something that can be done.
 *
 * @param slug the slug, such as {@code project:edit}; never a pattern
 * @param resourceType the slug of the type of resource it is done to
 */
public record Permission(String slug, String resourceType) {

}
