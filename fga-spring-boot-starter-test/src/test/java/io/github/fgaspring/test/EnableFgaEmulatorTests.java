package io.github.fgaspring.test;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.events.FgaEvent;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Emulators for tests of each kind.
 */
class EnableFgaEmulatorTests {

	private static String bearer(FgaEmulator emulator, String userId) {
		return "Bearer " + emulator.sessionToken(userId, "org_acme");
	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
	@AutoConfigureRestTestClient
	@EnableFgaEmulator(seed = "classpath:acme.yaml")
	class RunningServer {

		@Autowired
		private RestTestClient client;

		@Autowired
		private FgaEmulator emulator;

		@Test
		void showWhenRoleOnProjectThenOkThereOnly() {
			show("user_alice", "p-1").expectStatus().isOk();
			show("user_alice", "p-2").expectStatus().isForbidden();
			show("user_bob", "p-1").expectStatus().isForbidden();
		}

		@Test
		void connectionLeadsToEmulator(@Autowired FgaConnectionDetails connection) {
			assertThat(connection.getBaseUrl()).isEqualTo(this.emulator.baseUrl());
			assertThat(connection.getApiKey()).isEqualTo(this.emulator.apiKey());
		}

		private RestTestClient.ResponseSpec show(String userId, String projectId) {
			return this.client.get()
				.uri("/projects/{id}", projectId)
				.header("Authorization", bearer(this.emulator, userId))
				.exchange();
		}

	}

	@Nested
	@WebMvcTest(ProjectController.class)
	@EnableFgaEmulator(seed = "classpath:acme.yaml")
	class Slice {

		@Autowired
		private MockMvcTester mvc;

		@Autowired
		private FgaEmulator emulator;

		@Test
		void showWhenRoleOnProjectThenOkThereOnly() {
			assertThat(this.mvc.get().uri("/projects/p-1").header("Authorization", bearer(this.emulator, "user_alice")))
				.hasStatusOk();
			assertThat(this.mvc.get().uri("/projects/p-2").header("Authorization", bearer(this.emulator, "user_alice")))
				.hasStatus(403);
		}

		@Test
		@WithFgaSession(user = "user_alice", organization = "org_acme", membership = "om_alice")
		void showWhenSessionIsOfTheSeedThenEmulatorDecides() {
			assertThat(this.mvc.get().uri("/projects/p-1")).hasStatusOk();
			assertThat(this.mvc.get().uri("/projects/p-2")).hasStatus(403);
		}

		@Nested
		class InNestedClass {

			@Test
			void emulatorIsTheSame(@Autowired FgaEmulator emulator) {
				assertThat(emulator).isSameAs(Slice.this.emulator);
			}

		}

		@Nested
		@EnableFgaEmulator(seed = "classpath:globex.yaml")
		class InNestedClassWithItsOwn {

			@Test
			void emulatorIsAnother(@Autowired FgaEmulator emulator) {
				assertThat(emulator.sessionToken("user_dave", "org_globex")).isNotBlank();
				assertThatIllegalArgumentException().isThrownBy(() -> emulator.sessionToken("user_alice", "org_acme"));
			}

		}

	}

	@Nested
	@WebMvcTest(controllers = ProjectController.class,
			properties = { "fga.emulator.enabled=false", "fga.emulator.seed=classpath:globex.yaml",
					"fga.emulator.port=1" })
	@EmulatedByApplicationsSeed
	class SeedOfApplication {

		@Test
		void emulatorStartsFromItOnAFreePort(@Autowired FgaEmulator emulator) {
			assertThat(emulator.sessionToken("user_dave", "org_globex")).isNotBlank();
			assertThat(emulator.baseUrl().getPort()).isNotEqualTo(1);
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@EnableFgaEmulator
	@interface EmulatedByApplicationsSeed {

	}

	@Nested
	@WebMvcTest(ProjectController.class)
	@Import(FgaStub.class)
	@EnableFgaEmulator(seed = "classpath:acme.yaml")
	class WithStub {

		@Test
		void stubDecidesForUsersOfTheEmulator(@Autowired MockMvcTester mvc, @Autowired FgaEmulator emulator,
				@Autowired FgaStub stub) {
			stub.allow("project:view").to("om_bob").on("project", "p-1");
			assertThat(mvc.get().uri("/projects/p-1").header("Authorization", bearer(emulator, "user_bob")))
				.hasStatusOk();
			assertThat(mvc.get().uri("/projects/p-1").header("Authorization", bearer(emulator, "user_alice")))
				.hasStatus(403);
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = { "server.servlet.context-path=/hub", "fga.webhooks.path=/workos/events" })
	@EnableFgaEmulator(seed = "classpath:acme.yaml", webhooks = true)
	@Import(Listener.class)
	class Webhooks {

		@Test
		void listenerHearsWhatHappensInThisTest(@Autowired FgaEmulator emulator, @Autowired Listener listener) {
			listener.events.clear();
			emulator.sessionToken("user_alice", "org_acme");
			await().until(() -> !listener.events.isEmpty());
			assertThat(listener.events).extracting(FgaEvent::type).containsExactly("session.created");
		}

	}

	static class Listener {

		private final List<FgaEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void hear(FgaEvent event) {
			this.events.add(event);
		}

	}

}
