package io.github.fgaspring.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import org.springframework.util.Assert;

/**
 * The names of the keys of one WorkOS environment. They have a hash tag in common, so
 * that a cluster keeps together what one command touches. Ids are never part of a name.
 */
public final class RedisKeys {

	private final String prefix;

	/**
	 * Creates the names.
	 * @param prefix what all of them begin with
	 * @param clientId the client id of the WorkOS environment
	 */
	public RedisKeys(String prefix, String clientId) {
		Assert.hasText(prefix, "prefix cannot be empty");
		Assert.hasText(clientId, "clientId cannot be empty");
		this.prefix = prefix + ":{" + clientId + "}:";
	}

	byte[] changes() {
		return key("changes");
	}

	byte[] epoch() {
		return key("epoch");
	}

	byte[] cursor() {
		return key("cursor");
	}

	byte[] lease() {
		return key("lease");
	}

	byte[] event(String eventId) {
		return key("event:" + digest(eventId));
	}

	byte[] decision(String... question) {
		return key("decision:" + digest(question));
	}

	private byte[] key(String name) {
		return bytes(this.prefix + name);
	}

	/**
	 * Each part with its length before it, so that no two lists of parts look the same.
	 */
	private static String digest(String... parts) {
		StringBuilder text = new StringBuilder();
		for (String part : parts) {
			text.append(part.length()).append(':').append(part);
		}
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(text.toString()));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
