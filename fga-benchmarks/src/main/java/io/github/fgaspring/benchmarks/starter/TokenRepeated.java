package io.github.fgaspring.benchmarks.starter;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.benchmarks.Floor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
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

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;

/**
 * A session token that has been seen before, from its text to the authenticated session.
 * Every time the text is a new string, as in a request, and {@code newStringOnly} is what
 * that costs alone. The floor is a look-up by the text in a cache with 5,000 others; the
 * peer is Spring Security's decoder, which knows no token again. Ours is the starter's
 * provider, and the whole filter around it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class TokenRepeated {

	/**
	 * Make a string.
	 * @param cached has the text
	 * @return the string
	 */
	@Benchmark
	public String newStringOnly(Cached cached) {
		return cached.tokens.newString();
	}

	/**
	 * Look a string up.
	 * @param cached the cache
	 * @return what is there
	 */
	@Benchmark
	public @Nullable Object caffeineByTokenString(Cached cached) {
		return cached.find();
	}

	/**
	 * Decode the token as a stock resource server does.
	 * @param stock the decoder
	 * @return the token
	 */
	@Benchmark
	@Floor("caffeineByTokenString")
	public Jwt stockDecoder(StockDecoder stock) {
		return stock.decode();
	}

	/**
	 * Authenticate the token as the starter does.
	 * @param ours the starter
	 * @return the authenticated session
	 */
	@Benchmark
	@Floor("caffeineByTokenString")
	public @Nullable Authentication ours(Ours ours) {
		return ours.authenticate();
	}

	/**
	 * Pass the filter that authenticates the token of a request.
	 * @param ours the starter
	 * @throws Exception if the filter fails
	 */
	@Benchmark
	@Floor("caffeineByTokenString")
	public void oursWholeFilter(Ours ours) throws Exception {
		ours.filter();
	}

	/**
	 * Caffeine.
	 */
	@State(Scope.Benchmark)
	public static class Cached {

		private final SessionTokens tokens = new SessionTokens();

		private final Cache<String, Object> cache = Caffeine.newBuilder().maximumSize(10_000).build();

		/**
		 * Fill the cache.
		 */
		@Setup
		public void fill() {
			String token = this.tokens.newString();
			this.cache.put(token, new Object());
			for (int i = 0; i < 5000; i++) {
				this.cache.put("%s%06d".formatted(token.substring(0, token.length() - 6), i), new Object());
			}
			Ways.require(find() != null && this.cache.estimatedSize() == 5001, "cache");
		}

		private @Nullable Object find() {
			return this.cache.getIfPresent(this.tokens.newString());
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

		private static final FilterChain PASSED = (request, response) -> {
		};

		private final SessionTokens tokens = new SessionTokens();

		private final StarterApplication application = StarterApplication.start(this.tokens.workOs());

		private final AuthenticationProvider provider = this.application.tokenProvider();

		private final BearerTokenAuthenticationFilter filter = this.application.tokenFilter();

		private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/documents");

		private final MockHttpServletResponse response = new MockHttpServletResponse();

		/**
		 * Require a whole session, and the same one each time.
		 * @throws Exception if the filter fails
		 */
		@Setup
		public void check() throws Exception {
			FgaSession session = session(authenticate());
			Ways.require(session.permissions().size() == SessionTokens.PERMISSIONS.size()
					&& session == session(authenticate()), "session");
			this.request.addHeader("Authorization", "Bearer " + this.tokens.newString());
			this.filter.doFilter(this.request, this.response, (request, response) -> Ways
				.require(session == session(SecurityContextHolder.getContext().getAuthentication()), "context"));
			Ways.require(this.response.getStatus() == 200, "status");
			SecurityContextHolder.clearContext();
		}

		private static FgaSession session(@Nullable Authentication authentication) {
			return (FgaSession) Objects.requireNonNull(Objects.requireNonNull(authentication).getPrincipal());
		}

		private @Nullable Authentication authenticate() {
			return this.provider.authenticate(new BearerTokenAuthenticationToken(this.tokens.newString()));
		}

		/**
		 * The filter takes a new string out of the header, too.
		 */
		private void filter() throws IOException, ServletException {
			this.filter.doFilter(this.request, this.response, PASSED);
			SecurityContextHolder.clearContext();
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
