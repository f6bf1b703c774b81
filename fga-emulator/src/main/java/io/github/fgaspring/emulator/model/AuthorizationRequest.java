package io.github.fgaspring.emulator.model;

import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What an application asks for when it sends a person to the sign-in page.
 *
 * @param redirectUri where the person goes afterwards
 * @param state what the application wants back, or {@code null}
 * @param codeChallenge the SHA-256 of the secret that the application proves itself with
 * (RFC 7636, section 4.2), or {@code null} if it does not
 * @param organizationId the id of the organization to sign in to, or {@code null} for any
 * @param loginHint the email address of the person it expects, or {@code null}
 * @param expiresAt when the page can be used no more
 */
public record AuthorizationRequest(URI redirectUri, @Nullable String state, @Nullable String codeChallenge,
		@Nullable String organizationId, @Nullable String loginHint, Instant expiresAt) {

}
