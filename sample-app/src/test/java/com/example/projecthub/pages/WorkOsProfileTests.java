package com.example.projecthub.pages;

import java.nio.file.Path;

import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The profile for the real service, with a WorkOS that the application does not bring
 * itself.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("workos")
@DirtiesContext
class WorkOsProfileTests {

	private static final FgaEmulator workOs = FgaEmulator
		.start(EmulatorConfig.defaults().withSeed(Seed.load(Path.of("src/main/resources/model.yaml"))));

	@LocalServerPort
	private int port;

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@DynamicPropertySource
	static void connect(DynamicPropertyRegistry properties) {
		properties.add("WORKOS_API_KEY", workOs::apiKey);
		properties.add("WORKOS_CLIENT_ID", workOs::clientId);
		properties.add("fga.base-url", workOs::baseUrl);
	}

	@Test
	void personSignsInSharesAndSignsOut() {
		Visitor carol = Visitor.signedIn(this.port, "user_carol");
		assertThat(carol.open("/").asNormalizedText()).contains("carol@acme.test", "Web shop")
			.doesNotContain("Payroll");
		HtmlPage people = carol.open("/projects/web/people");
		assertThat(carol.press(people, "Make bob@acme.test an editor").asNormalizedText()).contains("project-editor");
		assertThat(Visitor.signedIn(this.port, "user_bob").open("/").asNormalizedText()).contains("Web shop");
		// There is no webhook here: the application has to know by itself.
		String kept = carol.cookie("wos-session");
		assertThat(carol.click(carol.open("/"), "Sign out").getUrl().getPath()).isEqualTo("/sign-in");
		carol.setCookie("wos-session", kept);
		assertThat(carol.open("/").getUrl().getPath()).isEqualTo("/sign-in");
	}

	@Test
	void pageHasTheTrailAndNoSwitchesOfAnEmulator() {
		assertThat(Visitor.signedIn(this.port, "user_alice").open("/").asNormalizedText())
			.contains("How this page was decided")
			.doesNotContain("is down", "Revoke my session");
	}

}
