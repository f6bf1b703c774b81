package io.github.fgaspring.endtoend;

import java.time.Instant;

import io.github.fgaspring.emulator.traffic.Fault;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules, denials and health as operators see them.
 */
@SpringBootTest(classes = AbstractActuatorTests.Application.class)
@AutoConfigureMockMvc
class ActuatorTests extends AbstractActuatorTests {

	private static final String PROJECTS = "io.github.fgaspring.endtoend.AbstractActuatorTests$ProjectController";

	private static final String REPORTS = "io.github.fgaspring.endtoend.AbstractActuatorTests$ReportService";

	@Test
	void fgaThenShowsRulesAndUndeclaredHandlers() {
		assertThat(actuator("/fga")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{
				  "rules": [
				    {
				      "method": "%1$s.edit(Project)",
				      "paths": ["PUT /drafts", "PUT /projects"],
				      "permissions": ["project:edit"],
				      "match": "ALL",
				      "resourceType": "project",
				      "alwaysCurrent": false,
				      "enforcementPoint": "method"
				    },
				    {
				      "method": "%1$s.show(String)",
				      "paths": ["GET /projects/{id}"],
				      "permissions": ["project:view"],
				      "match": "ALL",
				      "resourceType": "project",
				      "alwaysCurrent": false,
				      "enforcementPoint": "handler"
				    },
				    {
				      "method": "%2$s.read()",
				      "permissions": ["report:read"],
				      "match": "ALL",
				      "resourceType": "organization",
				      "alwaysCurrent": false,
				      "enforcementPoint": "method"
				    }
				  ],
				  "undeclaredHandlers": [
				    { "method": "%1$s.forgotten()", "paths": ["POST /forgotten"] }
				  ],
				  "caches": { "decisions": { "enabled": false }, "tenancy": { "enabled": false } }
				}
				""".formatted(PROJECTS, REPORTS));
		assertThat(actuator("/fga")).bodyJson().doesNotHavePath("$.rules[2].paths");
		assertThat(actuator("/fga")).bodyJson().extractingPath("$.rules").asArray().hasSize(3);
		assertThat(actuator("/fga")).bodyJson().extractingPath("$.undeclaredHandlers").asArray().hasSize(1);
	}

	@Test
	void fgaThenShowsConfigurationWithoutTheKey() {
		MvcTestResult result = actuator("/fga");
		assertThat(result).bodyJson()
			.extractingPath("$.configuration")
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("fga.base-url", this.emulator.baseUrl().toString())
			.containsEntry("fga.client-id", this.emulator.clientId())
			.containsEntry("fga.remote.circuit-breaker.open-for", "1ms")
			.containsEntry("fga.permissions.validate", "off")
			.doesNotContainKey("fga.api-key");
		assertThat(result).bodyText().doesNotContain(this.emulator.apiKey());
		assertThat(this.emulator.requests()).isEmpty();
	}

	@Test
	void decisionsWhenDeniedThenLatestFirstAndWithoutIds() {
		assertThat(get("/projects/p-1")).hasStatusOk();
		assertThat(get("/projects/p-2")).hasStatus(403);
		assertThat(get("/projects/nowhere")).hasStatus(403);
		MvcTestResult result = actuator("/fga/decisions");
		assertThat(result).hasStatusOk();
		assertThat(result).bodyJson().isLenientlyEqualTo("""
				{
				  "denials": [
				    {
				      "permissions": ["project:view"],
				      "resourceType": "project",
				      "reason": "UNKNOWN_RESOURCE_OR_MEMBERSHIP",
				      "source": "REMOTE"
				    },
				    {
				      "permissions": ["project:view"],
				      "resourceType": "project",
				      "reason": "MISSING_PERMISSION",
				      "source": "REMOTE"
				    }
				  ]
				}
				""");
		assertThat(result).bodyJson().doesNotHavePath("$.denials[0].ids");
		assertThat(result).bodyText().doesNotContain("nowhere");
		assertShowsNoIds(result);
	}

	@Test
	void decisionsWhenAskedThenEachSinceTheStartOfTheTest() {
		Instant before = Instant.now();
		assertThat(get("/projects/p-2")).hasStatus(403);
		assertThat(actuator("/fga/decisions")).bodyJson()
			.extractingPath("$.denials[0].time")
			.asString()
			.satisfies((time) -> assertThat(Instant.parse(time)).isBetween(before, Instant.now()));
	}

	@Test
	void sectionWhenUnknownThenNotFound() {
		assertThat(actuator("/fga/rules")).hasStatus(404);
	}

	@Test
	void fgaWhenWrittenToThenNotAllowed() {
		assertThat(this.mvc.post().uri("/actuator/fga").with(SecurityMockMvcRequestPostProcessors.csrf()))
			.hasStatus(405);
		assertThat(this.mvc.delete().uri("/actuator/fga/decisions").with(SecurityMockMvcRequestPostProcessors.csrf()))
			.hasStatus(405);
	}

	@Test
	void healthWhenOutageThenDownUntilItIsOver() {
		assertThat(health()).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"status":"UP","details":{"enforcement":"enforce","circuitBreaker":"closed"}}
				""");
		assertThat(get("/projects/p-1")).hasStatusOk();
		assertThat(health()).hasStatusOk().bodyJson().extractingPath("$.details.lastSuccess").isNotNull();

		this.emulator.inject(Fault.on(CHECKS).status(500));
		for (int i = 0; i < 4; i++) {
			assertThat(get("/projects/p-1")).hasStatus(503);
		}
		int calls = this.emulator.requests().size();
		assertThat(health()).hasStatus(503).bodyJson().isLenientlyEqualTo("""
				{
				  "status": "DOWN",
				  "details": {
				    "circuitBreaker": "open",
				    "problems": ["The circuit breaker is open"],
				    "lastFailure": { "message": "The WorkOS API answered 500" },
				    "sessionKeys": { "state": "fetched" }
				  }
				}
				""");
		assertThat(health()).bodyJson().extractingPath("$.details.outageSince").isNotNull();
		assertThat(health()).bodyJson().extractingPath("$.details.lastFailure.time").isNotNull();
		assertShowsNoIds(health());
		assertThat(this.emulator.requests()).hasSize(calls);

		this.emulator.clearFaults();
		Awaitility.await().untilAsserted(() -> assertThat(get("/projects/p-1")).hasStatusOk());
		assertThat(health()).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"status":"UP","details":{"circuitBreaker":"closed"}}
				""");
		assertThat(health()).bodyJson().doesNotHavePath("$.details.problems");
	}

	@Test
	void healthWhenKeyIsRefusedThenDownAndNamesTheProperty() {
		this.emulator.inject(Fault.on(CHECKS).status(401));
		assertThat(get("/projects/p-1")).hasStatus(503);
		assertThat(health()).hasStatus(503)
			.bodyJson()
			.extractingPath("$.details.problems[0]")
			.asString()
			.contains("fga.api-key");
		assertShowsNoIds(health());
	}

	private MvcTestResult health() {
		return actuator("/health/fga");
	}

}
