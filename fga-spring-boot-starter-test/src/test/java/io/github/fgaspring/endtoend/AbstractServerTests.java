package io.github.fgaspring.endtoend;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.endtoend.LoadGenerator.Answer;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A test of a whole application that listens on a port, where threads and time-outs are
 * real.
 */
abstract class AbstractServerTests extends AbstractConnectedTests {

	@Autowired
	ApiStatus status;

	@LocalServerPort
	int port;

	LoadGenerator load;

	/**
	 * What happens once after the start is no part of any test: keys are fetched, classes
	 * loaded, connections made.
	 */
	@BeforeEach
	void warmUp() {
		this.load = new LoadGenerator(this.port);
		for (int i = 0; i < 3; i++) {
			assertThat(sendAll(Stream.generate(() -> "/things/thing-4711").limit(20).toList()))
				.allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(200));
		}
		this.emulator.clearRequests();
	}

	/**
	 * Alice gets a page.
	 */
	CompletableFuture<Answer> send(String uri) {
		return this.load.send(uri, tokenOf(ALICE));
	}

	/**
	 * Alice gets all these pages at once.
	 */
	List<Answer> sendAll(List<String> uris) {
		String token = tokenOf(ALICE);
		return LoadGenerator.join(uris.stream().map((uri) -> this.load.send(uri, token)).toList());
	}

	void awaitChecks(int number) {
		await().untilAsserted(() -> assertThat(checks()).isEqualTo(number));
	}

}
