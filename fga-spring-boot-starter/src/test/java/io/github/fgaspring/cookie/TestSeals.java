package io.github.fgaspring.cookie;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;

import io.github.fgaspring.support.SealedCookies;

/**
 * Seals for tests of other packages.
 */
public final class TestSeals {

	private TestSeals() {
	}

	/**
	 * Seals anything with the password of the fixtures.
	 */
	public static String seal(String content) {
		return new IronSeal(SealedCookies.PASSWORD, Clock.systemUTC(), new SecureRandom())
			.seal(content.getBytes(StandardCharsets.UTF_8), "", true);
	}

}
