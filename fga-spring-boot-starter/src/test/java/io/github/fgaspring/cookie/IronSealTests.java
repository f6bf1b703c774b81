package io.github.fgaspring.cookie;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.fgaspring.support.SealedCookies;
import io.github.fgaspring.support.TestClock;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.util.UriUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IronSeal}, with seals of the vendor's libraries and its own.
 */
class IronSealTests {

	private static final byte[] CONTENT = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private final TestClock clock = new TestClock(NOW);

	private final IronSeal seal = seal(this.clock, new SecureRandom());

	private final String sealed = this.seal.seal(CONTENT, "", true);

	private static IronSeal seal(Clock clock, SecureRandom random) {
		return new IronSeal(SealedCookies.PASSWORD, clock, random);
	}

	@ParameterizedTest
	@MethodSource("seals")
	void unsealWhenSealedByALibraryThenContent(String name, String sealed) {
		IronSeal.Unsealed unsealed = this.seal.unseal(sealed);
		assertThat(unsealed).isNotNull();
		assertThat(unsealed.current()).isEqualTo(!name.equals("iron-session-version-1"));
		assertThat(unsealed.expiration()).matches(name.contains("expiring") ? "[0-9]{13}" : "");
		assertThat(JsonMapper.shared().readTree(unsealed.content()).isObject()).isTrue();
	}

	/**
	 * With the salts and the initialization vector of the library's seal, ours is the
	 * same to the last character: so what we seal, the libraries read.
	 */
	@ParameterizedTest
	@MethodSource("seals")
	void sealWhenRandomBytesAreThoseOfTheLibraryThenItsSeal(String name, String sealed) {
		String[] parts = sealed.split("[*]");
		IronSeal.Unsealed unsealed = this.seal.unseal(sealed);
		IronSeal same = seal(this.clock, new FixedRandom(HexFormat.of().parseHex(parts[2]),
				Base64.getUrlDecoder().decode(parts[3]), HexFormat.of().parseHex(parts[6])));
		assertThat(same.seal(unsealed.content(), unsealed.expiration(), unsealed.versioned()))
			.isEqualTo(sealed.replaceFirst("~1$", "~2"));
	}

	static Stream<Arguments> seals() {
		return SealedCookies.accepted()
			.entrySet()
			.stream()
			.filter((cookie) -> !cookie.getKey().startsWith("plain"))
			.map((cookie) -> Arguments.of(cookie.getKey(), UriUtils.decode(cookie.getValue(), StandardCharsets.UTF_8)));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void unsealWhenLibraryWouldRefuseThenNull(String reason, String sealed) {
		assertThat(new IronSeal(SealedCookies.PASSWORD, Clock.systemUTC(), new SecureRandom()).unseal(sealed)).isNull();
	}

	static Stream<Arguments> refused() {
		return SealedCookies.refused()
			.entrySet()
			.stream()
			.map((cookie) -> Arguments.of(cookie.getKey(), UriUtils.decode(cookie.getValue(), StandardCharsets.UTF_8)));
	}

	@Test
	void unsealWhenExpiredSealIsReadInItsTimeThenContent() {
		String sealed = UriUtils.decode(SealedCookies.refused().get("expired-seal"), StandardCharsets.UTF_8);
		long expiration = Long.parseLong(sealed.split("[*]")[5]);
		TestClock then = new TestClock(Instant.ofEpochMilli(expiration - 1));
		assertThat(seal(then, new SecureRandom()).unseal(sealed)).isNotNull();
		then.advance(Duration.ofMillis(1));
		assertThat(seal(then, new SecureRandom()).unseal(sealed)).isNull();
	}

	@Test
	void sealThenEverySealIsAnother() {
		assertThat(this.seal.seal(CONTENT, "", true)).isNotEqualTo(this.sealed);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7 })
	void unsealWhenAPartIsAnotherThenNull(int part) {
		for (String replacement : List.of("", "1", "x", "Fe26.1", "0".repeat(64), "A".repeat(22), "A".repeat(43), "ä",
				" ", "A".repeat(86), "9".repeat(20), "-1", "0")) {
			assertRefused(withPart(part, replacement));
		}
		String original = this.sealed.split("[*~]")[part];
		assertRefused(withPart(part, original + "A"));
		assertRefused(withPart(part, original + "="));
		assertRefused(withPart(part, " " + original));
		assertRefused(withPart(part, original.toUpperCase() + original));
		if (!original.isEmpty()) {
			assertRefused(withPart(part, original.substring(1)));
			assertRefused(withPart(part, original.substring(0, original.length() - 1)));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4, 6, 7 })
	void unsealWhenAPartIsOfAnotherSealThenNull(int part) {
		assertRefused(withPart(part, this.seal.seal(CONTENT, "", true).split("[*~]")[part]));
	}

	@Test
	void unsealWhenExpirationIsChangedThenNull() {
		String expiring = this.seal.seal(CONTENT, Long.toString(NOW.toEpochMilli() + 1000), true);
		assertThat(this.seal.unseal(expiring)).isNotNull();
		assertRefused(expiring.replace("*" + (NOW.toEpochMilli() + 1000) + "*", "**"));
		assertRefused(
				expiring.replace("*" + (NOW.toEpochMilli() + 1000) + "*", "*" + (NOW.toEpochMilli() + 9999) + "*"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "~", "~x", "~02", "~2~2", "~-1", "~2 ", "~1234567890", "~٢" })
	void unsealWhenVersionIsMalformedThenNull(String version) {
		assertRefused(this.sealed.replace("~2", version));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*", "*******", "Fe26.2*******", "Fe26.2", "~2", "null", "{}" })
	void unsealWhenNoSealThenNull(String value) {
		assertRefused(value);
	}

	@Test
	void unsealWhenTruncatedThenNull() {
		String withoutVersion = this.sealed.substring(0, this.sealed.length() - 2);
		assertThat(this.seal.unseal(withoutVersion)).isNotNull();
		IntStream.range(0, withoutVersion.length())
			.forEach((length) -> assertRefused(withoutVersion.substring(0, length)));
		assertRefused(withoutVersion + "~");
	}

	/**
	 * The last character of the authentication code has bits that do not count.
	 */
	@Test
	void unsealWhenBitsThatDoNotCountAreSetThenNull() {
		String mac = this.sealed.split("[*~]")[7];
		String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
		int last = alphabet.indexOf(mac.charAt(42));
		assertThat(last % 4).isZero();
		for (int i = 1; i < 4; i++) {
			assertRefused(withPart(7, mac.substring(0, 42) + alphabet.charAt(last + i)));
		}
	}

	@Test
	void unsealWhenPasswordIsAnotherThenNull() {
		assertThat(new IronSeal(SealedCookies.PASSWORD + "x", this.clock, new SecureRandom()).unseal(this.sealed))
			.isNull();
		assertThat(new IronSeal(SealedCookies.PASSWORD.replace('ä', 'a'), this.clock, new SecureRandom())
			.unseal(this.sealed)).isNull();
	}

	@Property(tries = 200)
	void unsealWhenSealedThenSameContent(@ForAll @Size(max = 4000) byte[] content) {
		IronSeal.Unsealed unsealed = this.seal.unseal(this.seal.seal(content, "", true));
		assertThat(unsealed).isNotNull();
		assertThat(unsealed.content()).isEqualTo(content);
		assertThat(unsealed.current()).isTrue();
	}

	/**
	 * Flipping bits makes other characters. The version is not authenticated: another one
	 * says that the data are elsewhere in the content.
	 */
	@Property(tries = 2000)
	void unsealWhenABitIsFlippedThenNotAccepted(@ForAll @IntRange(max = 10_000) int position,
			@ForAll @IntRange(max = 15) int bit) {
		char[] characters = this.sealed.toCharArray();
		characters[position % characters.length] ^= (char) (1 << bit);
		IronSeal.Unsealed unsealed = this.seal.unseal(new String(characters));
		assertThat(unsealed == null || !unsealed.current()).isTrue();
		assertThat(unsealed == null || position % characters.length == characters.length - 1).isTrue();
	}

	@Property(tries = 500)
	void unsealWhenAnyTextThenNull(@ForAll String text) {
		assertRefused(text);
	}

	private String withPart(int part, String replacement) {
		String[] parts = this.sealed.substring(0, this.sealed.length() - 2).split("[*]", -1);
		assertThat(parts).hasSize(8);
		if (parts[part].equals(replacement)) {
			return "";
		}
		parts[part] = replacement;
		return String.join("*", parts) + "~2";
	}

	private void assertRefused(String value) {
		assertThat(this.seal.unseal(value)).as(value).isNull();
	}

	private static final class FixedRandom extends SecureRandom {

		private final transient Deque<byte[]> values;

		FixedRandom(byte[]... values) {
			this.values = new ArrayDeque<>(List.of(values));
		}

		@Override
		public void nextBytes(byte[] bytes) {
			byte[] value = this.values.remove();
			assertThat(value).hasSameSizeAs(bytes);
			System.arraycopy(value, 0, bytes, 0, bytes.length);
		}

	}

}
