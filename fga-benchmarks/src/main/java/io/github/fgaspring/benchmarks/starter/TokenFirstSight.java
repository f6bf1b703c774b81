package io.github.fgaspring.benchmarks.starter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.benchmarks.Floor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * A session token that is seen for the first time, from its text to the authenticated
 * session. The floor is the verification of the signature and nothing else; the peer is
 * Spring Security's decoder with its default validators, which makes no session. Ours is
 * the starter without its cache of verified tokens, so that every time is the first one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class TokenFirstSight {

	/**
	 * Verify the signature with a key at hand.
	 * @param raw the signature
	 * @return whether it is the right one
	 * @throws GeneralSecurityException if it cannot be verified
	 */
	@Benchmark
	public boolean rawVerification(Raw raw) throws GeneralSecurityException {
		return raw.verify(raw.tokens.newString());
	}

	/**
	 * Decode the token as a stock resource server does.
	 * @param stock the decoder
	 * @return the token
	 */
	@Benchmark
	@Floor("rawVerification")
	public Jwt stockDecoder(StockDecoder stock) {
		return stock.decode();
	}

	/**
	 * Authenticate the token as the starter does.
	 * @param ours the starter
	 * @return the authenticated session
	 */
	@Benchmark
	@Floor("rawVerification")
	public @Nullable Authentication ours(Ours ours) {
		return ours.authenticate();
	}

	/**
	 * The JDK.
	 */
	@State(Scope.Benchmark)
	public static class Raw {

		private final SessionTokens tokens = new SessionTokens();

		private final RSAPublicKey key = this.tokens.publicKey();

		private final Signature signature = algorithm();

		private static Signature algorithm() {
			try {
				return Signature.getInstance("SHA256withRSA");
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/**
		 * Require that the signature counts.
		 * @throws GeneralSecurityException if it cannot be verified
		 */
		@Setup
		public void check() throws GeneralSecurityException {
			String token = this.tokens.newString();
			Ways.require(verify(token) && !verify("a" + token), "signature");
		}

		private boolean verify(String token) throws GeneralSecurityException {
			int dot = token.lastIndexOf('.');
			this.signature.initVerify(this.key);
			this.signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
			return this.signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
		}

		/**
		 * Stop the emulator.
		 */
		@TearDown
		public void stop() {
			this.tokens.close();
		}

	}

	/**
	 * The starter.
	 */
	@State(Scope.Benchmark)
	public static class Ours {

		private final SessionTokens tokens = new SessionTokens();

		private final StarterApplication application = StarterApplication.start(this.tokens.workOs(),
				"fga.session.token-cache.max-size=0");

		private final AuthenticationProvider provider = this.application.tokenProvider();

		/**
		 * Require a whole session, and a new one each time.
		 */
		@Setup
		public void check() {
			FgaSession session = session();
			Ways.require(session.permissions().size() == SessionTokens.PERMISSIONS.size() && session != session(),
					"session");
		}

		private FgaSession session() {
			return (FgaSession) Objects.requireNonNull(Objects.requireNonNull(authenticate()).getPrincipal());
		}

		private @Nullable Authentication authenticate() {
			return this.provider.authenticate(new BearerTokenAuthenticationToken(this.tokens.newString()));
		}

		/**
		 * Stop the application.
		 */
		@TearDown
		public void stop() {
			this.application.close();
			this.tokens.close();
		}

	}

}
