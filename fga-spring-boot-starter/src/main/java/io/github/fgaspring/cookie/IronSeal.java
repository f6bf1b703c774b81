package io.github.fgaspring.cookie;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The seal that AuthKit's libraries put on a session: version {@code Fe26.2} of the
 * format of iron, in the parameters of iron-session.
 *
 * <pre>
 * Fe26.2*1*{salt}*{iv}*{ciphertext}*{expiration}*{hmac salt}*{hmac}~2
 * </pre>
 *
 * AES-256 in CBC mode encrypts, and HMAC-SHA-256 over everything up to the expiration
 * authenticates what is encrypted. Both keys are made of the password and the hexadecimal
 * text of their salt by PBKDF2 with HMAC-SHA-1 and a single iteration, which is why the
 * password must be long. Nothing is decrypted that is not authentic, and only the one way
 * of writing a seal is accepted.
 */
final class IronSeal {

	private static final Pattern FORMAT = Pattern.compile("(?<base>Fe26\\.2\\*1\\*(?<salt>[0-9a-f]{64})"
			+ "\\*(?<iv>[A-Za-z0-9_-]{22})\\*(?<ciphertext>[A-Za-z0-9_-]++)\\*(?<expiration>|[1-9][0-9]{0,15}))"
			+ "\\*(?<macsalt>[0-9a-f]{64})\\*(?<mac>[A-Za-z0-9_-]{43})(?:~(?<version>0|[1-9][0-9]{0,8}))?");

	private static final String VERSION = "2";

	private static final int KEY_BITS = 256;

	private static final int SALT_BYTES = 32;

	private static final int BLOCK_BYTES = 16;

	private final String password;

	private final Clock clock;

	private final SecureRandom random;

	IronSeal(String password, Clock clock, SecureRandom random) {
		this.password = password;
		this.clock = clock;
		this.random = random;
	}

	/**
	 * Breaks a seal.
	 * @return what was sealed, or {@code null} if this is no valid seal of the password,
	 * or has expired
	 */
	@Nullable Unsealed unseal(String sealed) {
		Matcher parts = FORMAT.matcher(sealed);
		if (!parts.matches()) {
			return null;
		}
		byte[] mac = decode(parts.group("mac"));
		byte[] iv = decode(parts.group("iv"));
		byte[] ciphertext = decode(parts.group("ciphertext"));
		if (mac == null || iv == null || ciphertext == null || ciphertext.length % BLOCK_BYTES != 0) {
			return null;
		}
		if (!MessageDigest.isEqual(mac, mac(parts.group("base"), parts.group("macsalt")))) {
			return null;
		}
		String expiration = parts.group("expiration");
		if (!expiration.isEmpty() && Long.parseLong(expiration) <= this.clock.millis()) {
			return null;
		}
		byte[] content = decrypt(ciphertext, parts.group("salt"), iv);
		String version = parts.group("version");
		return (content != null)
				? new Unsealed(content, expiration, version != null, version == null || version.equals(VERSION)) : null;
	}

	/**
	 * Seals anew.
	 * @param content what to seal
	 * @param expiration when the seal expires, in milliseconds since the epoch; empty for
	 * never
	 * @param versioned whether the seal says its version: the SDK for the JVM does not
	 * read one that does
	 */
	String seal(byte[] content, String expiration, boolean versioned) {
		String salt = newSalt();
		byte[] iv = new byte[BLOCK_BYTES];
		this.random.nextBytes(iv);
		byte[] ciphertext = encrypt(content, salt, iv);
		String base = "Fe26.2*1*" + salt + "*" + encode(iv) + "*" + encode(ciphertext) + "*" + expiration;
		String macSalt = newSalt();
		String seal = base + "*" + macSalt + "*" + encode(mac(base, macSalt));
		return versioned ? seal + "~" + VERSION : seal;
	}

	private String newSalt() {
		byte[] salt = new byte[SALT_BYTES];
		this.random.nextBytes(salt);
		return HexFormat.of().formatHex(salt);
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * Refuses what the decoder would overlook: bits of the last character that do not
	 * count.
	 */
	private static byte @Nullable [] decode(String text) {
		try {
			byte[] bytes = Base64.getUrlDecoder().decode(text);
			return encode(bytes).equals(text) ? bytes : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private byte[] mac(String base, String salt) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(key("HmacSHA256", salt));
			return mac.doFinal(base.getBytes(StandardCharsets.US_ASCII));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private byte[] encrypt(byte[] content, String salt, byte[] iv) {
		try {
			return cipher(Cipher.ENCRYPT_MODE, salt, iv).doFinal(content);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private byte @Nullable [] decrypt(byte[] ciphertext, String salt, byte[] iv) {
		try {
			return cipher(Cipher.DECRYPT_MODE, salt, iv).doFinal(ciphertext);
		}
		catch (BadPaddingException | IllegalBlockSizeException ex) {
			return null;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Cipher cipher(int mode, String salt, byte[] iv) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
		cipher.init(mode, key("AES", salt), new IvParameterSpec(iv));
		return cipher;
	}

	private SecretKeySpec key(String algorithm, String salt) throws GeneralSecurityException {
		PBEKeySpec spec = new PBEKeySpec(this.password.toCharArray(), salt.getBytes(StandardCharsets.US_ASCII), 1,
				KEY_BITS);
		return new SecretKeySpec(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1").generateSecret(spec).getEncoded(),
				algorithm);
	}

	/**
	 * What was sealed.
	 *
	 * @param content the content
	 * @param expiration when the seal expires, empty for never
	 * @param versioned whether the seal says its version
	 * @param current whether the version is the current one, or left out; in others the
	 * data are in a field of the content
	 */
	record Unsealed(byte[] content, String expiration, boolean versioned, boolean current) {

	}

}
