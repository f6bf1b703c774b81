package io.github.fgaspring.emulator.session;

import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

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
			return new SigningKey(new RSAKeyGenerator(KEY_SIZE).keyUse(KeyUse.SIGNATURE)
				.algorithm(JWSAlgorithm.RS256)
				.keyID("sso_oidc_key_pair_emulator_" + UUID.randomUUID())
				.generate());
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("This Java runtime cannot generate RSA keys", ex);
		}
	}

	/**
	 * The public half, as it stands in a key set. The vendor's certificate chain is left
	 * out: a verifier needs only the numbers.
	 * @return the members of a JSON Web Key
	 */
	Map<String, Object> toPublicJwk() {
		return this.key.toPublicJWK().toJSONObject();
	}

	String keyId() {
		return this.key.getKeyID();
	}

	String sign(JWTClaimsSet claims) {
		return sign(claims, keyId());
	}

	String sign(JWTClaimsSet claims, String keyId) {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build();
		SignedJWT token = new SignedJWT(header, claims);
		try {
			token.sign(new RSASSASigner(this.key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("The session token cannot be signed", ex);
		}
		return token.serialize();
	}

}
