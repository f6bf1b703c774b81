package io.github.fgaspring.endtoend;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The start of an application whose rules may name permissions that the environment does
 * not have.
 */
@ExtendWith(OutputCaptureExtension.class)
class PermissionValidationTests {

	private static final String METHOD = Reports.class.getName() + ".read()";

	@ParameterizedTest
	@ValueSource(strings = { "warn", "fail" })
	void startWhenAllAreKnownThenStartsAndSaysNothing(String validate, CapturedOutput output) {
		try (FgaEmulator emulator = emulator("report:read");
				ConfigurableApplicationContext context = run(emulator, validate)) {
			assertThat(context.isRunning()).isTrue();
			assertThat(emulator.requests("/authorization/permissions")).hasSize(1);
			assertThat(output).doesNotContain("report:read", " WARN ");
		}
	}

	@Test
	void startWhenThereAreManyThenLooksAtAllPages() {
		String[] many = IntStream.range(0, 250).mapToObj((i) -> "thing:" + i).toArray(String[]::new);
		try (FgaEmulator emulator = emulator(many)) {
			assertThatException().isThrownBy(() -> run(emulator, "fail").close());
			assertThat(emulator.requests("/authorization/permissions")).hasSize(3);
		}
		many[249] = "report:read";
		try (FgaEmulator emulator = emulator(many); ConfigurableApplicationContext context = run(emulator, "fail")) {
			assertThat(context.isRunning()).isTrue();
			assertThat(emulator.requests("/authorization/permissions")).hasSize(3);
		}
	}

	@Test
	void startWhenFailAndUnknownThenReportsAndNeverListens(CapturedOutput output) {
		try (FgaEmulator emulator = emulator("report:raed")) {
			assertThatException().isThrownBy(() -> run(emulator, "fail").close());
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("'report:read', did you mean 'report:raed'? (" + METHOD + ")")
				.contains("'fga.permissions.validate'")
				.doesNotContain("Tomcat started", emulator.apiKey());
		}
	}

	@Test
	void startWhenWarnAndUnknownThenStartsWithOneWarning(CapturedOutput output) {
		try (FgaEmulator emulator = emulator("report:raed");
				ConfigurableApplicationContext context = run(emulator, "warn")) {
			assertThat(context.isRunning()).isTrue();
			assertThat(output).containsOnlyOnce(" WARN ")
				.contains("- 'report:read', did you mean 'report:raed'? (" + METHOD + ")");
		}
	}

	@Test
	void startWhenFailAndApiFailsThenReportsTheWayOut(CapturedOutput output) {
		try (FgaEmulator emulator = emulator("report:read")) {
			emulator.inject(Fault.on("/authorization/permissions").status(500));
			assertThatException().isThrownBy(() -> run(emulator, "fail").close());
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("cannot be looked up: The WorkOS API answered 500")
				.contains("'fga.permissions.validate' to 'warn' or 'off'")
				.doesNotContain("Tomcat started", emulator.apiKey());
		}
	}

	@Test
	void startWhenWarnAndApiFailsThenStartsAndSaysSo(CapturedOutput output) {
		try (FgaEmulator emulator = emulator("report:read")) {
			emulator.inject(Fault.on("/authorization/permissions").resetConnection());
			try (ConfigurableApplicationContext context = run(emulator, "warn")) {
				assertThat(context.isRunning()).isTrue();
				assertThat(output)
					.containsOnlyOnce("The permissions that rules require cannot be looked up: "
							+ "The WorkOS API cannot be reached")
					.doesNotContain(emulator.apiKey());
			}
		}
	}

	@Test
	void startWhenOffThenDoesNotAsk() {
		try (FgaEmulator emulator = emulator("other:read");
				ConfigurableApplicationContext context = run(emulator, "off")) {
			assertThat(context.isRunning()).isTrue();
			assertThat(emulator.requests()).isEmpty();
		}
	}

	private static ConfigurableApplicationContext run(FgaEmulator emulator, String validate) {
		return new SpringApplicationBuilder(Application.class).run("--server.port=0",
				"--fga.base-url=" + emulator.baseUrl(), "--fga.api-key=" + emulator.apiKey(),
				"--fga.client-id=" + emulator.clientId(), "--fga.permissions.validate=" + validate);
	}

	private static FgaEmulator emulator(String... permissions) {
		String seed = Arrays.stream(permissions)
			.map((slug) -> "  - { slug: \"" + slug + "\" }\n")
			.collect(Collectors.joining("", "permissions:\n", ""));
		return FgaEmulator.start(EmulatorConfig.defaults().withSeed(Seed.of(seed)));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Reports.class)
	static class Application {

	}

	static class Reports {

		@RequiresPermission("report:read")
		void read() {
		}

	}

}
