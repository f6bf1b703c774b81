package com.example.sessions;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.example.guide.Guide;
import com.example.sessions.Memberships.OrganizationMembership;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.LiveChanges;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Service;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of the guide to sessions, at work in an application.
 */
@SpringBootTest(properties = { "fga.web.denied-status=404", "fga.web.stale-session-header=Session-Stale" })
@AutoConfigureMockMvc
@EnableFgaEmulator(seed = "classpath:sessions.yaml")
class SessionsExampleTests {

	private final Guide guide = Guide.read("sessions.md");

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FgaEmulator emulator;

	@Autowired
	private LiveChanges changes;

	@Test
	void userWithoutOrganizationThenChoosesOneByRefreshAndSwitches() {
		JsonNode signedIn = signIn();
		assertThat(signedIn.hasNonNull("organization_id")).isFalse();
		for (String path : List.of("/organization", "/organization/by-service")) {
			assertThat(get(path, signedIn)).hasStatus(403)
				.bodyJson()
				.isStrictlyEqualTo(this.guide.blocks("json").get(0));
		}
		addMembership("org_acme");
		addMembership("org_globex");
		JsonNode inAcme = exchange(signedIn, "org_acme");
		assertThat(get("/organization", inAcme)).hasStatusOk().hasBodyTextEqualTo("org_acme");
		assertThat(get("/organization/by-service", inAcme)).hasStatusOk();
		JsonNode inGlobex = exchange(inAcme, "org_globex");
		assertThat(get("/organization", inGlobex)).hasStatusOk().hasBodyTextEqualTo("org_globex");
		// Without naming one, the session stays where it is.
		JsonNode refreshed = exchange(inGlobex, null);
		assertThat(get("/organization", refreshed)).hasStatusOk().hasBodyTextEqualTo("org_globex");
	}

	@Test
	void tokenThatIsOutOfDateThenHeaderUntilItIsRefreshed() {
		addMembership("org_acme");
		this.emulator.advanceClock(Duration.ofMinutes(-1));
		JsonNode inAcme = signIn();
		this.emulator.advanceClock(Duration.ofMinutes(1));
		assertThat(get("/organization", inAcme)).hasStatusOk().doesNotContainHeader("Session-Stale");
		this.changes.publish(
				List.of(new LiveChange(Kind.OUTDATED, FgaScope.everything(), this.emulator.now().minusSeconds(10))));
		assertThat(get("/organization", inAcme)).hasStatusOk().hasHeader("Session-Stale", "true");
		JsonNode refreshed = exchange(inAcme, null);
		assertThat(get("/organization", refreshed)).hasStatusOk()
			.doesNotContainHeader("Session-Stale")
			.hasBodyTextEqualTo("org_acme");
	}

	@Test
	void logOutEverywhereThenEverySessionHasEnded() {
		JsonNode one = signIn();
		JsonNode other = signIn();
		assertThat(
				this.mvc.post().uri("/me/log-out-everywhere").headers((headers) -> headers.setBearerAuth(token(one))))
			.hasStatusOk();
		for (JsonNode session : List.of(one, other)) {
			assertThat(get("/organization", session)).hasStatus(401)
				.bodyJson()
				.extractingPath("$.code")
				.isEqualTo("invalid_token");
		}
	}

	private MvcTestResult get(String path, JsonNode signedIn) {
		return this.mvc.get().uri(path).headers((headers) -> headers.setBearerAuth(token(signedIn))).exchange();
	}

	private static String token(JsonNode signedIn) {
		return signedIn.get("access_token").asString();
	}

	private JsonNode signIn() {
		return authenticate(Map.of("client_id", this.emulator.clientId(), "client_secret", this.emulator.apiKey(),
				"grant_type", "password", "email", "erin@acme.test", "password", "erin"));
	}

	/**
	 * Sends what the guide says.
	 */
	private JsonNode exchange(JsonNode signedIn, String organizationId) {
		String body = this.guide.blocks("json")
			.get(1)
			.replace("client_\u2026", this.emulator.clientId())
			.replace("the refresh token", signedIn.get("refresh_token").asString());
		assertThat(body).contains("org_acme");
		return authenticate((organizationId != null) ? body.replace("org_acme", organizationId)
				: body.replaceFirst(",\\s*\"organization_id\": \"org_acme\"", ""));
	}

	private JsonNode authenticate(Object body) {
		return RestClient.create(this.emulator.baseUrl())
			.post()
			.uri("/user_management/authenticate")
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.retrieve()
			.body(JsonNode.class);
	}

	private void addMembership(String organizationId) {
		RestClient.create(this.emulator.baseUrl())
			.post()
			.uri("/user_management/organization_memberships")
			.headers((headers) -> headers.setBearerAuth(this.emulator.apiKey()))
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("user_id", "user_erin", "organization_id", organizationId, "role_slug", "member"))
			.retrieve()
			.toBodilessEntity();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ OrganizationChoicesConfiguration.class, SessionController.class, OrganizationController.class,
			OrganizationService.class })
	static class Application {

		@Bean
		Memberships memberships() {
			return (userId) -> userId.equals("user_erin") ? List.of(new OrganizationMembership("org_acme", "Acme"),
					new OrganizationMembership("org_globex", "Globex")) : List.of();
		}

	}

	@RestController
	static class OrganizationController {

		private final OrganizationService service;

		OrganizationController(OrganizationService service) {
			this.service = service;
		}

		@GetMapping("/organization")
		@RequiresPermission("org:view")
		String show(FgaSession session) {
			return session.organizationId();
		}

		@GetMapping("/organization/by-service")
		String showByService() {
			return this.service.show();
		}

	}

	@Service
	static class OrganizationService {

		@RequiresPermission("org:view")
		public String show() {
			return "shown";
		}

	}

}
