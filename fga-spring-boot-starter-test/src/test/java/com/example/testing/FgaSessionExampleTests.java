package com.example.testing;

import io.github.fgaspring.test.FgaSessionPostProcessor;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.client.RestTestClient;

import static io.github.fgaspring.test.FgaSessionPostProcessor.fgaSession;
import static org.assertj.core.api.Assertions.assertThat;

@WebMvcTest(ProjectController.class)
@AutoConfigureRestTestClient
class FgaSessionExampleTests {

	private static final FgaSessionPostProcessor ALICE = fgaSession().user("user_alice").organization("org_acme");

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RestTestClient client;

	@Test
	void listWhenPermittedThenOk() {
		assertThat(this.mvc.get().uri("/projects").with(ALICE.permissions("org:view"))).hasStatusOk();
		assertThat(this.mvc.get().uri("/projects").with(ALICE)).hasStatus(403);
	}

	@Test
	void listWithRestTestClientWhenPermittedThenOk() {
		RestTestClient alice = this.client.mutate().requestInterceptor(ALICE.permissions("org:view")).build();
		alice.get().uri("/projects").exchange().expectStatus().isOk();
	}

}
