package io.github.fgaspring.test;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionAuthentication;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.test.context.TestSecurityContextHolder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.client.RestTestClient;

import static io.github.fgaspring.test.FgaSessionPostProcessor.fgaSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

@SpringBootTest(classes = ProjectHub.class)
@AutoConfigureMockMvc
@AutoConfigureRestTestClient
class FgaSessionPostProcessorTests {

	@Autowired
	private MockMvc mockMvc;

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RestTestClient client;

	@Test
	void mockMvcWhenPermissionIsInSessionThenOk() throws Exception {
		MvcResult result = this.mockMvc.perform(get("/projects").with(fgaSession().permissions("org:view")))
			.andReturn();
		assertThat(result.getResponse().getStatus()).isEqualTo(200);
		assertThat(authentication(result).getDetails()).isInstanceOf(WebAuthenticationDetails.class);
	}

	@Test
	void testerWhenPermissionIsInSessionThenOk() {
		assertThat(this.mvc.get().uri("/projects").with(fgaSession().permissions("org:view"))).hasStatusOk();
	}

	@Test
	void testerWhenPermissionIsMissingThenForbidden() {
		assertThat(this.mvc.get().uri("/projects").with(fgaSession())).hasStatus(403);
	}

	@Test
	void testerWhenOrganizationIsMissingThenForbidden() {
		assertThat(this.mvc.get().uri("/projects").with(fgaSession().organization("").permissions("org:view")))
			.hasStatus(403);
	}

	@Test
	void testerWhenNoSessionThenUnauthorized() {
		assertThat(this.mvc.get().uri("/projects")).hasStatus(401);
	}

	@Test
	void requestWhenNextHasNoSessionThenUnauthorized() {
		assertThat(this.mvc.get().uri("/projects").with(fgaSession().permissions("org:view"))).hasStatusOk();
		assertThat(this.mvc.get().uri("/projects")).hasStatus(401);
	}

	@Test
	void restTestClientWhenBoundToMockMvcThenSignsIn() {
		signedIn(fgaSession().user("user_alice").organization("org_acme")).get()
			.uri("/me")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json("""
					{"user": "user_alice", "organization": "org_acme"}
					""");
	}

	@Test
	void restTestClientWhenPermissionIsMissingThenForbidden() {
		signedIn(fgaSession()).get().uri("/projects").exchange().expectStatus().isForbidden();
		signedIn(fgaSession().permissions("org:view")).get().uri("/projects").exchange().expectStatus().isOk();
	}

	@Test
	void restTestClientWhenMutatedThenOriginalStaysSignedOut() {
		signedIn(fgaSession()).get().uri("/me").exchange().expectStatus().isOk();
		this.client.get().uri("/me").exchange().expectStatus().isUnauthorized();
	}

	@Test
	@WithFgaSession(user = "user_bob")
	void restTestClientWhenTestHasSessionThenRequestReplacesItOnce() {
		SecurityContext ofTest = TestSecurityContextHolder.getContext();
		signedIn(fgaSession().user("user_alice")).get()
			.uri("/me")
			.exchange()
			.expectBody()
			.jsonPath("$.user")
			.isEqualTo("user_alice");
		assertThat(TestSecurityContextHolder.getContext()).isSameAs(ofTest);
		this.client.get().uri("/me").exchange().expectBody().jsonPath("$.user").isEqualTo("user_bob");
	}

	@Test
	void copyWhenChangedThenLeavesOriginal() {
		FgaSessionPostProcessor original = fgaSession();
		assertThat(this.mvc.get().uri("/projects").with(original.permissions("org:view"))).hasStatusOk();
		assertThat(this.mvc.get().uri("/projects").with(original)).hasStatus(403);
	}

	@Test
	void sessionWhenAllIsSaidThenHasIt() throws Exception {
		FgaSession session = session(fgaSession().user("user_alice")
			.session("session_1")
			.organization("org_acme")
			.membership("om_alice")
			.roles("admin", "member")
			.permissions("project:view")
			.entitlements("audit-logs")
			.featureFlags("beta")
			.impersonator("support@acme.test")
			.authenticatedAgo(Duration.ofMinutes(10))
			.claim("plan", "gold"));
		assertThat(session.authenticatedAt()).isEqualTo(session.issuedAt().minus(Duration.ofMinutes(10)));
		assertThat(session).usingRecursiveComparison()
			.ignoringFields("claims", "issuedAt", "expiresAt", "authenticatedAt")
			.isEqualTo(FgaSession.of("user_alice")
				.sessionId("session_1")
				.organizationId("org_acme")
				.organizationMembershipId("om_alice")
				.role("admin")
				.roles(List.of("admin", "member"))
				.permissions("project:view")
				.entitlements(List.of("audit-logs"))
				.featureFlags(List.of("beta"))
				.impersonator("support@acme.test")
				.build());
		assertThat(session.claims()).containsEntry("plan", "gold");
	}

	@Test
	void sessionWhenClaimIsNullThenIsTakenOut() throws Exception {
		assertThat(session(fgaSession().claim("sid", null)).sessionId()).isNull();
	}

	@Test
	void userWhenEmptyThenRefuses() {
		assertThatIllegalArgumentException().isThrownBy(() -> fgaSession().user(""))
			.withMessage("A session needs a user");
	}

	@Test
	void toStringRevealsNoIds() {
		assertThat(fgaSession()).hasToString("fgaSession()");
	}

	private FgaSession session(FgaSessionPostProcessor postProcessor) throws Exception {
		MvcResult result = this.mockMvc.perform(get("/me").with(postProcessor)).andReturn();
		return authentication(result).getPrincipal();
	}

	private static FgaSessionAuthentication authentication(MvcResult result) {
		return Collections.list(result.getRequest().getAttributeNames())
			.stream()
			.map(result.getRequest()::getAttribute)
			.filter(SecurityContext.class::isInstance)
			.map((context) -> (FgaSessionAuthentication) ((SecurityContext) context).getAuthentication())
			.findFirst()
			.orElseThrow();
	}

	private RestTestClient signedIn(FgaSessionPostProcessor session) {
		return this.client.mutate().requestInterceptor(session).build();
	}

}
