package io.github.fgaspring.emulator.model;

import org.jspecify.annotations.Nullable;

/**
 * An attempt to sign in with an email address and a password.
 *
 * @param email the email address as it was given
 * @param userId the id of the person with this email address, or {@code null} if there is
 * none
 * @param isRight whether the password is that of the person
 * @param ipAddress where the attempt is said to come from, or {@code null}
 * @param userAgent what the attempt is said to be made with, or {@code null}
 */
public record PasswordAttempt(String email, @Nullable String userId, boolean isRight, @Nullable String ipAddress,
		@Nullable String userAgent) {

	/**
	 * The code of the error if the email address or the password is wrong.
	 */
	public static final String ERROR_CODE = "invalid_credentials";

	/**
	 * What is wrong then. It does not tell which of the two.
	 */
	public static final String ERROR_MESSAGE = "The email or the password is wrong.";

}
