package com.example.projecthub.standalone;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import com.example.projecthub.DocumentedAnswers;
import io.github.fgaspring.test.FgaCoverage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample with Spring's own form login answers its four people with the same
 * controllers and the same rules.
 */
@AutoConfigureRestTestClient
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
class StandaloneApplicationTests extends AbstractStandaloneTests {

	@Autowired
	private RestTestClient client;

	@TestFactory
	Stream<DynamicTest> requestsAreAnsweredAsDocumented() {
		Map<String, Browser> browsers = new HashMap<>();
		return DocumentedAnswers.read()
			.withoutPermissionsInSessions()
			.tests((person, request) -> browsers.computeIfAbsent(person, this::login)
				.send(request.method(), request.path(), request.body())
				.statusCode());
	}

	@Test
	void writeWhenTokenAgainstForgeryIsMissingThenRefused() {
		Browser alice = login("alice");
		String before = alice.send("GET", "/api/projects/payroll", null).body();
		assertThat(alice.sendWithoutCsrfToken("PUT", "/api/projects/payroll", "{\"name\": \"Forged\"}").statusCode())
			.isEqualTo(403);
		assertThat(alice.send("GET", "/api/projects/payroll", null).body()).isEqualTo(before);
	}

	@Test
	void meNamesTheIdsOfThisProduct() {
		assertThat(login("carol").send("GET", "/api/me", null).body()).contains("\"user\":\"1003\"",
				"\"organization\":\"acme\"");
	}

	@Test
	void passwordInHeaderIsAsGood() {
		assertThat(statusFor("alice", "alice")).isEqualTo(200);
		assertThat(statusFor("bob", "bob")).isEqualTo(403);
		assertThat(statusFor("alice", "wrong")).isEqualTo(401);
	}

	private int statusFor(String username, String password) {
		return this.client.get()
			.uri("/api/projects/web")
			.headers((headers) -> headers.setBasicAuth(username, password))
			.exchange()
			.returnResult()
			.getStatus()
			.value();
	}

	@Test
	void nobodyIsSentToTheLoginPage() {
		this.client.get()
			.uri("/api/projects/web")
			.accept(MediaType.TEXT_HTML)
			.exchange()
			.expectStatus()
			.isFound()
			.expectHeader()
			.value("Location", (location) -> assertThat(location).endsWith("/login"));
		this.client.get().uri("/actuator/health").exchange().expectStatus().isOk();
	}

	@Test
	void sessionTokensAreNoLogin() {
		this.client.get()
			.uri("/api/projects/web")
			.accept(MediaType.APPLICATION_JSON)
			.header("Authorization", "Bearer " + this.emulator.sessionToken("user_alice", "org_acme"))
			.exchange()
			.expectStatus()
			.isUnauthorized();
	}

	@Test
	void startPrintsRequestForEachPerson(CapturedOutput output) {
		assertThat(output.getOut()).contains("/login, or try:", "-u alice:alice", "-u bob:bob", "-u carol:carol",
				"-u dave:dave");
	}

	@Test
	void everyHandlerDeclaresPermission(@Autowired ApplicationContext context) throws Exception {
		FgaCoverage.of(context)
			// The description of the API, for whoever is signed in.
			.exceptPackages("org.springdoc")
			.exceptMethods(Class.forName("com.example.projecthub.api.DocumentController"), "list")
			.exceptMethods(Class.forName("com.example.projecthub.api.ProjectController"), "summary")
			.assertEveryHandlerDeclaresPermission();
	}

}
