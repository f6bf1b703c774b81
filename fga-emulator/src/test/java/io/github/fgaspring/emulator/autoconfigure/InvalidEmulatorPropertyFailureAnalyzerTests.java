package io.github.fgaspring.emulator.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class InvalidEmulatorPropertyFailureAnalyzerTests {

	@Test
	void analyzeWhenSeedIsMissingThenSaysWhatToSet(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--fga.emulator.enabled=true"));
		assertThat(output).contains("APPLICATION FAILED TO START",
				"The emulator cannot start, see 'fga.emulator.seed': class path resource [fga-emulator.yaml] cannot be read",
				"Create that file, or set 'fga.emulator.seed' to the location of a seed");
	}

	@Test
	void analyzeWhenSeedIsWrongThenSaysWhere(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> run("--fga.emulator.enabled=true", "--fga.emulator.seed=classpath:wrong.yaml"));
		assertThat(output).contains("APPLICATION FAILED TO START", "line 2, roles[0].slugs: there is no key 'slugs'",
				"Correct the seed at that place.");
	}

	@Test
	void analyzeWhenProfileIsForbiddenThenSaysSo(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--fga.emulator.enabled=true",
				"--fga.emulator.seed=classpath:acme.yaml", "--spring.profiles.active=prod"));
		assertThat(output).contains("APPLICATION FAILED TO START",
				"see 'fga.emulator.forbidden-profiles': the profile 'prod' is active",
				"Do not set 'fga.emulator.enabled' in this profile");
	}

	private static void run(String... args) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(args).close();
	}

	@EnableAutoConfiguration
	static class Application {

	}

}
