package io.github.fgaspring.web;

import org.jspecify.annotations.Nullable;

/**
 * The response header that tells a frontend to refresh its session token.
 *
 * @param name the name of the header, or {@code null} for none
 */
public record StaleSessionHeader(@Nullable String name) {

}
