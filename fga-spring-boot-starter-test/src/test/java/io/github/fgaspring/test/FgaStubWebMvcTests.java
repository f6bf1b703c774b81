package io.github.fgaspring.test;

import io.github.fgaspring.client.FgaClient;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A slice, without any property set: the stub answers where the Authorization API would,
 * and the rest of the chain is the real one.
 */
@WebMvcTest(ProjectController.class)
@Import(FgaStub.class)
@WithFgaSession
class FgaStubWebMvcTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FgaStub stub;

	@Test
	void showWhenAllowedThenOk() {
		this.stub.allow("project:view").on("project", "p-1");
		assertThat(this.mvc.get().uri("/projects/p-1")).hasStatusOk().hasBodyTextEqualTo("p-1");
		assertThat(this.stub).wasAskedTimes(1).wasAsked("project:view").on("project", "p-1").by("om_test");
	}

	@ParameterizedTest
	@ValueSource(strings = { "p-1", "p-2" })
	void showWhenNotAllowedThenForbidden(String projectId) {
		assertThat(this.mvc.get().uri("/projects/" + projectId)).hasStatus(403);
		assertThat(this.stub).wasAskedTimes(1).wasAsked("project:view").on("project", projectId);
		// For the next one this must have been forgotten.
		this.stub.allow("project:view").on("project", "p-1").on("project", "p-2");
	}

	@Test
	@WithFgaSession(permissions = "project:view")
	void showWhenSessionHasPermissionThenStubIsNotAsked() {
		assertThat(this.mvc.get().uri("/projects/p-1")).hasStatusOk();
		assertThat(this.stub).wasNotAsked();
	}

	@Test
	@WithFgaSession(membership = "")
	void showWhenMembershipIsUnknownThenForbiddenAndStubIsNotAsked() {
		this.stub.allow("project:view").on("project", "p-1");
		assertThat(this.mvc.get().uri("/projects/p-1")).hasStatus(403);
		assertThat(this.stub).wasNotAsked();
	}

	@Test
	void showWhenResourceIsUnresolvedThenForbiddenAndStubIsNotAsked() {
		assertThat(this.mvc.get().uri("/projects/{id}", "x".repeat(129))).hasStatus(403);
		assertThat(this.stub).wasNotAsked();
	}

	@Test
	void listWhenOrganizationWideThenStubIsNotAsked() {
		this.stub.allow("org:view").on("organization", "org_test");
		assertThat(this.mvc.get().uri("/projects")).hasStatus(403);
		assertThat(this.stub).wasNotAsked();
	}

	@Test
	@WithFgaSession(permissions = "project:delete")
	void deleteWhenAlwaysCurrentThenStubDecides() {
		assertThat(this.mvc.delete().uri("/projects/p-1")).hasStatus(403);
		this.stub.allow("project:delete").on("project", "p-1");
		assertThat(this.mvc.delete().uri("/projects/p-1")).hasStatusOk();
		assertThat(this.stub).wasAsked("project:delete").times(2);
	}

	@Test
	void showWhenUnavailableThenServiceUnavailable() {
		this.stub.unavailable();
		assertThat(this.mvc.get().uri("/projects/p-1")).hasStatus(503);
	}

	@Test
	void clientIsTheStub(@Autowired FgaClient client) {
		assertThat(client).isSameAs(this.stub);
	}

	@Nested
	class InNestedClass {

		@Test
		void showWhenAllowedThenOk() {
			FgaStubWebMvcTests.this.stub.allow("project:view").on("project", "p-1");
			assertThat(FgaStubWebMvcTests.this.mvc.get().uri("/projects/p-1")).hasStatusOk();
			assertThat(FgaStubWebMvcTests.this.stub).wasAskedTimes(1);
		}

		@Test
		void showWhenNotAllowedThenForbidden() {
			assertThat(FgaStubWebMvcTests.this.mvc.get().uri("/projects/p-1")).hasStatus(403);
			assertThat(FgaStubWebMvcTests.this.stub).wasAskedTimes(1);
		}

	}

}
