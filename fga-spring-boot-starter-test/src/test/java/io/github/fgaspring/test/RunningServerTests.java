package io.github.fgaspring.test;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.web.servlet.client.RestTestClient;

import static io.github.fgaspring.test.FgaSessionPostProcessor.fgaSession;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the tools for sessions do where only a token counts.
 */
@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
@WithFgaSession
class RunningServerTests {

	@Autowired
	private RestTestClient client;

	@Test
	void requestWhenOnlyTheTestHasSessionThenUnauthorized() {
		this.client.get().uri("/me").exchange().expectStatus().isUnauthorized();
	}

	@Test
	void restTestClientWhenBoundToServerThenSaysWhatToDo() {
		RestTestClient signedIn = this.client.mutate().requestInterceptor(fgaSession()).build();
		assertThatIllegalStateException().isThrownBy(() -> signedIn.get().uri("/me").exchange())
			.withMessage("fgaSession() cannot sign in at a running server, which knows sessions by their token only:"
					+ " bind the RestTestClient to MockMvc, or use @EnableFgaEmulator and send"
					+ " FgaEmulator.sessionToken(...) as bearer token");
	}

}
