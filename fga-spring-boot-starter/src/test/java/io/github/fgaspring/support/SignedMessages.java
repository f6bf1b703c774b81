package io.github.fgaspring.support;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages as WorkOS does.
 */
public final class SignedMessages {

	public static final String SECRET = "whsec_of_tests";

	private SignedMessages() {
	}

	public static String header(String secret, Instant time, byte[] body) {
		return "t=" + time.toEpochMilli() + ", v1=" + signature(secret, Long.toString(time.toEpochMilli()), body);
	}

	public static String signature(String secret, String time, byte[] body) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(mac.doFinal(body));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An event as WorkOS writes it.
	 * @param data a JSON object
	 */
	public static String event(String id, String type, Instant created, String data) {
		return """
				{"object":"event","id":"%s","event":"%s","data":%s,"created_at":"%s","context":{"actor":{"source":"api"}}}"""
			.formatted(id, type, data, created);
	}

	public static String sessionRevoked(String id, Instant created, String sessionId) {
		return event(id, "session.revoked", created, "{\"object\":\"session\",\"id\":\"" + sessionId + "\"}");
	}

}
