package io.github.fgaspring.benchmarks.starter;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Spring Security's decoder with its default validators, as a stock resource server has
 * it.
 */
@State(Scope.Benchmark)
public class StockDecoder {

	private final SessionTokens tokens = new SessionTokens();

	private final NimbusJwtDecoder decoder = NimbusJwtDecoder.withPublicKey(this.tokens.publicKey()).build();

	/**
	 * Require the claims.
	 */
	@Setup
	public void check() {
		Ways.require(SessionTokens.PERMISSIONS.equals(decode().getClaimAsStringList("permissions")), "claims");
	}

	Jwt decode() {
		return this.decoder.decode(this.tokens.newString());
	}

	/**
	 * Stop the emulator.
	 */
	@TearDown
	public void stop() {
		this.tokens.close();
	}

}
