package io.github.fgaspring.emulator.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A person who can sign in.
 *
 * @param id the id, such as {@code user_alice}
 * @param email the email address
 * @param password the password in clear, or {@code null} for a person without one
 * @param profile what the person is called and how the customer knows the person
 * @param lastSignInAt when the person signed in last, or {@code null} for never
 * @param createdAt when the person was created
 * @param updatedAt when the person was changed last
 */
public record User(String id, String email, @Nullable String password, UserProfile profile,
		@Nullable Instant lastSignInAt, Instant createdAt, Instant updatedAt) implements Identified {

	/**
	 * The same after a sign-in.
	 * @param now the time of the sign-in
	 * @return a changed copy
	 */
	public User signedIn(Instant now) {
		return new User(this.id, this.email, this.password, this.profile, now, this.createdAt, this.updatedAt);
	}

	/**
	 * Leaves the password out.
	 */
	@Override
	public String toString() {
		return "User[id=" + this.id + "]";
	}

}
