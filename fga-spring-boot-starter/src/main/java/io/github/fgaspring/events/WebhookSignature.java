package io.github.fgaspring.events;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The header {@code WorkOS-Signature}: when a message was signed, and one or more
 * signatures.
 */
final class WebhookSignature {

	static final String HEADER = "WorkOS-Signature";

	private static final String ALGORITHM = "HmacSHA256";

	private static final int MAX_LENGTH = 1024;

	private static final int MAX_SIGNATURES = 8;

	private static final Pattern TIME = Pattern.compile("[1-9]\\d{0,15}");

	private static final Pattern SIGNATURE = Pattern.compile("[0-9a-fA-F]{64}");

	private final String time;

	private final List<byte[]> signatures;

	private WebhookSignature(String time, List<byte[]> signatures) {
		this.time = time;
		this.signatures = signatures;
	}

	/**
	 * Reads a header. Parts that are neither time nor signature are left for what WorkOS
	 * may come up with.
	 * @param header the value, such as {@code t=1700000000000, v1=5d41...}
	 * @return the signature, {@code null} if it is malformed
	 */
	static @Nullable WebhookSignature parse(String header) {
		if (header.length() > MAX_LENGTH) {
			return null;
		}
		String time = null;
		List<byte[]> signatures = new ArrayList<>();
		for (String part : header.split(",", -1)) {
			int separator = part.indexOf('=');
			if (separator < 0) {
				return null;
			}
			String name = part.substring(0, separator).strip();
			String value = part.substring(separator + 1).strip();
			if (name.equals("t")) {
				if (time != null || !TIME.matcher(value).matches()) {
					return null;
				}
				time = value;
			}
			else if (name.equals("v1")) {
				if (signatures.size() == MAX_SIGNATURES || !SIGNATURE.matcher(value).matches()) {
					return null;
				}
				signatures.add(HexFormat.of().parseHex(value));
			}
		}
		return (time != null && !signatures.isEmpty()) ? new WebhookSignature(time, signatures) : null;
	}

	/**
	 * When the message was signed, in milliseconds.
	 */
	long time() {
		return Long.parseLong(this.time);
	}

	/**
	 * Whether a message was signed with one of several secrets. How long that takes does
	 * not tell which, nor how much of a signature is right.
	 */
	boolean isOf(byte[] body, List<SecretKeySpec> secrets) {
		boolean right = false;
		for (SecretKeySpec secret : secrets) {
			byte[] expected = sign(body, secret);
			for (byte[] signature : this.signatures) {
				right |= MessageDigest.isEqual(expected, signature);
			}
		}
		return right;
	}

	private byte[] sign(byte[] body, SecretKeySpec secret) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(secret);
			mac.update(this.time.getBytes(StandardCharsets.US_ASCII));
			mac.update((byte) '.');
			return mac.doFinal(body);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime cannot verify webhooks", ex);
		}
	}

	static SecretKeySpec key(String secret) {
		return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
	}

}
