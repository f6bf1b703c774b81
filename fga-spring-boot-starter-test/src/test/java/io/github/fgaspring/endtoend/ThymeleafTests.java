package io.github.fgaspring.endtoend;

import java.util.List;

import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A template shows what the caller may do with each project.
 */
@SpringBootTest(properties = { "fga.remote.deadline=20s", "fga.remote.read-timeout=20s" })
@AutoConfigureMockMvc
@EnableFgaEmulator(seed = "classpath:discovery.yaml")
class ThymeleafTests extends AbstractEmulatorTests {

	@Test
	void templateThenShowsWhatTheCallerMayDo() {
		assertThat(getAs(BOB, "/page")).hasStatusOk()
			.bodyText()
			.containsSubsequence("<li>0 views</li>", "<li>1 views, edits, has edit</li>", "<li>2 views</li>");
		assertThat(getAs(ALICE, "/page")).bodyText()
			.containsSubsequence("<li>0 views</li>", "<li>1</li>", "<li>2</li>")
			.doesNotContain("edit");
	}

	@Test
	void templateThenOneCallForAllQuestionsAboutAProject() {
		assertThat(getAs(BOB, "/page")).hasStatusOk();
		assertThat(checks()).isEqualTo(3);
	}

	@Test
	void templateWhenServiceIsOutThenShowsNothing() {
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertThat(getAs(BOB, "/page")).hasStatus(503).bodyText().doesNotContain("<li>");
	}

	record Project(long id) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PageController.class)
	static class Application {

	}

	@Controller
	static class PageController {

		@GetMapping("/page")
		String page(Model model) {
			model.addAttribute("projects", List.of(new Project(0), new Project(1), new Project(2)));
			return "projects";
		}

	}

}
