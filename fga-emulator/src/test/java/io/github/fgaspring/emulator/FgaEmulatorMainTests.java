package io.github.fgaspring.emulator;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FgaEmulatorMainTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@Test
	void startWhenPortAndSeedAreGivenThenSaysHowToUseIt() {
		Optional<FgaEmulator> started = start("--port", "0", "--seed", "src/test/resources/acme.yaml");
		try (FgaEmulator emulator = started.orElseThrow()) {
			assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("fga.base-url=" + emulator.baseUrl(),
					"fga.api-key=sk_test_emulator", "fga.client-id=client_emulator");
			assertThat(emulator.sessionToken("user_alice", "org_acme")).isNotBlank();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--port x                            | --port must be a number from 0 to 65535, not 'x'
			--port 65536                        | port must be from 0 to 65535, not 65536
			--port                              | There is no value for '--port'
			--colour red                        | There is no option '--colour'
			--seed none.yaml                    | The seed none.yaml cannot be read
			--seed src/test/resources/wrong.yaml| line 2, roles[0].slugs: there is no key 'slugs' here
			""")
	void startWhenArgumentIsWrongThenSaysSoAndHowToUseIt(String arguments, String message) {
		assertThat(start(arguments.split(" "))).isEmpty();
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains(message, "Usage: java -jar")
			.doesNotContain("\tat ");
	}

	@Test
	void startWhenPortIsTakenThenSaysSo() {
		try (FgaEmulator other = FgaEmulator.start(EmulatorConfig.defaults())) {
			String port = String.valueOf(other.baseUrl().getPort());
			assertThat(start("--port", port)).isEmpty();
			assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("cannot listen on 127.0.0.1:" + port);
		}
	}

	private Optional<FgaEmulator> start(String... arguments) {
		return FgaEmulatorMain.start(new PrintStream(this.out, true, StandardCharsets.UTF_8),
				new PrintStream(this.err, true, StandardCharsets.UTF_8), arguments);
	}

}
