package io.github.fgaspring.events;

import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.workos.webhooks.Webhook;
import io.github.fgaspring.support.SignedMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class WebhookSignatureTests {

	private static final String SECRET = SignedMessages.SECRET;

	private static final String TIME = "1767268800000";

	private static final byte[] BODY = "{\"id\":\"event_1\",\"name\":\"Zo\u00eb\"}".getBytes(StandardCharsets.UTF_8);

	private static final String RIGHT = SignedMessages.signature(SECRET, TIME, BODY);

	private static final String WRONG = "0".repeat(64);

	@Test
	void isOfWhenSignedByTheVendorsSdkThenTrue() {
		String signature = new Webhook().createSignature(TIME, text(BODY), SECRET);
		assertThat(isOf("t=" + TIME + ", v1=" + signature, BODY, SECRET)).isTrue();
		assertThat(isOf("t=" + TIME + ", v1=" + signature, BODY, "whsec_of_others")).isFalse();
	}

	/**
	 * What these tests and the emulator sign, the vendor's SDK accepts as well.
	 */
	@Test
	void headerWhenVerifiedByTheVendorsSdkThenAccepted() throws Exception {
		byte[] body = SignedMessages.sessionRevoked("event_1", Instant.now(), "session_1")
			.getBytes(StandardCharsets.UTF_8);
		String header = SignedMessages.header(SECRET, Instant.now(), body);
		Webhook sdk = new Webhook();
		assertThat(sdk.constructEvent(text(body), header, SECRET).get("id").asText()).isEqualTo("event_1");
		assertThat(isOf(header, body, SECRET)).isTrue();
		assertThatNoException().isThrownBy(() -> sdk.verifyHeader(text(body), header, SECRET, 180_000));
		assertThatExceptionOfType(SignatureException.class)
			.isThrownBy(() -> sdk.verifyHeader(text(body) + " ", header, SECRET, 180_000));
	}

	@ParameterizedTest
	@ValueSource(strings = { "t=%1$s, v1=%2$s", "t=%1$s,v1=%2$s", " t = %1$s ,  v1 = %2$s ", "v1=%2$s, t=%1$s",
			"t=%1$s, v1=%3$s, v1=%2$s", "t=%1$s, v1=%2$s, v1=%3$s", "t=%1$s, v0=x, v1=%2$s, v2=y", "t=%1$s, v1=%4$s" })
	void isOfWhenOneOfTheSignaturesIsRightThenTrue(String header) {
		String value = header.formatted(TIME, RIGHT, WRONG, RIGHT.toUpperCase(Locale.ROOT));
		assertThat(isOf(value, BODY, SECRET)).isTrue();
		assertThat(WebhookSignature.parse(value).time()).isEqualTo(1767268800000L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "t=%1$s, v1=%3$s", "t=%1$s, v1=%3$s, v1=%3$s", "t=1767268800001, v1=%2$s",
			"t=1767268800000, v1=%3$s, v0=%2$s", "t=1, v1=%2$s" })
	void isOfWhenNoSignatureIsRightThenFalse(String header) {
		assertThat(isOf(header.formatted(TIME, RIGHT, WRONG), BODY, SECRET)).isFalse();
	}

	@Test
	void isOfWhenAnyByteOfTheBodyChangesThenFalse() {
		WebhookSignature signature = WebhookSignature.parse("t=" + TIME + ", v1=" + RIGHT);
		for (int i = 0; i < BODY.length; i++) {
			for (int bit = 0; bit < 8; bit++) {
				byte[] changed = BODY.clone();
				changed[i] ^= (byte) (1 << bit);
				assertThat(signature.isOf(changed, List.of(WebhookSignature.key(SECRET)))).isFalse();
			}
		}
	}

	@Test
	void isOfWhenAnyDigitOfTheSignatureChangesThenFalse() {
		for (int i = 0; i < RIGHT.length(); i++) {
			char other = (RIGHT.charAt(i) != '0') ? '0' : '1';
			String changed = RIGHT.substring(0, i) + other + RIGHT.substring(i + 1);
			assertThat(isOf("t=" + TIME + ", v1=" + changed, BODY, SECRET)).isFalse();
		}
	}

	@Test
	void isOfWhenSignedWithAnyOfTheSecretsThenTrue() {
		String header = "t=" + TIME + ", v1=" + RIGHT;
		assertThat(isOf(header, BODY, SECRET, "whsec_previous")).isTrue();
		assertThat(isOf(header, BODY, "whsec_new", "whsec_previous", SECRET)).isTrue();
		assertThat(isOf(header, BODY, "whsec_new", "whsec_previous")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ",", "=", "t", "v1", "t=%1$s", "v1=%2$s", "t=, v1=%2$s", "t=%1$s, v1=",
			"t=%1$s; v1=%2$s", "t=%1$s v1=%2$s", "t=%1$s, t=%1$s, v1=%2$s", "t=0%1$s, v1=%2$s", "t=-%1$s, v1=%2$s",
			"t=+%1$s, v1=%2$s", "t=%1$s.0, v1=%2$s", "t=1e12, v1=%2$s", "t=0x1, v1=%2$s", "t=0, v1=%2$s",
			"t=12345678901234567, v1=%2$s", "t=\u0661\u0662, v1=%2$s", "t=%1$s, v1=%2$s0", "t=%1$s, v1=0%2$s",
			"t=%1$s, v1=z%2$s", "t=%1$s, v1=\"%2$s\"", "t=%1$s, v1=%2$s,", ",t=%1$s, v1=%2$s", "T=%1$s, V1=%2$s",
			"t=%1$s, v1=%2$s, v1=short", "t=%1$s, v1=%2$s, garbage", "sha256=%2$s" })
	void parseWhenMalformedThenNull(String header) {
		assertThat(WebhookSignature.parse(header.formatted(TIME, RIGHT))).isNull();
	}

	@Test
	void parseWhenTooLongOrTooManySignaturesThenNull() {
		String header = "t=" + TIME + ", v1=" + RIGHT;
		assertThat(WebhookSignature.parse(header + ", v1=".concat(RIGHT).repeat(7))).isNotNull();
		assertThat(WebhookSignature.parse(header + ", v1=".concat(RIGHT).repeat(8))).isNull();
		String filler = ", x=";
		int rest = 1024 - header.length() - filler.length();
		assertThat(WebhookSignature.parse(header + filler + "x".repeat(rest))).isNotNull();
		assertThat(WebhookSignature.parse(header + filler + "x".repeat(rest + 1))).isNull();
	}

	private static boolean isOf(String header, byte[] body, String... secrets) {
		return WebhookSignature.parse(header).isOf(body, Stream.of(secrets).map(WebhookSignature::key).toList());
	}

	private static String text(byte[] body) {
		return new String(body, StandardCharsets.UTF_8);
	}

}
