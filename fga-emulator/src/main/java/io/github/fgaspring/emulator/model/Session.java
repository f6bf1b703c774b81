package io.github.fgaspring.emulator.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What begins when a person signs in and ends when the person signs out.
 *
 * @param id the id, which stands in every token of the session
 * @param userId the id of the person
 * @param organizationId the id of the organization that was selected, or {@code null}
 * @param method how the person signed in, such as {@code password}
 * @param createdAt when it began
 * @param updatedAt when it was changed last
 * @param expiresAt when it ends by itself
 * @param revokedAt when it was ended, or {@code null} if it was not
 */
public record Session(String id, String userId, @Nullable String organizationId, String method, Instant createdAt,
		Instant updatedAt, Instant expiresAt, @Nullable Instant revokedAt) implements Identified {

	/**
	 * Whether tokens can still be refreshed.
	 * @param now the present time
	 * @return {@code false} if the session is over
	 */
	public boolean isActive(Instant now) {
		return this.revokedAt == null && now.isBefore(this.expiresAt);
	}

	/**
	 * The same, ended.
	 * @param now the time of the end
	 * @return a changed copy
	 */
	Session revoked(Instant now) {
		return new Session(this.id, this.userId, this.organizationId, this.method, this.createdAt, now, this.expiresAt,
				now);
	}

	/**
	 * The same in another organization.
	 * @param organizationId the id of the organization, or {@code null} for none
	 * @param now the time of the change
	 * @return a changed copy
	 */
	public Session inOrganization(@Nullable String organizationId, Instant now) {
		return new Session(this.id, this.userId, organizationId, this.method, this.createdAt, now, this.expiresAt,
				this.revokedAt);
	}

}
