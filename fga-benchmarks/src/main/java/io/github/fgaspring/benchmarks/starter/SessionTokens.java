package io.github.fgaspring.benchmarks.starter;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.List;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.traffic.RecordedRequest;

/**
 * Session tokens with twelve permissions, of the usual size and signed with RS256, and
 * the WorkOS that issues them.
 */
final class SessionTokens implements AutoCloseable {

	/**
	 * Their length.
	 */
	static final int LENGTH = 1028;

	/**
	 * What the tokens hold. The one that rules ask for stands in the middle.
	 */
	static final List<String> PERMISSIONS = List.of("organization:view", "workspace:view", "workspace:edit",
			"project:view", "project:edit", "document:view", "document:edit", "comment:view", "comment:edit",
			"billing:view", "member:view", "member:invite");

	private static final int USUAL_ID_LENGTH = 26;

	private final FgaEmulator workOs = FgaEmulator.start(EmulatorConfig.defaults());

	private final String token = token(0);

	private final byte[] bytes = this.token.getBytes(StandardCharsets.ISO_8859_1);

	SessionTokens() {
		Ways.require(this.token.length() == LENGTH, "a token of %d characters".formatted(this.token.length()));
	}

	/**
	 * A token of the user and the session with this number.
	 */
	String token(int number) {
		return this.workOs.sessionTokenBuilder()
			.claim("sub", "user_" + id(number))
			.claim("sid", "session_" + id(number))
			.claim("org_id", "org_" + id(0))
			.claim("organization_membership_id", "om_" + id(number))
			.claim("role", "member")
			.claim("roles", List.of("member"))
			.claim("permissions", PERMISSIONS)
			.build();
	}

	private static String id(int number) {
		String digits = Integer.toString(number);
		return "01".repeat(USUAL_ID_LENGTH).substring(0, USUAL_ID_LENGTH - digits.length()) + digits;
	}

	/**
	 * The first token as a request brings it: in a string of its own, whose hash code
	 * nobody has computed.
	 */
	String newString() {
		return new String(this.bytes, StandardCharsets.ISO_8859_1);
	}

	/**
	 * The key that verifies the tokens.
	 */
	RSAPublicKey publicKey() {
		try {
			return JWKSet.load(jwkSetUri().toURL()).getKeys().get(0).toRSAKey().toRSAPublicKey();
		}
		catch (IOException | ParseException | JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private URI jwkSetUri() {
		return this.workOs.baseUrl().resolve("/sso/jwks/" + this.workOs.clientId());
	}

	FgaEmulator workOs() {
		return this.workOs;
	}

	/**
	 * What the Authorization API has been asked.
	 */
	List<RecordedRequest> questions() {
		return this.workOs.requests("/authorization/**");
	}

	@Override
	public void close() {
		this.workOs.close();
	}

}
