package io.github.fgaspring.endtoend;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.support.AbstractWorkOsTests;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The promises of the security model, one test for each; the suites around this one go
 * into every detail.
 */
@SpringBootTest(properties = "fga.session.cookie-name=session")
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class PromisesTests extends AbstractWorkOsTests {

	@BeforeEach
	void reset() {
		Endpoint.entered.set(0);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void everyFailureCloses(ResponseDefinitionBuilder failure) {
		workOs.answerChecks(failure);
		assertThat(post("p-1", workOs.tokens().withPermissions()))
			.satisfies((result) -> assertThat(result.getResponse().getStatus()).isIn(403, 503));
		assertThat(Endpoint.entered).hasValue(0);
	}

	static Stream<ResponseDefinitionBuilder> failures() {
		return Stream.of(WireMock.serverError(), WireMock.status(429), WireMock.unauthorized(), WireMock.forbidden(),
				WireMock.notFound(), WireMock.badRequest(), WireMock.temporaryRedirect("/elsewhere"), WireMock.ok(),
				WireMock.okJson("{\"authorized\":\"true\"}"), WireMock.okJson("{\"authorized\":tru"),
				WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
				WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE));
	}

	@Test
	void nothingIsCachedAcrossRequestsButKeys() {
		String token = workOs.tokens().withPermissions();
		workOs.answerChecks(true);
		assertThat(post("p-1", token)).hasStatusOk();
		int keyFetches = workOs.keyFetches();
		workOs.answerChecks(false);
		assertThat(post("p-1", token)).hasStatus(403);
		assertThat(workOs.checks()).isEqualTo(2);
		assertThat(workOs.keyFetches()).isEqualTo(keyFetches);
	}

	@Test
	void noAnswerServesAnotherMembershipOrOrganization() {
		workOs.answerChecks(true);
		assertThat(post("p-1", workOs.tokens().withPermissions())).hasStatusOk();
		String other = workOs.tokens().mint((claims) -> {
			claims.put("org_id", "org_other");
			claims.put("organization_membership_id", "om_other");
		});
		workOs.answerChecks(false);
		assertThat(post("p-1", other)).hasStatus(403);
		workOs.server()
			.verify(1, WireMock
				.postRequestedFor(WireMock.urlEqualTo("/authorization/organization_memberships/om_other/check")));
	}

	@Test
	void secretsAndIdsStayOutOfLogsMessagesAndToString(CapturedOutput output) {
		workOs.answerChecks(WireMock.status(422));
		String token = workOs.tokens().withPermissions();
		assertThat(post("secret-project", token)).hasStatus(403);
		workOs.answerChecks(WireMock.unauthorized());
		assertThat(post("secret-project", token)).hasStatus(503);
		assertThat(output).contains("project:edit", "fga.api-key")
			.doesNotContain("secret-project", "om_alice", "user_alice", "sk_test_secret", token);
		FgaSession session = FgaSession.of("user_alice").organizationMembershipId("om_alice").build();
		assertThat(new PermissionQuestion(session, "project:edit",
				ResourceReference.external("project", "secret-project"), false)
			.toString()).doesNotContain("secret-project", "user_alice", "om_alice");
		assertThat(PermissionDecision.deny("project:edit", DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION))
			.asString()
			.contains("project:edit");
		assertThat(new CheckUnavailableException("The Authorization API cannot be reached", null))
			.hasMessageNotContaining("om_");
	}

	@Test
	void tokenFromCookieNeverSwitchesCsrfProtectionOff() {
		String token = workOs.tokens().withPermissions("project:edit");
		assertThat(this.mvc.post().uri("/projects/p-1").cookie(new Cookie("session", token))).hasStatus(403);
		assertThat(Endpoint.entered).hasValue(0);
		assertThat(post("p-1", token)).hasStatusOk();
	}

	@Test
	@Timeout(20)
	void noRequestThreadWaitsWithoutBound() {
		workOs.answerChecks(WireMock.okJson("{\"authorized\":true}").withFixedDelay(60_000));
		assertThat(post("p-1", workOs.tokens().withPermissions())).hasStatus(503);
		workOs.answerChecks(WireMock.okJson("{\"authorized\":true}").withChunkedDribbleDelay(10, 60_000));
		assertThat(post("p-1", workOs.tokens().withPermissions())).hasStatus(503);
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

		@PostMapping("/projects/{id}")
		@RequiresPermission("project:edit")
		void edit(@PathVariable @ResourceId("project") String id) {
			entered.incrementAndGet();
		}

	}

}
