package com.example.testing;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.client.RestClient;

import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
@EnableFgaEmulator(seed = "classpath:projects.yaml", webhooks = true)
class WebhooksExampleTests {

	@Autowired
	private RestTestClient client;

	@Autowired
	private FgaEmulator emulator;

	@Test
	void showWhenUserIsDeletedThenUnauthorized() {
		String token = this.emulator.sessionToken("user_alice", "org_acme");
		show(token).expectStatus().isOk();
		workos().delete().uri("/user_management/users/user_alice").retrieve().toBodilessEntity();
		await().untilAsserted(() -> show(token).expectStatus().isUnauthorized());
	}

	private RestClient workos() {
		return RestClient.builder()
			.baseUrl(this.emulator.baseUrl())
			.defaultHeader("Authorization", "Bearer " + this.emulator.apiKey())
			.build();
	}

	private RestTestClient.ResponseSpec show(String token) {
		return this.client.get().uri("/projects/web").headers((headers) -> headers.setBearerAuth(token)).exchange();
	}

}
