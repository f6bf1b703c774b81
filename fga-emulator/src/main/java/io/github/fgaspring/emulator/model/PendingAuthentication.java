package io.github.fgaspring.emulator.model;

import java.time.Instant;

/**
 * A sign-in that lacks the selection of an organization.
 *
 * @param userId the id of the person
 * @param expiresAt when it can be completed no more
 */
public record PendingAuthentication(String userId, Instant expiresAt) {

}
