package io.github.fgaspring.emulator.session;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.HexFormat;

/**
 * A certificate that a key issues to itself. Nobody trusts it; it is there because every
 * key in the vendor's key sets has one.
 *
 * <p>
 * The JDK reads and checks certificates but has no public API that makes them. What
 * follows is the least that X.509 demands: version 1, without extensions, in the form of
 * RFC 5280, section 4.1, encoded by hand in DER.
 */
final class SelfSignedCertificate {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int SERIAL_NUMBER_BITS = 64;

	private static final int INTEGER = 0x02;

	private static final int BIT_STRING = 0x03;

	private static final int UTF8_STRING = 0x0c;

	private static final int UTC_TIME = 0x17;

	private static final int SEQUENCE = 0x30;

	private static final int SET = 0x31;

	/**
	 * The object identifier 1.2.840.113549.1.1.11, sha256WithRSAEncryption, and NULL for
	 * its parameters.
	 */
	private static final byte[] SHA256_WITH_RSA = HexFormat.of().parseHex("06092a864886f70d01010b0500");

	/**
	 * The object identifier 2.5.4.3, commonName.
	 */
	private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");

	// All the years that UTCTime can write and that a moved clock is likely to reach.
	private static final String NOT_BEFORE = "000101000000Z";

	private static final String NOT_AFTER = "491231235959Z";

	private SelfSignedCertificate() {
	}

	/**
	 * Make a certificate.
	 * @param keys the RSA keys: the public one is certified by the private one
	 * @param commonName who the certificate is of and by
	 * @return the certificate in DER
	 * @throws GeneralSecurityException if the private key cannot sign
	 */
	static byte[] encode(KeyPair keys, String commonName) throws GeneralSecurityException {
		byte[] algorithm = der(SEQUENCE, SHA256_WITH_RSA);
		byte[] name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, text(UTF8_STRING, commonName))));
		byte[] validity = der(SEQUENCE, text(UTC_TIME, NOT_BEFORE), text(UTC_TIME, NOT_AFTER));
		byte[] serialNumber = der(INTEGER,
				new BigInteger(SERIAL_NUMBER_BITS, RANDOM).add(BigInteger.ONE).toByteArray());
		byte[] contents = der(SEQUENCE, serialNumber, algorithm, name, validity, name, keys.getPublic().getEncoded());
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initSign(keys.getPrivate());
		signature.update(contents);
		byte[] noUnusedBits = { 0 };
		return der(SEQUENCE, contents, algorithm, der(BIT_STRING, noUnusedBits, signature.sign()));
	}

	private static byte[] text(int tag, String value) {
		return der(tag, value.getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] der(int tag, byte[]... parts) {
		ByteArrayOutputStream value = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			value.writeBytes(part);
		}
		ByteArrayOutputStream encoded = new ByteArrayOutputStream();
		encoded.write(tag);
		encoded.writeBytes(length(value.size()));
		encoded.writeBytes(value.toByteArray());
		return encoded.toByteArray();
	}

	// Up to 127 in one byte, else the number of bytes and then the bytes.
	private static byte[] length(int length) {
		if (length < 0x80) {
			return new byte[] { (byte) length };
		}
		if (length < 0x100) {
			return new byte[] { (byte) 0x81, (byte) length };
		}
		return new byte[] { (byte) 0x82, (byte) (length >> 8), (byte) length };
	}

}
