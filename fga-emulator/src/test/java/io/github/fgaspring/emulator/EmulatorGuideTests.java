package io.github.fgaspring.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.fgaspring.emulator.Browser.Page;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/emulator.md} shows works.
 */
class EmulatorGuideTests extends AbstractAcmeTests {

	private static final Path GUIDE = Path.of("../docs/emulator.md");

	private static final Pattern ROW = Pattern.compile("\\| `([A-Z]+) (/_emulator\\S+)` \\|(?: `([^`]*)`)? \\|.*");

	static Stream<Arguments> controlRequestWhenSentThenSucceeds() throws IOException {
		return Files.readAllLines(GUIDE)
			.stream()
			.map(ROW::matcher)
			.filter((row) -> row.matches())
			.map((row) -> Arguments.of(row.group(1), row.group(2), (row.group(3) != null) ? row.group(3) : ""));
	}

	@ParameterizedTest(name = "{0} {1} {2}")
	@MethodSource
	void controlRequestWhenSentThenSucceeds(String method, String path, String body) {
		Response response = client.send(client.request(path).method(method, BodyPublishers.ofString(body)).build());
		assertThat(response.status()).as(response.text()).isBetween(200, 204);
	}

	@Test
	void seedWhenReadThenIsValid() throws IOException {
		String guide = Files.readString(GUIDE);
		String yaml = guide.substring(guide.indexOf("```yaml\n") + 8, guide.indexOf("```\n", guide.indexOf("```yaml")));
		assertThat(yaml).startsWith("webhooks:");
		try (FgaEmulator started = FgaEmulator.start(EmulatorConfig.defaults().withSeed(Seed.of(yaml)))) {
			assertThat(started.requests()).isEmpty();
		}
	}

	@Test
	void signInAddressWhenOpenedThenLeadsBackWithCode() throws IOException {
		String guide = Files.readString(GUIDE);
		String address = guide.lines().filter((line) -> line.contains("/user_management/authorize?")).findFirst().get();
		Page page = new Browser()
			.open(URI.create(address.replace("http://127.0.0.1:4100", emulator.baseUrl().toString())))
			.press("Continue as bob@acme.test");
		assertThat(page.header("Location").orElseThrow()).startsWith("http://localhost:8080/callback?code=")
			.endsWith("&state=1");
	}

	@Test
	void commandWhenReadThenNamesFilesThatExist() throws IOException {
		assertThat(Files.readString(GUIDE)).contains("fga-emulator/target/fga-emulator-0.1.0-SNAPSHOT-exec.jar",
				"--seed sample-app/src/main/resources/model.yaml");
		assertThat(Path.of("../sample-app/src/main/resources/model.yaml")).exists();
		assertThat(Files.readString(Path.of("pom.xml"))).contains("<version>0.1.0-SNAPSHOT</version>",
				"<classifier>exec</classifier>");
	}

}
