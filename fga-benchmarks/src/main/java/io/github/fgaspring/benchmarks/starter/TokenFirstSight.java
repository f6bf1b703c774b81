package io.github.fgaspring.benchmarks.starter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

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
 * the starter whose cache of verified tokens forgets each before it comes again, so that
 * every time is the first one.
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

		/**
		 * So many that between one and the same token lies more than the least time for
		 * which a token can be remembered.
		 */
		private static final int COUNT = 256;

		private final SessionTokens tokens = new SessionTokens();

		private final StarterApplication application = StarterApplication.start(this.tokens.workOs(),
				"fga.session.token-cache.max-age=1ms");

		private final AuthenticationProvider provider = this.application.tokenProvider();

		private final List<byte[]> all = IntStream.range(0, COUNT)
			.mapToObj((number) -> this.tokens.token(number).getBytes(StandardCharsets.ISO_8859_1))
			.toList();

		private int next;

		/**
		 * Require a whole session, and a new one when the same token comes again.
		 */
		@Setup
		public void check() {
			FgaSession first = session();
			for (int i = 1; i < COUNT; i++) {
				session();
			}
			FgaSession again = session();
			Ways.require(first.permissions().size() == SessionTokens.PERMISSIONS.size() && first.equals(again)
					&& first != again, "session");
		}

		private FgaSession session() {
			return (FgaSession) Objects.requireNonNull(Objects.requireNonNull(authenticate()).getPrincipal());
		}

		private @Nullable Authentication authenticate() {
			this.next = (this.next + 1) % COUNT;
			return this.provider.authenticate(new BearerTokenAuthenticationToken(
					new String(this.all.get(this.next), StandardCharsets.ISO_8859_1)));
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
