package io.github.fgaspring.emulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jar that runs by itself, as a user runs it.
 */
class ExecutableJarIT {

	private static final String JAR = System.getProperty("exec.jar");

	@Test
	@Timeout(60)
	void runWhenSeedIsGivenThenAnswers() throws IOException {
		Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-jar", JAR, "--port", "0", "--seed", "src/test/resources/acme.yaml"))
			.redirectErrorStream(true)
			.start();
		try {
			URI baseUrl = readBaseUrl(process);
			EmulatorClient client = new EmulatorClient(baseUrl, "sk_test_emulator");
			assertThat(client.post("/authorization/organization_memberships/om_alice/check",
					"""
							{"permission_slug": "project:edit", "resource_type_slug": "project", "resource_external_id": "web"}""")
				.text()).isEqualTo("{\"authorized\":true}");
			assertThat(client.post("/_emulator/tokens", """
					{"user_id": "user_alice", "organization_id": "org_acme"}""").status()).isEqualTo(201);
		}
		finally {
			process.destroy();
		}
	}

	@Test
	void jarWhenLookedIntoThenIsFreeOfSpring() throws IOException {
		try (JarFile jar = new JarFile(JAR)) {
			assertThat(jar.stream().map((entry) -> entry.getName()).filter((name) -> name.startsWith("BOOT-INF/lib/")))
				.isNotEmpty()
				.noneMatch((name) -> name.contains("spring"));
		}
	}

	private static URI readBaseUrl(Process process) throws IOException {
		List<String> lines = new ArrayList<>();
		BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			lines.add(line);
			if (line.contains("fga.base-url=")) {
				return URI.create(line.strip().substring("fga.base-url=".length()));
			}
		}
		throw new AssertionError("The emulator ended with: " + lines);
	}

}
