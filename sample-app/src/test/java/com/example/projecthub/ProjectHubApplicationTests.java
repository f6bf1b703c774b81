package com.example.projecthub;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;
import io.github.fgaspring.test.FgaCoverage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample answers its four people as the documentation says.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
@EnableFgaEmulator
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
class ProjectHubApplicationTests {

	@Autowired
	private RestTestClient client;

	@Autowired
	private FgaEmulator emulator;

	@TestFactory
	Stream<DynamicTest> requestsAreAnsweredAsDocumented() {
		return DocumentedAnswers.read()
			.tests((person, request) -> send("user_" + person, request.method(), request.path(), request.body())
				.returnResult()
				.getStatus()
				.value());
	}

	@Test
	void denialHasTheDocumentedBody() {
		send("user_bob", "PUT", "/api/projects/web", "{broken").expectStatus()
			.isForbidden()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.json("""
					{
						"type": "about:blank",
						"title": "Forbidden",
						"status": 403,
						"detail": "A permission is missing.",
						"code": "permission_denied",
						"permissions": ["project:edit"]
					}
					""");
	}

	@Test
	void startPrintsRequestForEachPersonThatWorks(CapturedOutput output) {
		assertThat(output.getOut()).contains("# Alice", "# Bob", "# Carol", "# Dave");
		List<String> tokens = Pattern.compile("curl -i \\S+/api/projects/web -H 'Authorization: Bearer (\\S+)'")
			.matcher(output.getOut())
			.results()
			.map((result) -> result.group(1))
			.toList();
		assertThat(tokens).hasSize(4)
			.allSatisfy((token) -> this.client.get()
				.uri("/api/me")
				.header("Authorization", "Bearer " + token)
				.exchange()
				.expectStatus()
				.isOk());
	}

	@Test
	void healthIsOpen() {
		this.client.get().uri("/actuator/health").exchange().expectStatus().isOk();
	}

	@Test
	void everyHandlerDeclaresPermission(@Autowired ApplicationContext context) throws ClassNotFoundException {
		FgaCoverage.of(context)
			// The description of the API, for whoever is signed in.
			.exceptPackages("org.springdoc")
			// The rule of the one stands on the service, that of the other is Spring
			// Security's own; the table of requests above has both.
			.exceptMethods(Class.forName("com.example.projecthub.api.DocumentController"), "list")
			.exceptMethods(Class.forName("com.example.projecthub.api.ProjectController"), "summary")
			.assertEveryHandlerDeclaresPermission();
	}

	private RestTestClient.ResponseSpec send(String userId, String method, String path, String body) {
		String organization = userId.equals("user_dave") ? "org_globex" : "org_acme";
		RestTestClient.RequestBodySpec request = this.client.method(HttpMethod.valueOf(method))
			.uri(path)
			.header("Authorization", "Bearer " + this.emulator.sessionToken(userId, organization));
		return ((body != null) ? request.contentType(MediaType.APPLICATION_JSON).body(body) : request).exchange();
	}

}
