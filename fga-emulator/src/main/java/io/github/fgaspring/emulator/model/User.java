package io.github.fgaspring.emulator.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A person who can sign in.
 *
 * @param id the id, such as {@code user_alice}
 * @param email the email address
 * @param password the password in clear, or {@code null} for a person without one
 * @param externalId the id in the customer's own database, or {@code null}
 * @param createdAt when the person was created
 */
public record User(String id, String email, @Nullable String password, @Nullable String externalId, Instant createdAt) {

	/**
	 * Leaves the password out.
	 */
	@Override
	public String toString() {
		return "User[id=" + this.id + "]";
	}

}
