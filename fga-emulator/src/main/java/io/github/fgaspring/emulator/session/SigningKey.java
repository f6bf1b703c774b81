package io.github.fgaspring.emulator.session;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;

/**
 * The key that signs session tokens. It lives as long as the emulator and is never the
 * same twice: nor is its id, so that a client which remembers the key of an earlier run
 * sees that it does not have this one.
 */
final class SigningKey {

	private static final int KEY_SIZE = 2048;

	private final RSAKey key;

	private SigningKey(RSAKey key) {
		this.key = key;
	}

	/**
	 * Make a key.
	 * @return the key
	 */
	static SigningKey generate() {
		try {
			RSAKey key = new RSAKeyGenerator(KEY_SIZE).keyUse(KeyUse.SIGNATURE)
				.algorithm(JWSAlgorithm.RS256)
				.keyID("sso_oidc_key_pair_emulator_" + UUID.randomUUID())
				.generate();
			byte[] certificate = SelfSignedCertificate.encode(key.toKeyPair(), "fga-emulator");
			return new SigningKey(new RSAKey.Builder(key).x509CertChain(List.of(Base64.encode(certificate)))
				.x509CertSHA256Thumbprint(Base64URL.encode(sha256(certificate)))
				.build());
		}
		catch (JOSEException | GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime cannot generate RSA keys", ex);
		}
	}

	private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
		return MessageDigest.getInstance("SHA-256").digest(bytes);
	}

	/**
	 * The public half, as it stands in a key set.
	 * @return the members of a JSON Web Key
	 */
	Map<String, Object> toPublicJwk() {
		return this.key.toPublicJWK().toJSONObject();
	}

	String keyId() {
		return this.key.getKeyID();
	}

	String sign(Map<String, Object> claims, String keyId) {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build();
		JWSObject token = new JWSObject(header, new Payload(claims));
		try {
			token.sign(new RSASSASigner(this.key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("The session token cannot be signed", ex);
		}
		return token.serialize();
	}

}
