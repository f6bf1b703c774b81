package io.github.fgaspring.authentication;

import java.util.function.Supplier;

import jakarta.servlet.http.Cookie;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SessionTokenAuthenticationConverter}.
 */
class SessionTokenAuthenticationConverterTests {

	private final SessionTokenAuthenticationConverter header = new SessionTokenAuthenticationConverter(null);

	private final SessionTokenAuthenticationConverter cookie = new SessionTokenAuthenticationConverter("session");

	private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/");

	@ParameterizedTest
	@ValueSource(strings = { "Bearer a.b.c", "bearer a.b.c", "BEARER a.b.c" })
	void convertWhenHeaderThenToken(String value) {
		this.request.addHeader("Authorization", value);
		assertThat(token(this.header)).isEqualTo("a.b.c");
		assertThat(this.header.isBearerRequest(this.request)).isTrue();
	}

	@Test
	void convertWhenHeaderAndCookieThenHeader() {
		this.request.addHeader("Authorization", "Bearer a.b.c");
		this.request.setCookies(new Cookie("session", "d.e.f"));
		assertThat(token(this.cookie)).isEqualTo("a.b.c");
		assertThat(this.cookie.isBearerRequest(this.request)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer", "Bearer ", "Bearer  a.b.c", "Bearer a.b.c d.e.f", "Bearer a.b.c, Bearer d.e.f",
			"Bearer\ta.b.c", "Bearera.b.c", "Bearer=a", "Bearer ä" })
	void convertWhenHeaderIsMalformedThenExceptionAndNoSecondTryWithCookie(String value) {
		this.request.addHeader("Authorization", value);
		this.request.setCookies(new Cookie("session", "d.e.f"));
		assertThatExceptionOfType(OAuth2AuthenticationException.class)
			.isThrownBy(() -> this.cookie.convert(this.request));
		assertThat(this.cookie.isBearerRequest(this.request)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic x", "", " ", " Bearer a.b.c", "Digest a", "DPoP a.b.c", "Token a.b.c" })
	void convertWhenHeaderNamesAnotherSchemeThenCookieAndNoBearerRequest(String value) {
		this.request.addHeader("Authorization", value);
		this.request.setCookies(new Cookie("session", "d.e.f"));
		assertThat(token(this.cookie)).isEqualTo("d.e.f");
		assertThat(this.cookie.isBearerRequest(this.request)).isFalse();
		assertThat(this.header.convert(this.request)).isNull();
	}

	@Test
	void convertWhenSeveralHeadersThenFirstOneDecidesForBothQuestions() {
		this.request.addHeader("Authorization", "Basic x");
		this.request.addHeader("Authorization", "Bearer a.b.c");
		this.request.setCookies(new Cookie("session", "d.e.f"));
		assertThat(token(this.cookie)).isEqualTo("d.e.f");
		assertThat(this.cookie.isBearerRequest(this.request)).isFalse();
	}

	@Test
	void convertWhenCookieIsNotConfiguredThenNotRead() {
		this.request.setCookies(new Cookie("session", "a.b.c"), new Cookie("Authorization", "Bearer a.b.c"));
		assertThat(this.header.convert(this.request)).isNull();
		assertThat(this.header.readsCookie()).isFalse();
		assertThat(this.cookie.readsCookie()).isTrue();
	}

	@Test
	void convertWhenCookieHasAnotherNameOrIsBlankThenNull() {
		this.request.setCookies(new Cookie("SESSION", "a.b.c"));
		assertThat(this.cookie.convert(this.request)).isNull();
		this.request.setCookies(new Cookie("session", ""));
		assertThat(this.cookie.convert(this.request)).isNull();
		this.request.setCookies(new Cookie("session", " "));
		assertThat(this.cookie.convert(this.request)).isNull();
	}

	@Test
	void convertWhenTokenInQueryOrFormThenNotRead() {
		this.request.setContentType("application/x-www-form-urlencoded");
		this.request.setParameter("access_token", "a.b.c");
		this.request.setQueryString("access_token=a.b.c");
		assertThat(this.header.convert(this.request)).isNull();
		this.request.setMethod("GET");
		assertThat(this.header.convert(this.request)).isNull();
	}

	@Test
	void convertWhenTokenIsTooLongThenException() {
		String longest = "a".repeat(SessionTokenAuthenticationConverter.MAX_TOKEN_LENGTH - 1);
		this.request.addHeader("Authorization", "Bearer " + longest);
		assertThat(token(this.header)).isEqualTo(longest);
		this.request.removeHeader("Authorization");
		this.request.addHeader("Authorization", "Bearer a" + longest);
		assertThatExceptionOfType(OAuth2AuthenticationException.class)
			.isThrownBy(() -> this.header.convert(this.request));
		assertThat(this.header.isBearerRequest(this.request)).isTrue();
	}

	@Test
	void convertWhenCookieIsTooLongThenException() {
		this.request
			.setCookies(new Cookie("session", "a".repeat(SessionTokenAuthenticationConverter.MAX_TOKEN_LENGTH)));
		assertThatExceptionOfType(OAuth2AuthenticationException.class)
			.isThrownBy(() -> this.cookie.convert(this.request));
		assertThat(this.cookie.isBearerRequest(this.request)).isFalse();
	}

	@Test
	void convertWhenSealedCookieThenItComesLast() {
		SessionTokenAuthenticationConverter sealed = new SessionTokenAuthenticationConverter("session",
				(request) -> "g.h.i");
		assertThat(sealed.readsCookie()).isTrue();
		assertThat(token(sealed)).isEqualTo("g.h.i");
		assertThat(sealed.isSealedCookieRequest(this.request)).isTrue();
		assertThat(sealed.isBearerRequest(this.request)).isFalse();
		this.request.setCookies(new Cookie("session", "d.e.f"));
		assertThat(token(sealed)).isEqualTo("d.e.f");
		assertThat(sealed.isSealedCookieRequest(this.request)).isFalse();
		this.request.setCookies(new Cookie("other", "d.e.f"));
		this.request.addHeader("Authorization", "Bearer a.b.c");
		assertThat(token(sealed)).isEqualTo("a.b.c");
		assertThat(sealed.isSealedCookieRequest(this.request)).isFalse();
	}

	@Test
	void convertWhenHeaderIsMalformedThenSealedCookieIsNotRead() {
		SessionTokenAuthenticationConverter sealed = new SessionTokenAuthenticationConverter(null, (request) -> {
			throw new IllegalStateException("read");
		});
		this.request.addHeader("Authorization", "Bearer a b");
		assertThatExceptionOfType(OAuth2AuthenticationException.class).isThrownBy(() -> sealed.convert(this.request));
		assertThat(sealed.isSealedCookieRequest(this.request)).isFalse();
	}

	@Test
	void convertWhenSealedCookieIsAbsentThenNull() {
		SessionTokenAuthenticationConverter sealed = new SessionTokenAuthenticationConverter(null, (request) -> null);
		assertThat(sealed.convert(this.request)).isNull();
		assertThat(sealed.readsCookie()).isTrue();
		assertThat(this.cookie.isSealedCookieRequest(this.request)).isFalse();
	}

	@Test
	void convertWhenNothingThenNull() {
		assertThat(this.cookie.convert(this.request)).isNull();
		assertThat(this.cookie.isBearerRequest(this.request)).isFalse();
	}

	@Property
	void convertThenReadsHeadersAsSpringSecurityDoes(@ForAll("headers") String value) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
		request.addHeader("Authorization", value);
		assertThat(outcome(() -> token(this.header.convert(request))))
			.isEqualTo(outcome(() -> new DefaultBearerTokenResolver().resolve(request)));
	}

	@Provide
	Arbitrary<String> headers() {
		Arbitrary<String> scheme = Arbitraries.of("Bearer ", "bearer ", "BEARER ", "Bearer", "Bearer  ", "Basic ", "",
				" Bearer ");
		Arbitrary<String> token = Arbitraries.strings()
			.withChars('a', 'Z', '0', '-', '.', '_', '~', '+', '/')
			.ofMaxLength(20);
		Arbitrary<String> end = Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.of("", "=", "==")),
				Tuple.of(1, Arbitraries.strings().ofMaxLength(2)),
				Tuple.of(1, Arbitraries.of("=a", " ", " a", "\t", ",", "\u00e4", "\n", "%", "\u0131")));
		return Combinators.combine(scheme, token, end).as((first, second, third) -> first + second + third);
	}

	private static @Nullable String token(@Nullable Authentication authentication) {
		return (authentication instanceof BearerTokenAuthenticationToken bearer) ? bearer.getToken() : null;
	}

	private static String outcome(Supplier<@Nullable String> resolution) {
		try {
			return "token " + resolution.get();
		}
		catch (OAuth2AuthenticationException ex) {
			return "error " + ex.getError().getErrorCode();
		}
	}

	private String token(SessionTokenAuthenticationConverter converter) {
		Authentication authentication = converter.convert(this.request);
		assertThat(authentication).isInstanceOf(BearerTokenAuthenticationToken.class);
		return ((BearerTokenAuthenticationToken) authentication).getToken();
	}

}
