package io.github.fgaspring.emulator.session;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Tokens that mean nothing to those who hold them. Nobody can guess one, and nobody can
 * take one for a token of WorkOS.
 */
final class OpaqueTokens {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int BYTES = 32;

	private OpaqueTokens() {
	}

	/**
	 * A new token.
	 * @param prefix what it is for, such as {@code refresh_token}
	 * @return the token, such as {@code refresh_token_emulator_8tO...}
	 */
	static String next(String prefix) {
		byte[] bytes = new byte[BYTES];
		RANDOM.nextBytes(bytes);
		return prefix + "_emulator_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
