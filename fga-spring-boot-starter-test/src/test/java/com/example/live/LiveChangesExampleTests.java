package com.example.live;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The examples of the guide to changes, at work in an application.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "fga.web.stale-session-header=X-Session-Stale")
@AutoConfigureRestTestClient
@EnableFgaEmulator(seed = "classpath:live-changes.yaml", webhooks = true)
class LiveChangesExampleTests {

	@Autowired
	private RestTestClient client;

	@Autowired
	private FgaEmulator emulator;

	@Autowired
	private DeletedAccounts accounts;

	@Test
	void listenerWhenUserIsDeletedThenForgetsTheUser() {
		workos().delete().uri("/user_management/users/user_carol").retrieve().toBodilessEntity();
		await().untilAsserted(() -> assertThat(this.accounts.deleted).containsExactly("user_carol"));
	}

	@Test
	void responseWhenRoleHasChangedThenHeaderSaysSo() {
		String token = this.emulator.sessionToken("user_alice", "org_acme");
		showPage(token).expectStatus().isOk().expectHeader().doesNotExist("X-Session-Stale");
		workos().put()
			.uri("/authorization/roles/editor/permissions")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"permissions\":[]}")
			.retrieve()
			.toBodilessEntity();
		await().untilAsserted(() -> showPage(token).expectHeader().valueEquals("X-Session-Stale", "true"));
	}

	private RestTestClient.ResponseSpec showPage(String token) {
		return this.client.get().uri("/page").headers((headers) -> headers.setBearerAuth(token)).exchange();
	}

	private RestClient workos() {
		return RestClient.builder()
			.baseUrl(this.emulator.baseUrl())
			.defaultHeader("Authorization", "Bearer " + this.emulator.apiKey())
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ FormerUsers.class, PageController.class })
	static class Application {

		@Bean
		DeletedAccounts accounts() {
			return new DeletedAccounts();
		}

	}

	@RestController
	static class PageController {

		@GetMapping("/page")
		@RequiresPermission("org:view")
		void show() {
		}

	}

	static class DeletedAccounts implements Accounts {

		private final List<String> deleted = new CopyOnWriteArrayList<>();

		@Override
		public void deleteByWorkosId(String userId) {
			this.deleted.add(userId);
		}

	}

}
