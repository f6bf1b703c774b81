package com.example.compatibility;

import io.github.fgaspring.test.FgaStub;
import io.github.fgaspring.test.WithFgaSession;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A slice with sessions that are made up.
 */
@WebMvcTest(ProjectController.class)
@Import({ FgaStub.class, ProjectService.class })
class SessionTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FgaStub stub;

	@Test
	void organizationWhenNobodyIsSignedInThenUnauthorized() {
		assertThat(this.mvc.get().uri("/organization")).hasStatus(401);
	}

	@Test
	@WithFgaSession
	void organizationWhenNotPermittedThenForbidden() {
		assertThat(this.mvc.get().uri("/organization")).hasStatus(403)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("permission_denied");
	}

	@Test
	@WithFgaSession(organization = "org_acme", permissions = "org:view")
	void organizationWhenPermittedThenOk() {
		assertThat(this.mvc.get().uri("/organization")).hasStatusOk().hasBodyTextEqualTo("org_acme");
	}

	@Test
	@WithFgaSession
	void showWhenAllowedOnProjectThenOkThereOnly() {
		this.stub.allow("project:view").on("project", "web");
		assertThat(this.mvc.get().uri("/projects/web")).hasStatusOk();
		assertThat(this.mvc.get().uri("/projects/shop")).hasStatus(403);
		assertThat(this.stub).wasAsked("project:view").on("project", "shop");
	}

	@Test
	@WithFgaSession
	void showWhenWorkOsIsUnavailableThenServiceUnavailable() {
		this.stub.unavailable();
		assertThat(this.mvc.get().uri("/projects/web")).hasStatus(503);
	}

	@Test
	@WithFgaSession
	void archiveWhenServiceHasTheRuleThenDecidedThere() {
		assertThat(this.mvc.post().uri("/projects/web/archive")).hasStatus(403);
		this.stub.allow("project:archive").on("project", "web");
		assertThat(this.mvc.post().uri("/projects/web/archive")).hasStatusOk();
	}

	@Test
	@WithFgaSession(permissions = "project:view", authenticatedAgo = "10m")
	void deleteWhenAuthenticatedLongAgoThenUnauthorized() {
		assertThat(this.mvc.delete().uri("/projects/web")).hasStatus(401)
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("insufficient_user_authentication");
	}

}
