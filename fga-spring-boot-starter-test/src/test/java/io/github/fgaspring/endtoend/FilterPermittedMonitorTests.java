package io.github.fgaspring.endtoend;

import java.util.List;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With {@code fga.enforcement=monitor} everybody gets the whole list, and the log says
 * what they would not have got.
 */
@SpringBootTest(properties = { "fga.enforcement=monitor", "fga.web.undeclared-handlers=deny" })
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class FilterPermittedMonitorTests extends AbstractEmulatorTests {

	private static final String FILTER = Endpoints.class.getName() + ".list() filters by [project:view]";

	private static final List<String> ALL = List.of("p-1", "p-2");

	@Test
	void requestWhenAllArePermittedThenNothingToReport(CapturedOutput output) {
		assertThat(get("/list", "project:view")).hasStatusOk().bodyJson().extractingPath("$[*].id").isEqualTo(ALL);
		assertThat(output).doesNotContain("Would have");
	}

	@Test
	void requestWhenSomeAreDeniedThenAllAndReportedOnceWithoutIds(CapturedOutput output) {
		assertThat(get("/list")).hasStatusOk().bodyJson().extractingPath("$[*].id").isEqualTo(ALL);
		assertThat(checks()).isEqualTo(2);
		assertThat(output).containsOnlyOnce("Would have been left out: 1 element(s), " + FILTER)
			.doesNotContain("p-2")
			.doesNotContain(ALICE);
	}

	@Test
	void requestWhenNoTokenThenAllAndReportedOnce(CapturedOutput output) {
		assertThat(this.mvc.get().uri("/list")).hasStatusOk().bodyJson().extractingPath("$[*].id").isEqualTo(ALL);
		assertThat(output).containsOnlyOnce("Would have been refused: " + FILTER + ", NO_SESSION");
	}

	@Test
	void requestWhenApiIsDownThenAllAndReportedOnce(CapturedOutput output) {
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertThat(get("/list")).hasStatusOk().bodyJson().extractingPath("$[*].id").isEqualTo(ALL);
		assertThat(output).containsOnlyOnce("Would have been refused: " + FILTER + ", UNAVAILABLE");
	}

	record Project(String id) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Endpoints.class)
	static class Application {

	}

	@RestController
	static class Endpoints {

		@GetMapping("/list")
		@NoPermissionRequired
		@FilterPermitted(value = "project:view", resourceType = "project")
		List<Project> list() {
			return List.of(new Project("p-1"), new Project("p-2"));
		}

	}

}
