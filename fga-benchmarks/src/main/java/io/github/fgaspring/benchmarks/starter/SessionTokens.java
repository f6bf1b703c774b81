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
	static final List<String> PERMISSIONS = List.of("org:view", "team:view", "team:edit", "task:view", "task:edit",
			"document:view", "document:edit", "file:view", "file:edit", "member:view", "member:edit", "log:view");

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
		String id = "%08d".formatted(number);
		return this.workOs.sessionTokenBuilder()
			.claim("jti", "jti_" + id)
			.claim("sub", "user_" + id)
			.claim("sid", "session_" + id)
			.claim("org_id", "org_00000000")
			.claim("organization_membership_id", "om_" + id)
			.claim("permissions", PERMISSIONS)
			.build();
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
