package io.github.fgaspring.emulator.api;

import java.util.Optional;

import io.github.fgaspring.emulator.http.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * The password that a request gives to a person. The emulator keeps no hashes and cannot
 * verify a password by one, so it refuses every hash. A password is as good as any other:
 * how strong it must be is for each environment of WorkOS to say.
 */
final class RequestedPassword {

	static final String PASSWORD = "password";

	static final String HASH = "password_hash";

	static final String HASH_TYPE = "password_hash_type";

	static final String SALT_POSITION = "password_salt_position";

	private RequestedPassword() {
	}

	static @Nullable String read(RequestBody body, @Nullable String current) {
		String password = body.nullableText(PASSWORD, current);
		Optional<String> hash = body.optionalText(HASH);
		Optional<String> hashType = body.optionalChoice(HASH_TYPE, "bcrypt", "firebase-scrypt", "ssha", "ssha256",
				"scrypt", "pbkdf2", "argon2");
		Optional<String> saltPosition = body.optionalChoice(SALT_POSITION, "prefix", "suffix");
		boolean hasPassword = body.has(PASSWORD) && !body.isNull(PASSWORD);
		if (hasPassword && hash.isPresent()) {
			throw ApiException.badRequest("password_and_password_hash_provided",
					"%s and %s are mutually exclusive.".formatted(PASSWORD, HASH));
		}
		if (hasPassword && hashType.isPresent()) {
			throw ApiException.badRequest("password_and_password_hash_type_provided",
					"%s and %s are mutually exclusive.".formatted(PASSWORD, HASH_TYPE));
		}
		if (saltPosition.isPresent() && hash.isEmpty()) {
			throw ApiException.badRequest("password_salt_position_requires_password_hash",
					"%s requires %s.".formatted(SALT_POSITION, HASH));
		}
		if (hash.isPresent() != hashType.isPresent()) {
			throw RequestBody.invalid(HASH, "and " + HASH_TYPE + " are required together");
		}
		if (hash.isPresent()) {
			throw ApiException.badRequest("invalid_password_hash",
					"The emulator keeps no password hashes. Set %s instead.".formatted(PASSWORD));
		}
		return password;
	}

}
