package com.example.testing;

import io.github.fgaspring.test.FgaStub;
import io.github.fgaspring.test.WithFgaSession;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@WebMvcTest(ProjectController.class)
@Import(FgaStub.class)
@WithFgaSession
class FgaStubExampleTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FgaStub stub;

	@Test
	void showWhenAllowedOnProjectThenOkThereOnly() {
		this.stub.allow("project:view").on("project", "web");
		assertThat(this.mvc.get().uri("/projects/web")).hasStatusOk();
		assertThat(this.mvc.get().uri("/projects/shop")).hasStatus(403);
		assertThat(this.stub).wasAsked("project:view").on("project", "shop");
	}

	@Test
	@WithFgaSession(permissions = "project:view")
	void showWhenSessionHasPermissionThenNobodyIsAsked() {
		assertThat(this.mvc.get().uri("/projects/web")).hasStatusOk();
		assertThat(this.stub).wasNotAsked();
	}

	@Test
	void showWhenWorkOsIsUnavailableThenServiceUnavailable() {
		this.stub.unavailable();
		assertThat(this.mvc.get().uri("/projects/web")).hasStatus(503);
	}

}
