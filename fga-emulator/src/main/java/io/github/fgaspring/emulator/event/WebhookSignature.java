package io.github.fgaspring.emulator.event;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to a webhook who has sent an event, and when.
 */
final class WebhookSignature {

	private static final String ALGORITHM = "HmacSHA256";

	private WebhookSignature() {
	}

	/**
	 * Sign what is sent.
	 * @param secret the secret of the webhook
	 * @param time when it is sent
	 * @param body the bytes that are sent
	 * @return the value of the header {@code WorkOS-Signature}
	 */
	static String header(String secret, Instant time, byte[] body) {
		long timestamp = time.toEpochMilli();
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
			mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
			return "t=%d, v1=%s".formatted(timestamp, HexFormat.of().formatHex(mac.doFinal(body)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime cannot sign webhooks", ex);
		}
	}

}
