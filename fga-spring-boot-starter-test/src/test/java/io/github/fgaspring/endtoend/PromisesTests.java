package io.github.fgaspring.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import io.github.fgaspring.revocation.FgaRevocations;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.LiveChanges;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The promises of the security model, one test for each; the suites around this one go
 * into every detail.
 */
@SpringBootTest(properties = { "fga.session.cookie-name=session",
		"fga.session.sealed-cookie.password=" + Frontend.PASSWORD, "fga.session.sealed-cookie.refresh=true" })
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class PromisesTests extends AbstractEmulatorTests {

	@Autowired
	private FgaRevocations revocations;

	@Autowired
	private LiveChanges changes;

	@BeforeEach
	void reset() {
		Endpoint.entered.set(0);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void everyFailureCloses(Fault failure) {
		this.emulator.inject(failure);
		assertThat(post("p-1", token()))
			.satisfies((result) -> assertThat(result.getResponse().getStatus()).isIn(403, 503));
		assertThat(Endpoint.entered).hasValue(0);
	}

	static Stream<Named<Fault>> failures() {
		return Stream.of(Named.of("500", granting().status(500)), Named.of("429", granting().status(429)),
				Named.of("401", granting().status(401)), Named.of("403", granting().status(403)),
				Named.of("404", granting().status(404)), Named.of("400", granting().status(400)),
				Named.of("307", granting().status(307).header("Location", "/elsewhere")),
				Named.of("empty body", Fault.on(CHECKS).body("")),
				Named.of("text instead of boolean", Fault.on(CHECKS).body("{\"authorized\":\"true\"}")),
				Named.of("half of the JSON", Fault.on(CHECKS).body("{\"authorized\":tru")),
				Named.of("half of the body", granting().truncateBody()),
				Named.of("no answer", Fault.on(CHECKS).resetConnection()));
	}

	@Test
	void nothingIsCachedAcrossRequestsButKeys() {
		String token = token();
		assertThat(post("p-1", token)).hasStatusOk();
		int keyFetches = keyFetches();
		deactivateAlice();
		assertThat(post("p-1", token)).hasStatus(403);
		assertThat(checks()).isEqualTo(2);
		assertThat(keyFetches()).isEqualTo(keyFetches);
	}

	@Test
	void noAnswerServesAnotherMembershipOrOrganization() {
		assertThat(post("p-1", token())).hasStatusOk();
		assertThat(post("p-1", this.emulator.sessionToken("user_dave", "org_globex"))).hasStatus(403);
		assertThat(this.emulator.requests("/authorization/organization_memberships/om_dave/check")).hasSize(1);
	}

	@Test
	void noMembershipServesAnotherUserOrOrganization() {
		for (int round = 0; round < 2; round++) {
			assertThat(post("p-1", withoutMembership(ALICE, ACME))).hasStatusOk();
			assertThat(post("p-1", withoutMembership(BOB, ACME))).hasStatus(403);
			assertThat(post("p-1", withoutMembership(ALICE, "org_globex"))).hasStatus(403);
			assertThat(post("p-1", withoutMembership("user_dave", "org_globex"))).hasStatus(403);
		}
		assertThat(this.emulator.requests(CHECKS)).extracting(RecordedRequest::path)
			.hasSize(6)
			.containsOnly(check(ALICES_MEMBERSHIP), check("om_bob"), check("om_dave"));
		assertThat(Endpoint.entered).hasValue(2);
	}

	private static String check(String membershipId) {
		return "/authorization/organization_memberships/" + membershipId + "/check";
	}

	@Test
	void secretsAndIdsStayOutOfLogsMessagesAndToString(CapturedOutput output) {
		this.emulator.inject(granting().status(422));
		String token = token();
		assertThat(post("secret-project", token)).hasStatus(403);
		this.emulator.inject(granting().status(401));
		assertThat(post("secret-project", token)).hasStatus(503);
		assertThat(output).contains("project:edit", "fga.api-key")
			.doesNotContain("secret-project", ALICES_MEMBERSHIP, ALICE, this.emulator.apiKey(), token);
		FgaSession session = FgaSession.of(ALICE).organizationMembershipId(ALICES_MEMBERSHIP).build();
		assertThat(new PermissionQuestion(session, "project:edit",
				ResourceReference.external("project", "secret-project"), false)
			.toString()).doesNotContain("secret-project", ALICE, ALICES_MEMBERSHIP);
		assertThat(PermissionDecision.deny("project:edit", DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION))
			.asString()
			.contains("project:edit");
		assertThat(new CheckUnavailableException("The WorkOS API cannot be reached", null))
			.hasMessageNotContaining("om_");
	}

	@Test
	void tokenFromCookieNeverSwitchesCsrfProtectionOff() {
		String token = token("project:edit");
		assertThat(this.mvc.post().uri("/projects/p-1").cookie(new Cookie("session", token))).hasStatus(403);
		assertThat(Endpoint.entered).hasValue(0);
		assertThat(post("p-1", token)).hasStatusOk();
	}

	@Test
	void sealedCookieNeverSwitchesCsrfProtectionOff() {
		String sealed = Frontend.seal("{\"accessToken\":\"" + token("project:edit") + "\"}");
		Cookie session = new Cookie(Frontend.COOKIE, sealed);
		assertThat(this.mvc.get().uri("/projects").cookie(session)).hasStatusOk();
		for (String header : List.of("", "Basic x", "Sealed " + sealed, sealed)) {
			assertThat(this.mvc.post().uri("/projects/p-1").cookie(session).header("Authorization", header))
				.hasStatus(403);
		}
		assertThat(this.mvc.post().uri("/projects/p-1").cookie(session)).hasStatus(403);
		assertThat(this.mvc.post().uri("/projects/p-1").cookie(session).header("Authorization", "Bearer " + sealed))
			.hasStatus(401);
		assertThat(Endpoint.entered).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/projects", "/projects/listed", "/projects/members", "/projects/permissions" })
	@Timeout(20)
	void noQuestionAboutManyWaitsWithoutBound(String path) {
		this.emulator.inject(Fault.on(CHECKS).delay(Duration.ofMinutes(1)));
		assertThat(get(path)).hasStatus(503);
	}

	@Test
	@Timeout(20)
	void noMembershipLookupWaitsWithoutBound() {
		this.emulator.inject(Fault.on("/user_management/**").delay(Duration.ofMinutes(1)));
		assertThat(post("p-1", withoutMembership(ALICE, ACME))).hasStatus(503);
	}

	@Test
	@Timeout(20)
	void noRefreshWaitsWithoutBound() {
		Cookie expired = new Cookie(Frontend.COOKIE, Frontend.cookie(new Frontend(this.emulator).signInAnHourAgo()));
		this.emulator.inject(Fault.on("/user_management/**").delay(Duration.ofMinutes(1)));
		assertThat(this.mvc.get().uri("/projects").cookie(expired)).hasStatus(503);
	}

	@ParameterizedTest
	@MethodSource("scopesOfAlice")
	void revokedSessionIsRefusedFromTheNextRequestOnWhateverPath(FgaScope scope) {
		String token = token("project:edit", "project:view");
		Cookie plain = new Cookie("session", token);
		Cookie sealed = new Cookie(Frontend.COOKIE, Frontend.seal("{\"accessToken\":\"" + token + "\"}"));
		assertThat(post("p-1", token)).hasStatusOk();
		assertThat(this.revocations.revoke(scope)).isTrue();
		assertRefused(post("p-1", token));
		for (String path : List.of("/projects", "/projects/permissions", "/projects/open", "/unknown", "/error")) {
			assertRefused(this.mvc.get().uri(path).header("Authorization", "Bearer " + token).exchange());
			assertRefused(this.mvc.get().uri(path).cookie(plain).exchange());
			assertRefused(this.mvc.get().uri(path).cookie(sealed).exchange());
		}
		assertThat(Endpoint.entered).hasValue(1);
		assertThat(checks()).isZero();
		String later = tokenBuilder().claim("iat", Instant.now().plusSeconds(25).getEpochSecond()).build();
		assertRefused(post("p-1", later));
		assertThat(getAs(BOB, "/projects/open")).hasStatusOk();
	}

	static Stream<FgaScope> scopesOfAlice() {
		return Stream.of(FgaScope.user(ALICE), FgaScope.membership(ALICES_MEMBERSHIP),
				FgaScope.userInOrganization(ALICE, ACME));
	}

	@Test
	void revocationIsForgottenOnlyWhenNoTokenOfItCanBeValid() {
		Instant longAgo = Instant.now().minus(Duration.ofHours(23));
		String old = tokenBuilder().claim("iat", longAgo.getEpochSecond())
			.claim("exp", longAgo.plus(Duration.ofDays(365)).getEpochSecond())
			.build();
		assertThat(getWith(old)).hasStatusOk();
		this.changes.publish(List.of(new LiveChange(Kind.REVOKED, FgaScope.user(ALICE), longAgo)));
		assertRefused(getWith(old));
		Instant before = Instant.now().minus(Duration.ofDays(1)).minusSeconds(45);
		assertRefused(getWith(tokenBuilder().claim("iat", before.getEpochSecond())
			.claim("exp", before.plus(Duration.ofDays(365)).getEpochSecond())
			.build()));
		assertRefused(getWith(tokenBuilder().claim("iat", null).build()));
	}

	private MvcTestResult getWith(String token) {
		return this.mvc.get().uri("/projects/open").header("Authorization", "Bearer " + token).exchange();
	}

	private static void assertRefused(MvcTestResult result) {
		assertThat(result).hasStatus(401)
			.hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"")
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("invalid_token");
	}

	@Test
	void permissionsThatAreOutOfDateGrantNothing() {
		String token = token("project:edit");
		assertThat(post("p-2", token)).hasStatusOk();
		assertThat(checks()).isZero();
		this.changes.publish(List.of(new LiveChange(Kind.OUTDATED, FgaScope.everything(), Instant.now())));
		assertThat(post("p-2", token)).hasStatus(403);
		assertThat(checks()).isOne();
		this.emulator.inject(granting().status(500));
		assertThat(post("p-2", token)).hasStatus(503);
		assertThat(Endpoint.entered).hasValue(1);
	}

	private String withoutMembership(String userId, String organizationId) {
		return tokenBuilder().claim("sub", userId)
			.claim("org_id", organizationId)
			.claim("organization_membership_id", null)
			.build();
	}

	@Test
	@Timeout(20)
	void noRequestThreadWaitsWithoutBound() {
		this.emulator.inject(Fault.on(CHECKS).delay(Duration.ofMinutes(1)));
		assertThat(post("p-1", token())).hasStatus(503);
	}

	private void deactivateAlice() {
		RestClient.create(this.emulator.baseUrl())
			.put()
			.uri("/user_management/organization_memberships/{id}/deactivate", ALICES_MEMBERSHIP)
			.headers((headers) -> headers.setBearerAuth(this.emulator.apiKey()))
			.retrieve()
			.toBodilessEntity();
	}

	private MvcTestResult post(String id, String token) {
		return this.mvc.post().uri("/projects/{id}", id).header("Authorization", "Bearer " + token).exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Endpoint.class)
	static class Application {

	}

	@RestController
	static class Endpoint {

		static final AtomicInteger entered = new AtomicInteger();

		private final Fga fga;

		Endpoint(Fga fga) {
			this.fga = fga;
		}

		@GetMapping("/projects")
		@FilterPermitted(value = "project:view", resourceType = "project", id = "#root")
		List<String> filtered() {
			return List.of("p-1", "p-1x", "p-2");
		}

		@GetMapping("/projects/open")
		String open() {
			return "open";
		}

		@GetMapping("/projects/listed")
		List<String> listed() {
			return this.fga.list("project:view").externalIds("project");
		}

		@GetMapping("/projects/members")
		long members() {
			return this.fga.members("project", "p-1", "project:view").stream().count();
		}

		@GetMapping("/projects/permissions")
		Set<String> permissions() {
			return this.fga.permissions("project", "p-1");
		}

		@PostMapping("/projects/{id}")
		@RequiresPermission("project:edit")
		void edit(@PathVariable @ResourceId("project") String id) {
			entered.incrementAndGet();
		}

	}

}
