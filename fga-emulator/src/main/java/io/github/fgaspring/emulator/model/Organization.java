package io.github.fgaspring.emulator.model;

import org.jspecify.annotations.Nullable;

/**
 * A tenant.
 *
 * @param id the id, such as {@code org_acme}
 * @param name the name shown to people
 * @param externalId the id in the customer's own database, or {@code null}
 */
public record Organization(String id, String name, @Nullable String externalId) {

}
