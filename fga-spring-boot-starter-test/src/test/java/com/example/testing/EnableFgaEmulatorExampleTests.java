package com.example.testing;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.session.SessionTokenBuilder;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

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
		show("web", token().build()).expectStatus().isOk();
		show("shop", token().build()).expectStatus().isForbidden();
	}

	@Test
	void showWhenRoleIsAssignedThenOk() {
		this.emulator.assignRole("om_alice", "project-viewer", "project", "shop");
		show("shop", token().build()).expectStatus().isOk();
	}

	@Test
	void showWhenTokenIsOldThenUnauthorizedAndNobodyIsAsked() {
		show("web", token().expired().build()).expectStatus().isUnauthorized();
		assertThat(this.emulator.requests("/authorization/**")).isEmpty();
	}

	@Test
	void showWhenWorkOsIsDownThenServiceUnavailable() {
		this.emulator.inject(Fault.on("/authorization/**").status(500));
		show("web", token().build()).expectStatus().isEqualTo(503);
	}

	private SessionTokenBuilder token() {
		return this.emulator.sessionTokenBuilder("user_alice", "org_acme");
	}

	private RestTestClient.ResponseSpec show(String projectId, String token) {
		return this.client.get()
			.uri("/projects/{projectId}", projectId)
			.headers((headers) -> headers.setBearerAuth(token))
			.exchange();
	}

}
