package com.example.compatibility;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The whole application, asking an emulator over HTTP.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
@EnableFgaEmulator(webhooks = true)
class ApplicationTests {

	@Autowired
	private RestTestClient client;

	@Autowired
	private FgaEmulator emulator;

	@Test
	void showWhenRoleOnProjectThenOkThereOnly() {
		get("/projects/web", token()).expectStatus().isOk().expectBody(String.class).isEqualTo("The project web");
		get("/projects/shop", token()).expectStatus().isForbidden();
		get("/organization", token()).expectStatus().isOk().expectBody(String.class).isEqualTo("org_acme");
	}

	@Test
	void showWhenTokenIsExpiredOrMissingThenUnauthorized() {
		get("/projects/web", this.emulator.sessionTokenBuilder("user_alice", "org_acme").expired().build())
			.expectStatus()
			.isUnauthorized();
		this.client.get().uri("/projects/web").exchange().expectStatus().isUnauthorized();
	}

	@Test
	void showWhenWorkOsIsDownThenServiceUnavailable() {
		this.emulator.inject(Fault.on("/authorization/**").status(500));
		get("/projects/web", token()).expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void renameWhenNotPermittedThenBodyIsNotRead() {
		rename("web", "{\"name\": \"New\"}").expectStatus().isOk();
		rename("web", "{broken").expectStatus().isBadRequest();
		rename("shop", "{broken").expectStatus().isForbidden();
	}

	@Test
	void listThenHoldsWhatTheCallerMaySee() {
		get("/projects", token()).expectStatus()
			.isOk()
			.expectBody()
			.json("[{\"id\": \"web\"}]", JsonCompareMode.STRICT);
	}

	@Test
	void permissionsWhenAskedInCodeThenAnswered() {
		get("/projects/web/permissions", token()).expectStatus()
			.isOk()
			.expectBody()
			.json("[\"org:view\", \"project:edit\", \"project:view\"]");
	}

	@Test
	void showWhenUserIsDeletedThenUnauthorized() {
		String token = token();
		get("/projects/web", token).expectStatus().isOk();
		RestClient.create(this.emulator.baseUrl())
			.delete()
			.uri("/user_management/users/user_alice")
			.headers((headers) -> headers.setBearerAuth(this.emulator.apiKey()))
			.retrieve()
			.toBodilessEntity();
		await().untilAsserted(() -> get("/projects/web", token).expectStatus().isUnauthorized());
	}

	@Test
	void actuatorThenShowsRulesHealthAndMetrics() {
		get("/projects/web", token()).expectStatus().isOk();
		this.client.get()
			.uri("/actuator/fga")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((body) -> assertThat(body).contains("project:archive"));
		this.client.get().uri("/actuator/health").exchange().expectStatus().isOk();
		this.client.get().uri("/actuator/metrics/fga.decision").exchange().expectStatus().isOk();
	}

	private String token() {
		return this.emulator.sessionToken("user_alice", "org_acme");
	}

	private RestTestClient.ResponseSpec get(String path, String token) {
		return this.client.get().uri(path).headers((headers) -> headers.setBearerAuth(token)).exchange();
	}

	private RestTestClient.ResponseSpec rename(String projectId, String body) {
		return this.client.method(HttpMethod.PUT)
			.uri("/projects/{projectId}", projectId)
			.headers((headers) -> headers.setBearerAuth(token()))
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.exchange();
	}

}
