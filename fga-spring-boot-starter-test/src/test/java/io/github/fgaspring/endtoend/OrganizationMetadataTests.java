package io.github.fgaspring.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresRecentAuthentication;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.emulator.session.SessionTokenBuilder;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.policy.MetadataPolicies;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.LiveChanges;
import io.github.fgaspring.test.FgaSessionPostProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Policies in properties and in the metadata of organizations, in a whole application.
 */
@SpringBootTest(properties = { "fga.policies.source=metadata", "fga.policies.defaults.max-session-age=8h",
		"fga.policies.defaults.impersonation=read-only", "spring.mvc.hiddenmethod.filter.enabled=true" })
@AutoConfigureMockMvc
class OrganizationMetadataTests extends AbstractEmulatorTests {

	@Autowired
	private LiveChanges changes;

	@Autowired
	private MetadataPolicies policies;

	@BeforeEach
	@AfterEach
	void forgetPolicies() {
		this.policies.reset();
	}

	@Test
	void requestWhenMetadataChangesThenHoldsWithTheEvent() {
		assertThat(get("/me")).hasStatusOk();
		update("fga_blocked", "true");
		assertThat(get("/me")).hasStatusOk();
		organizationWasUpdated();
		assertRefused(get("/me").exchange());
		update("fga_blocked", null);
		organizationWasUpdated();
		assertThat(get("/me")).hasStatusOk();
	}

	@Test
	void requestWhenMetadataIsStricterOrLooserThenTheStricterCounts() {
		update("fga_max_session_age", "1h");
		assertChallenge(send(HttpMethod.GET, authenticated(3700)), 3600);
		update("fga_max_session_age", "30d");
		organizationWasUpdated();
		assertThat(send(HttpMethod.GET, authenticated(3700))).hasStatusOk();
		assertChallenge(send(HttpMethod.GET, authenticated(30_000)), 28_800);
	}

	@Test
	void requestWhenMetadataCannotBeReadThenUnavailable() {
		update("fga_allowed_networks", "the office");
		assertThat(get("/me")).hasStatus(503);
	}

	@Test
	void requestWhenWorkOsIsDownThenKnownPolicyHoldsAndUnknownIsUnavailable() {
		update("fga_max_session_age", "1h");
		assertThat(get("/me")).hasStatusOk();
		this.emulator.inject(Fault.on("/organizations/**").status(500));
		this.changes.publish(List.of(new LiveChange(Kind.OUTDATED, FgaScope.everything(), Instant.now())));
		assertThat(get("/me")).hasStatusOk();
		assertChallenge(send(HttpMethod.GET, authenticated(3700)), 3600);
		organizationWasUpdated();
		assertThat(get("/me")).hasStatus(503);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "OPTIONS", "TRACE", "POST", "PUT", "DELETE", "PATCH" })
	void requestWhenImpersonatedAndMethodIsOverriddenThenTheOneThatCountsIsChecked(String override) {
		SessionTokenBuilder impersonated = tokenBuilder().claim("act", Map.of("sub", "support@workos.test"));
		assertRefused(this.mvc.post()
			.uri("/me")
			.param("_method", override)
			.header("Authorization", "Bearer " + impersonated.build())
			.exchange());
		assertThat(this.mvc.get()
			.uri("/me")
			.param("_method", override)
			.header("Authorization", "Bearer " + impersonated.build())).hasStatusOk().hasBodyTextEqualTo("GET");
		assertThat(send(HttpMethod.POST, tokenBuilder())).hasStatusOk().hasBodyTextEqualTo("POST");
	}

	@Test
	void requestWhenTestSaysHowLongAgoThenThatCounts() {
		FgaSessionPostProcessor alice = FgaSessionPostProcessor.fgaSession().organization(ACME);
		assertThat(this.mvc.get().uri("/me").with(alice)).hasStatusOk();
		assertThat(this.mvc.get().uri("/recent").with(alice)).hasStatusOk();
		FgaSessionPostProcessor earlier = alice.authenticatedAgo(Duration.ofMinutes(10));
		assertThat(this.mvc.get().uri("/me").with(earlier)).hasStatusOk();
		assertChallenge(this.mvc.get().uri("/recent").with(earlier).exchange(), 300);
		assertChallenge(this.mvc.get().uri("/me").with(alice.authenticatedAgo(null)).exchange(), 28_800);
	}

	private void update(String key, String value) {
		RestClient.create(this.emulator.baseUrl())
			.put()
			.uri("/organizations/{id}", ACME)
			.header("Authorization", "Bearer " + this.emulator.apiKey())
			.body(Map.of("metadata", Collections.singletonMap(key, value)))
			.retrieve()
			.toBodilessEntity();
	}

	private void organizationWasUpdated() {
		this.changes.publish(List.of(new LiveChange(Kind.EVICTED, FgaScope.organization(ACME), Instant.now())));
	}

	private SessionTokenBuilder authenticated(long secondsAgo) {
		return tokenBuilder().claim("auth_time", Instant.now().getEpochSecond() - secondsAgo);
	}

	private MvcTestResult send(HttpMethod method, SessionTokenBuilder token) {
		return this.mvc.method(method).uri("/me").header("Authorization", "Bearer " + token.build()).exchange();
	}

	private static void assertRefused(MvcTestResult result) {
		assertThat(result).hasStatus(403).bodyJson().extractingPath("$.code").isEqualTo("organization_policy");
	}

	private static void assertChallenge(MvcTestResult result, int maxAge) {
		assertThat(result).hasStatus(401).bodyJson().extractingPath("$.max_age").isEqualTo(maxAge);
		assertThat(result.getResponse().getHeader("WWW-Authenticate")).endsWith(", max_age=\"" + maxAge + "\"");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Pages.class)
	static class Application {

	}

	@RestController
	static class Pages {

		@RequestMapping("/me")
		@NoPermissionRequired
		String me(HttpMethod method) {
			return method.name();
		}

		@GetMapping("/recent")
		@NoPermissionRequired
		@RequiresRecentAuthentication("5m")
		String recent() {
			return "recent";
		}

	}

}
