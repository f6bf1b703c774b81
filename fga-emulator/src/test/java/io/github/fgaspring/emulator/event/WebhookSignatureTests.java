package io.github.fgaspring.emulator.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WebhookSignatureTests {

	// Computed by: printf '1793534400000.{"a":"ü"}' | openssl dgst -sha256 -hmac
	// whsec_emulator
	@Test
	void headerWhenComparedWithAnotherImplementationThenIsTheSame() {
		byte[] body = "{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_8);
		assertThat(WebhookSignature.header("whsec_emulator", Instant.ofEpochMilli(1793534400000L), body))
			.isEqualTo("t=1793534400000, v1=c1646c6d34bbb52639d071df7686f66aa0171c48f6caef7e33ff0076f7d5c602");
	}

}
