package com.example.compatibility;

import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * As during development, without the test kit at work.
 */
@SpringBootTest(properties = "fga.emulator.enabled=true")
@AutoConfigureMockMvc
class EmulatorInApplicationTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FgaEmulator emulator;

	@Test
	void showWhenTokenOfEmulatorThenDecided() {
		String token = "Bearer " + this.emulator.sessionToken("user_alice", "org_acme");
		assertThat(this.mvc.get().uri("/projects/web").header("Authorization", token)).hasStatusOk();
		assertThat(this.mvc.get().uri("/projects/shop").header("Authorization", token)).hasStatus(403);
	}

}
