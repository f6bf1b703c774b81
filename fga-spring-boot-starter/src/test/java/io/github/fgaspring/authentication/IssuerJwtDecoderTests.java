package io.github.fgaspring.authentication;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link IssuerJwtDecoder}.
 */
class IssuerJwtDecoderTests {

	private final IssuerJwtDecoder decoder = new IssuerJwtDecoder(
			Map.of("https://a.test", answering("a"), "https://b.test", answering("b"), "https://down.test", (token) -> {
				throw new JwtException("Out of reach");
			}));

	@Test
	void createWhenNoDecodersThenException() {
		assertThatIllegalArgumentException().isThrownBy(() -> new IssuerJwtDecoder(Map.of()))
			.withMessageContaining("decoders");
	}

	@Test
	void decodeThenByDecoderOfTheIssuer() {
		assertThat(this.decoder.decode(token("{\"iss\":\"https://a.test\"}")).getSubject()).isEqualTo("a");
		assertThat(this.decoder.decode(token("{\"iss\":\"https://b.test\"}")).getSubject()).isEqualTo("b");
	}

	@Test
	void decodeWhenKeysAreOutOfReachThenNotBad() {
		assertThatExceptionOfType(JwtException.class)
			.isThrownBy(() -> this.decoder.decode(token("{\"iss\":\"https://down.test\"}")))
			.isNotInstanceOf(BadJwtException.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"iss\":null}", "{\"iss\":\"\"}", "{\"iss\":\"https://c.test\"}",
			"{\"iss\":\"https://a.test/\"}", "{\"iss\":\"https://A.test\"}", "{\"iss\":\" https://a.test\"}",
			"{\"iss\":[\"https://a.test\"]}", "{\"iss\":{\"https://a.test\":1}}", "{\"iss\":1}", "{\"iss\":true}",
			"{\"ISS\":\"https://a.test\"}", "{\"iss\":\"https://a.test\",\"iss\":\"https://b.test\"}", "[]", "1",
			"null", "text", "" })
	void decodeWhenIssuerIsNoneOfThemThenBad(String payload) {
		assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> this.decoder.decode(token(payload)))
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "a.b.c", "....", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2EudGVzdCJ9.",
			"eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2EudGVzdCJ9.AAAA" })
	void decodeWhenMalformedOrNotSignedThenBad(String token) {
		assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> this.decoder.decode(token));
	}

	@Test
	void decodeWhenPayloadNestsDeeplyThenBad() {
		String nested = "{\"iss\":\"https://a.test\",\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
		assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> this.decoder.decode(token(nested)));
	}

	private static JwtDecoder answering(String subject) {
		return (token) -> Jwt.withTokenValue(token).header("alg", "RS256").subject(subject).build();
	}

	private static String token(String payload) {
		return encode("{\"alg\":\"RS256\"}") + "." + encode(payload) + "." + encode("signature");
	}

	private static String encode(String text) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
