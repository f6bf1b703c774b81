package io.github.fgaspring.benchmarks.application;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HttpMessageReaderTests {

	private static final String WITH_LENGTH = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nX: y\r\n\r\nab\n\r\n";

	private static final String CHUNKED = "HTTP/1.1 403 \r\nTransfer-Encoding: chunked\r\n\r\n"
			+ "a;x=y\r\n012345\r\n89\r\n3\r\nabc\r\n0\r\nTrailer: z\r\n\r\n";

	private static final String WITHOUT_BODY = "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

	private final HttpMessageReader reader = new HttpMessageReader();

	@Test
	void readWhenAnswersFollowOneAnotherThenStopsAtTheEndOfEach() {
		ByteBuffer bytes = bytes(WITH_LENGTH + CHUNKED + WITHOUT_BODY + WITH_LENGTH);
		for (int status : new int[] { 200, 403, 401, 200 }) {
			assertThat(this.reader.read(bytes)).isTrue();
			assertThat(this.reader.status()).isEqualTo(status);
			assertThat(this.reader.isLast()).isEqualTo(status == 401);
		}
		assertThat(bytes.hasRemaining()).isFalse();
	}

	@Test
	void readWhenAnswerArrivesInTwoPiecesThenIsCompleteAfterTheSecond() {
		for (String answer : new String[] { WITH_LENGTH, CHUNKED, WITHOUT_BODY }) {
			for (int length = 0; length < answer.length(); length++) {
				assertThat(this.reader.read(bytes(answer.substring(0, length)))).isFalse();
				assertThat(this.reader.read(bytes(answer.substring(length)))).isTrue();
			}
		}
	}

	@Test
	void readWhenRequestHasNoBodyThenEndsAfterHeaders() {
		ByteBuffer bytes = bytes("GET /count HTTP/1.1\r\nHost: x\r\n\r\nGET");
		assertThat(this.reader.read(bytes)).isTrue();
		assertThat(this.reader.firstLine()).isEqualTo("GET /count HTTP/1.1");
		assertThat(bytes.remaining()).isEqualTo(3);
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
	}

}
