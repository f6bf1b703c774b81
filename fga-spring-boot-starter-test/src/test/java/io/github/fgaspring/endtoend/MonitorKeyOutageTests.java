package io.github.fgaspring.endtoend;

import io.github.fgaspring.annotation.RequiresPermission;
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
 * An application that has never seen the keys, and refuses nobody for that.
 */
@SpringBootTest(properties = "fga.enforcement=monitor")
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class MonitorKeyOutageTests extends AbstractEmulatorTests {

	@Test
	void requestWhenKeysAreOutOfReachThenAnsweredAsWithoutToken(CapturedOutput output) {
		this.emulator.inject(Fault.on(KEYS).status(500));
		assertThat(get("/organization", "org:view")).hasStatusOk();
		assertThat(keyFetches()).isPositive();
		assertThat(output).containsOnlyOnce("requires ALL of [org:view], NO_SESSION");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrganizationController.class)
	static class Application {

	}

	@RestController
	static class OrganizationController {

		@GetMapping("/organization")
		@RequiresPermission("org:view")
		String show() {
			return "organization";
		}

	}

}
