package io.github.fgaspring.benchmarks.application;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * Signs session tokens with a key of its own, as long and with as many permissions as
 * those of a real product.
 */
final class SessionTokens {

	/**
	 * The membership that has no permissions, neither in its token nor at the API.
	 */
	static final String STRANGER = "om_01JSTRANGERSTRANGERSTRANGE";

	private static final String MEMBER = "om_01JMEMBERMEMBERMEMBERMEMBE";

	private static final String PERMISSIONS = "\"org:view\",\"org:edit\",\"project:list\",\"project:edit\","
			+ "\"file:view\",\"project:view\",\"file:edit\",\"document:view\",\"document:edit\","
			+ "\"plan:view\",\"member:view\",\"member:add\"";

	private static final Duration LIFETIME = Duration.ofHours(4);

	private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

	private final KeyPair keyPair;

	SessionTokens() throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		this.keyPair = generator.generateKeyPair();
	}

	/**
	 * A token with the permission to view projects.
	 */
	String member(String issuer) throws GeneralSecurityException {
		return sign(issuer, MEMBER, PERMISSIONS);
	}

	/**
	 * A token without permissions.
	 */
	String stranger(String issuer) throws GeneralSecurityException {
		return sign(issuer, STRANGER, "");
	}

	private String sign(String issuer, String membership, String permissions) throws GeneralSecurityException {
		long now = Instant.now().getEpochSecond();
		String claims = """
				{"iss":"%s","sub":"user_01JUSERUSERUSERUSERUSERUSE","sid":"session_01JSESSIONSESSIONSESSIONSE",\
				"jti":"01JTOKENTOKENTOKENTOKENTOK","org_id":"org_01JORGANIZATIONORGANIZATI",\
				"organization_membership_id":"%s","role":"member","permissions":[%s],"iat":%d,"exp":%d}"""
			.formatted(issuer, membership, permissions, now, now + LIFETIME.toSeconds());
		String content = encode("{\"alg\":\"RS256\",\"kid\":\"benchmark\"}") + "." + encode(claims);
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initSign(this.keyPair.getPrivate());
		signature.update(content.getBytes(StandardCharsets.US_ASCII));
		return content + "." + BASE64.encodeToString(signature.sign());
	}

	/**
	 * The public key as a set of JSON Web Keys.
	 */
	String keySet() {
		RSAPublicKey key = (RSAPublicKey) this.keyPair.getPublic();
		// Without the zero that says that the number is positive.
		byte[] modulus = key.getModulus().toByteArray();
		return """
				{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"benchmark","n":"%s","e":"%s"}]}""".formatted(
				BASE64.encodeToString(Arrays.copyOfRange(modulus, 1, modulus.length)),
				BASE64.encodeToString(key.getPublicExponent().toByteArray()));
	}

	/**
	 * The public key in PEM.
	 */
	String publicKey() {
		return "-----BEGIN PUBLIC KEY-----\n"
				+ Base64.getMimeEncoder().encodeToString(this.keyPair.getPublic().getEncoded())
				+ "\n-----END PUBLIC KEY-----\n";
	}

	private static String encode(String text) {
		return BASE64.encodeToString(text.getBytes(StandardCharsets.US_ASCII));
	}

}
