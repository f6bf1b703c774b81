package io.github.fgaspring.support;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;

/**
 * Makes session tokens as AuthKit does, and wrong ones.
 */
public final class SessionTokens {

	public static final String CLIENT_ID = "client_test";

	public static final String ORGANIZATION_ID = "org_acme";

	public static final String MEMBERSHIP_ID = "om_alice";

	private final String keyId;

	private final String issuer;

	private final RSAKey key;

	public SessionTokens(String issuer, String keyId) {
		this.issuer = issuer;
		this.keyId = keyId;
		this.key = generate(keyId);
	}

	public static RSAKey generate(String keyId) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			KeyPair pair = generator.generateKeyPair();
			return new RSAKey.Builder((RSAPublicKey) pair.getPublic()).privateKey((RSAPrivateKey) pair.getPrivate())
				.keyID(keyId)
				.keyUse(KeyUse.SIGNATURE)
				.algorithm(JWSAlgorithm.RS256)
				.build();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public RSAKey key() {
		return this.key;
	}

	public String jwkSet() {
		return new JWKSet(this.key).toString(true);
	}

	/**
	 * A valid token with the given organization-level permissions.
	 */
	public String withPermissions(String... permissions) {
		return with((claims) -> claims.put("permissions", List.of(permissions)));
	}

	/**
	 * A token with other claims than usual.
	 */
	public String with(Consumer<Map<String, Object>> customizer) {
		return sign(header(), claims(customizer), this.key);
	}

	/**
	 * A token that expired a minute ago and is valid but for that.
	 */
	public String expired() {
		return expired((claims) -> {
		});
	}

	/**
	 * A token that expired a minute ago, with other claims than usual.
	 */
	public String expired(Consumer<Map<String, Object>> customizer) {
		return with((claims) -> {
			long now = Instant.now().getEpochSecond();
			claims.put("iat", now - 360);
			claims.put("exp", now - 60);
			customizer.accept(claims);
		});
	}

	public JWSHeader header() {
		return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(this.keyId).build();
	}

	public Map<String, Object> claims(Consumer<Map<String, Object>> customizer) {
		long now = Instant.now().getEpochSecond();
		Map<String, Object> claims = new LinkedHashMap<>();
		claims.put("iss", this.issuer);
		claims.put("sub", "user_alice");
		claims.put("sid", "session_1");
		claims.put("jti", "jti_1");
		claims.put("iat", now);
		claims.put("exp", now + 300);
		claims.put("auth_time", now - 60);
		claims.put("org_id", ORGANIZATION_ID);
		claims.put("organization_membership_id", MEMBERSHIP_ID);
		claims.put("role", "member");
		claims.put("roles", List.of("member"));
		claims.put("permissions", List.of());
		customizer.accept(claims);
		return claims;
	}

	private static String sign(JWSHeader header, Map<String, Object> claims, RSAKey key) {
		try {
			JWSObject object = new JWSObject(header, new Payload(claims));
			object.sign(new RSASSASigner(key));
			return object.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
