package com.example.readme;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README's quick start, run.
 */
@AutoConfigureMockMvc
@EnableFgaEmulator
abstract class AbstractQuickStartTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FgaEmulator emulator;

	@Test
	void listWhenMemberThenOk() {
		assertThat(this.mvc.get().uri("/projects").header("Authorization", bearer("user_bob"))).hasStatusOk()
			.bodyJson()
			.extractingPath("$[0]")
			.isEqualTo("The projects of org_acme");
	}

	@Test
	void renameWhenAllowedOnWorkspaceThenOk() {
		assertThat(this.mvc.put().uri("/projects/web").content("Shop").header("Authorization", bearer("user_carol")))
			.hasStatusOk()
			.hasBodyTextEqualTo("web is now called Shop");
	}

	@Test
	void renameWhenNotAllowedThenForbiddenWithTheDocumentedBody() {
		assertThat(this.mvc.put().uri("/projects/web").content("Shop").header("Authorization", bearer("user_bob")))
			.hasStatus(403)
			.bodyJson()
			.isStrictlyEqualTo(Readme.read("docs/decisions.md").blocks("json").get(0));
	}

	@Test
	void listWhenNoTokenThenUnauthorized() {
		assertThat(this.mvc.get().uri("/projects")).hasStatus(401);
	}

	private String bearer(String userId) {
		return "Bearer " + this.emulator.sessionToken(userId, "org_acme");
	}

}
