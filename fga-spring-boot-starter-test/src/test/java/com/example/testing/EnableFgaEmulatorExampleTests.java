package com.example.testing;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.web.servlet.client.RestTestClient;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
@EnableFgaEmulator(seed = "classpath:projects.yaml")
class EnableFgaEmulatorExampleTests {

	@Autowired
	private RestTestClient client;

	@Autowired
	private FgaEmulator emulator;

	@Test
	void showWhenRoleOnProjectThenOkThereOnly() {
		show("web").expectStatus().isOk();
		show("shop").expectStatus().isForbidden();
	}

	private RestTestClient.ResponseSpec show(String projectId) {
		String token = this.emulator.sessionToken("user_alice", "org_acme");
		return this.client.get()
			.uri("/projects/{projectId}", projectId)
			.headers((headers) -> headers.setBearerAuth(token))
			.exchange();
	}

}
