package com.example.testing;

import io.github.fgaspring.test.WithFgaSession;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@WebMvcTest(ProjectController.class)
class WithFgaSessionExampleTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	@WithFgaSession(organization = "org_acme", permissions = "org:view")
	void listWhenPermittedThenOk() {
		assertThat(this.mvc.get().uri("/projects")).hasStatusOk().hasBodyTextEqualTo("The projects of org_acme");
	}

	@Test
	@WithFgaSession
	void listWhenNotPermittedThenForbidden() {
		assertThat(this.mvc.get().uri("/projects")).hasStatus(403);
	}

	@Test
	void listWhenNobodyIsSignedInThenUnauthorized() {
		assertThat(this.mvc.get().uri("/projects")).hasStatus(401);
	}

}
