package io.github.fgaspring.endtoend;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With {@code fga.enforcement=monitor} every request is answered, and the log says which
 * would not have been.
 */
@SpringBootTest(properties = { "fga.enforcement=monitor", "fga.web.undeclared-handlers=deny",
		"logging.level.io.github.fgaspring.web=DEBUG" })
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class MonitorTests extends AbstractEmulatorTests {

	private static final String REFUSED = "Would have been refused: ";

	private static final String ENDPOINTS = Endpoints.class.getName();

	@Autowired
	private RecordedDecisions decisions;

	@BeforeEach
	void forgetDecisions() {
		this.decisions.take();
	}

	@Test
	void requestWhenGrantedThenAnsweredAndNothingToReport(CapturedOutput output) {
		assertThat(get("/projects/p-1")).hasStatusOk().hasBodyTextEqualTo("p-1");
		assertThat(output).doesNotContain("Would have");
		assertThat(this.decisions.take()).containsExactly("granted user_alice at handler project: REMOTE");
	}

	@Test
	void requestWhenDeniedThenAnsweredAndReportedOnce(CapturedOutput output) {
		assertThat(getAs(BOB, "/projects/p-1")).hasStatusOk().hasBodyTextEqualTo("p-1");
		assertRefusals(output, ENDPOINTS + ".project(String) requires ALL of [project:view], MISSING_PERMISSION");
		assertThat(checks()).isOne();
		assertThat(this.decisions.take())
			.containsExactly("denied user_bob at handler project: REMOTE MISSING_PERMISSION");
	}

	@Test
	void requestWhenRuleOfOrganizationDeniesThenAnsweredAndReportedOnce(CapturedOutput output) {
		assertThat(get("/organization")).hasStatusOk();
		assertRefusals(output, ENDPOINTS + ".organization() requires ALL of [org:view], MISSING_PERMISSION");
	}

	@Test
	void requestWhenNoTokenThenAnsweredAndReportedOnce(CapturedOutput output) {
		assertThat(this.mvc.get().uri("/projects/p-1")).hasStatusOk().hasBodyTextEqualTo("p-1");
		assertRefusals(output, ENDPOINTS + ".project(String) requires ALL of [project:view], NO_SESSION");
		assertThat(this.decisions.take()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("badCredentials")
	void requestWhenTokenIsBadThenAnsweredAsWithoutOne(String authorization, CapturedOutput output) {
		assertThat(this.mvc.get().uri("/me").header("Authorization", authorization)).hasStatusOk()
			.hasBodyTextEqualTo("anonymousUser");
		assertThat(this.mvc.get().uri("/projects/p-1").header("Authorization", authorization)).hasStatusOk();
		assertRefusals(output, ENDPOINTS + ".project(String) requires ALL of [project:view], NO_SESSION");
	}

	static Stream<String> badCredentials() {
		return Stream.of("Bearer garbage", "Bearer", "Bearer two tokens", "Bearer eyJhbGciOiJub25lIn0.e30.",
				"Bearer " + "x".repeat(20_000));
	}

	@Test
	void requestWhenTokenIsExpiredOrForeignThenAnsweredAsWithoutOne(CapturedOutput output) {
		for (String token : List.of(tokenBuilder().expired().build(), tokenBuilder().foreignKey().build(),
				tokenBuilder().issuer("https://partner.example").build())) {
			assertThat(this.mvc.get().uri("/me").header("Authorization", "Bearer " + token)).hasStatusOk()
				.hasBodyTextEqualTo("anonymousUser");
			assertThat(output).contains("DEBUG").contains("A token that would have been refused is ignored (");
			assertThat(output).doesNotContain(token);
		}
	}

	@Test
	void requestWhenTokenIsGoodThenSigned() {
		assertThat(get("/me")).hasStatusOk().hasBodyTextEqualTo(ALICE);
	}

	@Test
	void requestWhenApiIsDownThenAnsweredAndAskedForOneDecisionOnly(CapturedOutput output) {
		this.emulator.inject(Fault.on(CHECKS).status(503));
		assertThat(get("/projects/p-1")).hasStatusOk().hasBodyTextEqualTo("p-1");
		assertRefusals(output, ENDPOINTS + ".project(String) requires ALL of [project:view], UNAVAILABLE");
		// With the second attempt, but not once more by the method.
		assertThat(checks()).isEqualTo(2);
		assertThat(this.decisions.take()).isEmpty();
	}

	@Test
	void requestWhenResourceIsInBodyThenAnsweredAndReportedOnce(CapturedOutput output) {
		assertThat(put(BOB, "/projects", "p-1")).hasStatusOk().hasBodyTextEqualTo("p-1");
		assertRefusals(output, ENDPOINTS + ".move(String) requires ALL of [project:edit], MISSING_PERMISSION");
		assertThat(this.decisions.take()).containsExactly("denied user_bob at method move: REMOTE MISSING_PERMISSION");
	}

	@Test
	void requestWhenResourceIsInBodyAndNoTokenThenAnsweredAndReportedOnce(CapturedOutput output) {
		assertThat(this.mvc.put().uri("/projects").contentType(MediaType.TEXT_PLAIN).content("p-1")).hasStatusOk();
		assertRefusals(output, ENDPOINTS + ".move(String) requires ALL of [project:edit], NO_SESSION");
	}

	@Test
	void requestWhenServiceDeniesThenAnsweredAndReportedForEachCall(CapturedOutput output) {
		assertThat(getAs(BOB, "/service/p-1/p-2")).hasStatusOk().hasBodyTextEqualTo("p-1 p-2");
		String refusal = Projects.class.getName() + ".find(String) requires ALL of [project:view], MISSING_PERMISSION";
		assertRefusals(output, refusal, refusal);
		assertThat(this.decisions.take()).containsExactly("denied user_bob at method find: REMOTE MISSING_PERMISSION",
				"denied user_bob at method find: REMOTE MISSING_PERMISSION");
	}

	@Test
	void requestWhenServiceIsCalledWithoutTokenThenAnsweredAndReported(CapturedOutput output) {
		assertThat(this.mvc.get().uri("/service/p-1/p-2")).hasStatusOk();
		String refusal = Projects.class.getName() + ".find(String) requires ALL of [project:view], NO_SESSION";
		assertRefusals(output, refusal, refusal);
	}

	@Test
	void requestWhenHandlerIsAsynchronousThenAnsweredAndReportedOnce(CapturedOutput output) {
		assertThat(getAs(BOB, "/callable/p-1")).hasStatusOk().hasBodyTextEqualTo("p-1");
		assertRefusals(output, ENDPOINTS + ".callable(String) requires ALL of [project:view], MISSING_PERMISSION");
		assertThat(this.decisions.take()).hasSize(1);
	}

	@Test
	void requestWhenExpressionFailsThenAnsweredAndReportedWithoutTheId(CapturedOutput output) {
		assertThat(get("/files/secret-id-77")).hasStatusOk().hasBodyTextEqualTo("secret-id-77");
		assertThat(output).containsOnlyOnce("Would have failed: " + ENDPOINTS
				+ ".file(String) requires ALL of [project:view], java.lang.UnsupportedOperationException");
		assertThat(output).doesNotContain("secret-id-77");
	}

	@Test
	void requestWhenResourceCannotBeReadThenAnsweredAsWithoutRule() {
		assertThat(get("/numbers/not-a-number")).hasStatus(400);
	}

	@Test
	void requestWhenHandlerIsUndeclaredThenAnsweredAndReportedOnce(CapturedOutput output) {
		assertThat(get("/undeclared")).hasStatusOk();
		assertRefusals(output, ENDPOINTS + ".undeclared() declares no permission, UNDECLARED_HANDLER");
		assertThat(this.decisions.take())
			.containsExactly("denied user_alice at handler undeclared: NONE UNDECLARED_HANDLER");
	}

	@Test
	void requestWhenHandlerIsUndeclaredAndNoTokenThenAnsweredAndReportedOnce(CapturedOutput output) {
		assertThat(this.mvc.get().uri("/undeclared")).hasStatusOk();
		assertRefusals(output, ENDPOINTS + ".undeclared() declares no permission, NO_SESSION");
	}

	@Test
	void applicationWhenAsksByItselfThenHearsTheTruth() {
		assertThat(getAs(BOB, "/can/p-1")).hasStatusOk().hasBodyTextEqualTo("false");
		assertThat(get("/can/p-1")).hasStatusOk().hasBodyTextEqualTo("true");
	}

	@Test
	void requestsWhenReportedThenLogHoldsNoId(CapturedOutput output) {
		getAs(BOB, "/projects/secret-id-77").exchange();
		put(BOB, "/projects", "secret-id-77").exchange();
		assertThat(output).contains(REFUSED).doesNotContain("secret-id-77").doesNotContain(BOB);
	}

	private MockMvcRequestBuilder put(String userId, String uri, String body) {
		return this.mvc.method(HttpMethod.PUT)
			.uri(uri)
			.header("Authorization", "Bearer " + this.emulator.sessionToken(userId, ACME))
			.contentType(MediaType.TEXT_PLAIN)
			.content(body);
	}

	private static void assertRefusals(CapturedOutput output, String... refusals) {
		assertThat(output.getOut()
			.lines()
			.filter((line) -> line.contains(REFUSED))
			.map((line) -> line.substring(line.indexOf(REFUSED) + REFUSED.length()))).containsExactly(refusals);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Endpoints.class, Projects.class, Files.class, RecordedDecisions.class })
	static class Application {

	}

	@RestController
	static class Endpoints {

		private final Projects projects;

		private final Fga fga;

		Endpoints(Projects projects, Fga fga) {
			this.projects = projects;
			this.fga = fga;
		}

		@GetMapping("/organization")
		@RequiresPermission("org:view")
		String organization() {
			return "organization";
		}

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		String project(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@PutMapping("/projects")
		@RequiresPermission("project:edit")
		String move(@RequestBody @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/callable/{id}")
		@RequiresPermission("project:view")
		Callable<String> callable(@PathVariable @ResourceId("project") String id) {
			return () -> id;
		}

		@GetMapping("/files/{id}")
		@RequiresPermission(value = "project:view", resourceType = "project", resource = "@files.projectOf(#id)")
		String file(@PathVariable String id) {
			return id;
		}

		@GetMapping("/numbers/{id}")
		@RequiresPermission("project:view")
		String number(@PathVariable @ResourceId("project") long id) {
			return Long.toString(id);
		}

		@GetMapping("/service/{one}/{other}")
		@NoPermissionRequired
		String service(@PathVariable String one, @PathVariable String other) {
			return this.projects.find(one) + " " + this.projects.find(other);
		}

		@GetMapping("/can/{id}")
		@NoPermissionRequired
		String can(@PathVariable String id) {
			return Boolean.toString(this.fga.can("project:view", "project", id));
		}

		@GetMapping("/me")
		@NoPermissionRequired
		String me(Authentication authentication) {
			return (authentication != null) ? authentication.getName() : "anonymousUser";
		}

		@GetMapping("/undeclared")
		String undeclared() {
			return "undeclared";
		}

	}

	@Component
	static class Projects {

		@RequiresPermission("project:view")
		String find(@ResourceId("project") String id) {
			return id;
		}

	}

	@Component("files")
	static class Files {

		public String projectOf(String id) {
			throw new UnsupportedOperationException(id);
		}

	}

}
