package io.github.fgaspring.authentication;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.fgaspring.authentication.VerifiedTokenCache.Limits;
import io.github.fgaspring.support.TestClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link VerifiedTokenAuthenticationProvider} and {@link VerifiedTokenCache}.
 */
class VerifiedTokenAuthenticationProviderTests {

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

	private static final Duration SKEW = Duration.ofSeconds(30);

	private static final Limits LIMITS = new Limits(Duration.ofMinutes(1), Duration.ofHours(24), SKEW);

	private static final String TOKEN = "header.payload.c2lnbmF0dXJlLW9mLWEtdG9rZW4";

	private final TestClock clock = new TestClock(NOW);

	private final AtomicLong withdrawals = new AtomicLong();

	private final Verifier verifier = new Verifier();

	private final Set<String> revoked = new HashSet<>();

	private final VerifiedTokenAuthenticationProvider provider = provider(
			new VerifiedTokenCache(100, LIMITS, this.withdrawals::get, this.clock));

	private VerifiedTokenAuthenticationProvider provider(@Nullable VerifiedTokenCache cache) {
		return new VerifiedTokenAuthenticationProvider(this.verifier, cache,
				(session) -> this.revoked.contains(session.sessionId()));
	}

	@Test
	void authenticateWhenTokenIsKnownThenDoesNotVerifyAgain() {
		Authentication first = authenticate(TOKEN);
		Authentication second = authenticate(new String(TOKEN.toCharArray()));
		assertThat(this.verifier.calls).hasValue(1);
		assertThat(second).isEqualTo(first).isNotSameAs(first);
		assertThat(second.isAuthenticated()).isTrue();
		assertThat(second.getPrincipal()).isSameAs(first.getPrincipal());
		assertThat(second.getAuthorities()).isSameAs(first.getAuthorities()).hasSize(1);
	}

	@Test
	void authenticateWhenTokenIsKnownThenHasDetailsOfItsOwnRequest() {
		assertThat(authenticate(TOKEN, "10.0.0.1").getDetails()).isEqualTo("10.0.0.1");
		Authentication second = authenticate(TOKEN, "10.0.0.2");
		assertThat(second.getDetails()).isEqualTo("10.0.0.2");
		assertThat(authenticate(TOKEN, null).getDetails()).isNull();
		second.setAuthenticated(false);
		assertThat(authenticate(TOKEN).isAuthenticated()).isTrue();
		assertThat(this.verifier.calls).hasValue(1);
	}

	@Test
	void authenticateWhenTokenIsBadThenVerifiesEachTime() {
		this.verifier.failure = new InvalidBearerTokenException("bad");
		for (int i = 1; i <= 3; i++) {
			assertThatExceptionOfType(InvalidBearerTokenException.class).isThrownBy(() -> authenticate(TOKEN));
			assertThat(this.verifier.calls).hasValue(i);
		}
		assertThat(known(this.provider)).isZero();
	}

	@Test
	void authenticateWhenKeysAreOutOfReachThenFailsAndKnownTokensGoOn() {
		authenticate(TOKEN);
		this.verifier.failure = new AuthenticationServiceException("keys");
		assertThat(authenticate(TOKEN).isAuthenticated()).isTrue();
		assertThatExceptionOfType(AuthenticationServiceException.class).isThrownBy(() -> authenticate(TOKEN + "A"));
	}

	@Test
	void authenticateWhenSliceOfSignatureIsTheSameThenVerifiesTheOther() {
		authenticate(TOKEN);
		this.verifier.failure = new InvalidBearerTokenException("forged");
		String forged = TOKEN.replace("payload", "forgery");
		assertThat(new TokenKey(forged)).hasSameHashCodeAs(new TokenKey(TOKEN));
		assertThatExceptionOfType(InvalidBearerTokenException.class).isThrownBy(() -> authenticate(forged));
		assertThat(this.verifier.calls).hasValue(2);
	}

	@Test
	void authenticateWhenTokenExpiresWhileKnownThenVerifiesAgain() {
		this.verifier.expiresAt = NOW.plusSeconds(10);
		authenticate(TOKEN);
		moveTo(NOW.plusSeconds(10).plus(SKEW).minusMillis(1));
		authenticate(TOKEN);
		assertThat(this.verifier.calls).hasValue(1);
		moveTo(NOW.plusSeconds(10).plus(SKEW));
		this.verifier.failure = new InvalidBearerTokenException("expired");
		assertThatExceptionOfType(InvalidBearerTokenException.class).isThrownBy(() -> authenticate(TOKEN));
		assertThat(this.verifier.calls).hasValue(2);
	}

	@Test
	void authenticateWhenTokenBecomesTooOldWhileKnownThenVerifiesAgain() {
		this.verifier.issuedAt = NOW.minus(Duration.ofHours(24)).plusSeconds(5);
		authenticate(TOKEN);
		moveTo(NOW.plusSeconds(5).plus(SKEW).minusMillis(1));
		authenticate(TOKEN);
		assertThat(this.verifier.calls).hasValue(1);
		moveTo(NOW.plusSeconds(5).plus(SKEW));
		authenticate(TOKEN);
		assertThat(this.verifier.calls).hasValue(2);
	}

	@Test
	void authenticateWhenKeyMayHaveBeenWithdrawnThenVerifiesAgain() {
		authenticate(TOKEN);
		moveTo(NOW.plus(LIMITS.maxAge()).minusMillis(1));
		authenticate(TOKEN);
		assertThat(this.verifier.calls).hasValue(1);
		moveTo(NOW.plus(LIMITS.maxAge()));
		this.verifier.failure = new InvalidBearerTokenException("unknown key");
		assertThatExceptionOfType(InvalidBearerTokenException.class).isThrownBy(() -> authenticate(TOKEN));
	}

	@Test
	void authenticateWhenKeyHasBeenWithdrawnThenVerifiesAgain() {
		authenticate(TOKEN);
		this.withdrawals.incrementAndGet();
		this.verifier.failure = new InvalidBearerTokenException("unknown key");
		assertThatExceptionOfType(InvalidBearerTokenException.class).isThrownBy(() -> authenticate(TOKEN));
	}

	@Test
	void authenticateWhenKeyIsWithdrawnDuringVerificationThenVerifiesAgain() {
		this.verifier.meanwhile = this.withdrawals::incrementAndGet;
		authenticate(TOKEN);
		authenticate(TOKEN);
		assertThat(this.verifier.calls).hasValue(2);
	}

	@Test
	void authenticateWhenVerificationTakesLongThenAgeCountsFromItsBegin() {
		this.verifier.duration = Duration.ofSeconds(50);
		authenticate(TOKEN);
		moveTo(NOW.plus(LIMITS.maxAge()));
		authenticate(TOKEN);
		assertThat(this.verifier.calls).hasValue(2);
	}

	@Test
	void authenticateWhenClockGoesBackThenVerifiesAgain() {
		authenticate(TOKEN);
		moveTo(NOW.minusMillis(1));
		authenticate(TOKEN);
		assertThat(this.verifier.calls).hasValue(2);
	}

	@Test
	void authenticateWhenTokenNamesTheEndOfTimeThenRemembersIt() {
		this.verifier.expiresAt = Instant.MAX;
		authenticate(TOKEN);
		authenticate(TOKEN);
		assertThat(this.verifier.calls).hasValue(1);
	}

	@Test
	void authenticateWhenTimesAreNotKnownThenVerifiesEachTime() {
		this.verifier.expiresAt = null;
		authenticate(TOKEN);
		authenticate(TOKEN);
		assertThat(this.verifier.calls).hasValue(2);
		this.verifier.expiresAt = NOW.plusSeconds(300);
		this.verifier.issuedAt = null;
		authenticate(TOKEN);
		authenticate(TOKEN);
		assertThat(this.verifier.calls).hasValue(4);
	}

	@Test
	void authenticateWhenSessionIsRevokedThenRefusesAlsoKnownToken() {
		authenticate(TOKEN);
		this.revoked.add("session_" + TOKEN);
		assertThatExceptionOfType(InvalidBearerTokenException.class).isThrownBy(() -> authenticate(TOKEN))
			.withMessage("The session was revoked");
		assertThat(this.verifier.calls).hasValue(1);
		this.revoked.clear();
		this.revoked.add("session_" + TOKEN + "A");
		assertThatExceptionOfType(InvalidBearerTokenException.class).isThrownBy(() -> authenticate(TOKEN + "A"));
	}

	@Test
	void authenticateWhenThereIsNoCacheThenVerifiesEachTime() {
		VerifiedTokenAuthenticationProvider uncached = provider(null);
		uncached.authenticate(new BearerTokenAuthenticationToken(TOKEN));
		uncached.authenticate(new BearerTokenAuthenticationToken(TOKEN));
		assertThat(this.verifier.calls).hasValue(2);
	}

	@Test
	void authenticateWhenVerifierMakesAnotherAuthenticationThenDoesNotRememberIt() {
		this.verifier.other = new TestingAuthenticationToken("user", "password");
		assertThat(authenticate(TOKEN)).isSameAs(this.verifier.other);
		assertThat(authenticate(TOKEN)).isSameAs(this.verifier.other);
		assertThat(this.verifier.calls).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 10 })
	void authenticateWhenThereAreMoreTokensThanFitThenCacheStaysInBounds(int maxSize) {
		VerifiedTokenCache cache = new VerifiedTokenCache(maxSize, LIMITS, this.withdrawals::get, this.clock);
		VerifiedTokenAuthenticationProvider bounded = provider(cache);
		for (int i = 0; i < 1_000; i++) {
			bounded.authenticate(new BearerTokenAuthenticationToken(TOKEN.replace("payload", "payload" + i)));
			assertThat(cache.getNativeCache().estimatedSize()).isLessThanOrEqualTo(maxSize);
		}
		assertThat(cache.getNativeCache().estimatedSize()).isEqualTo(maxSize);
		assertThat(this.verifier.calls).hasValue(1_000);
	}

	@Test
	void authenticateWhenTokensAreLongThenTheyCountAsSeveral() {
		VerifiedTokenCache cache = new VerifiedTokenCache(100, LIMITS, this.withdrawals::get, this.clock);
		VerifiedTokenAuthenticationProvider bounded = provider(cache);
		for (int i = 0; i < 1_000; i++) {
			bounded.authenticate(new BearerTokenAuthenticationToken("a".repeat(9 * 2048) + TOKEN + i));
		}
		assertThat(cache.getNativeCache().estimatedSize()).isEqualTo(10);
	}

	@Test
	void supportsThenOnlyBearerTokens() {
		assertThat(this.provider.supports(BearerTokenAuthenticationToken.class)).isTrue();
		assertThat(this.provider.supports(TestingAuthenticationToken.class)).isFalse();
	}

	private long known(VerifiedTokenAuthenticationProvider provider) {
		int before = this.verifier.calls.get();
		this.verifier.failure = null;
		provider.authenticate(new BearerTokenAuthenticationToken(TOKEN));
		return 1 - (this.verifier.calls.get() - before);
	}

	private void moveTo(Instant time) {
		this.clock.advance(Duration.between(this.clock.instant(), time));
	}

	private Authentication authenticate(String token) {
		return authenticate(token, "127.0.0.1");
	}

	private Authentication authenticate(String token, @Nullable Object details) {
		BearerTokenAuthenticationToken bearer = new BearerTokenAuthenticationToken(token);
		bearer.setDetails(details);
		return this.provider.authenticate(bearer);
	}

	private final class Verifier implements AuthenticationProvider {

		private final AtomicInteger calls = new AtomicInteger();

		private @Nullable AuthenticationException failure;

		private @Nullable Authentication other;

		private @Nullable Instant issuedAt = NOW.minusSeconds(10);

		private @Nullable Instant expiresAt = NOW.plusSeconds(300);

		private Duration duration = Duration.ZERO;

		private Runnable meanwhile = () -> {
		};

		@Override
		public Authentication authenticate(Authentication authentication) {
			this.calls.incrementAndGet();
			VerifiedTokenAuthenticationProviderTests tests = VerifiedTokenAuthenticationProviderTests.this;
			tests.clock.advance(this.duration);
			this.meanwhile.run();
			if (this.failure != null) {
				throw this.failure;
			}
			if (this.other != null) {
				return this.other;
			}
			BearerTokenAuthenticationToken bearer = (BearerTokenAuthenticationToken) authentication;
			FgaSession session = FgaSession.of("user_1")
				.sessionId("session_" + bearer.getToken())
				.issuedAt(this.issuedAt)
				.expiresAt(this.expiresAt)
				.build();
			return new FgaSessionAuthentication(session, List.of(new SimpleGrantedAuthority("project:view")))
				.withDetails(bearer.getDetails());
		}

		@Override
		public boolean supports(Class<?> authentication) {
			return true;
		}

	}

}
