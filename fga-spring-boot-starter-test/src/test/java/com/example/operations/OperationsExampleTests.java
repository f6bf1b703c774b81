package com.example.operations;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of the guide to operations, at work in an application.
 */
@SpringBootTest(properties = { "fga.decision-cache.enabled=true", "fga.fast-path.tenancy=verify" })
@AutoConfigureMockMvc
@EnableFgaEmulator(seed = "classpath:projects.yaml")
class OperationsExampleTests {

	/**
	 * The meters that the guide names.
	 */
	static final Set<String> METERS = Set.of("fga.decision", "fga.decisions", "fga.memberships", "fga.tenancy",
			"fga.tokens", "fga.remote.coalesced", "fga.remote.rejected", "fga.redis.pending", "fga.policy.refusals");

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FgaEmulator emulator;

	@Autowired
	private ProjectMembers members;

	@Autowired
	private MeterRegistry meters;

	@Test
	void showWhenRoleIsRemovedThenGrantedUntilEvicted() {
		this.emulator.assignRole("om_alice", "project-viewer", "project", "shop");
		assertThat(show("shop")).isEqualTo(200);
		this.emulator.removeRole("om_alice", "project-viewer", "project", "shop");
		assertThat(show("shop")).isEqualTo(200);
		this.members.remove("om_alice", "shop");
		assertThat(show("shop")).isEqualTo(403);
	}

	@Test
	void showWhenTokenGrantsThenOnlyProjectsOfTheOwnDatabase() {
		assertThat(show("ours", "project:view")).isEqualTo(200);
		assertThat(this.emulator.requests("/authorization/**")).isEmpty();
		assertThat(show("theirs", "project:view")).isEqualTo(403);
	}

	@Test
	void metersThatAreNamedExist() {
		show("web");
		Set<String> names = this.meters.getMeters()
			.stream()
			.map(Meter::getId)
			.map(Meter.Id::getName)
			.collect(Collectors.toSet());
		assertThat(names).contains("fga.decision", "fga.remote.coalesced", "fga.remote.rejected", "fga.policy.refusals",
				"http.client.requests", "resilience4j.circuitbreaker.state", "resilience4j.circuitbreaker.calls",
				"resilience4j.circuitbreaker.not.permitted.calls", "resilience4j.retry.calls",
				"resilience4j.bulkhead.available.concurrent.calls", "cache.gets", "cache.size", "cache.evictions");
		assertThat(this.meters.get("cache.size").tag("cache", "fga.decisions").gauge().value()).isPositive();
	}

	private int show(String projectId, String... permissions) {
		return this.mvc.get()
			.uri("/projects/{projectId}", projectId)
			.header("Authorization",
					"Bearer " + this.emulator.sessionTokenBuilder("user_alice", "org_acme")
						.claim("permissions", permissions)
						.build())
			.exchange()
			.getResponse()
			.getStatus();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ProjectController.class, ProjectMembers.class, TenancyConfiguration.class })
	static class Application {

		@Bean
		Projects projects() {
			Map<String, String> organizations = Map.of("ours", "org_acme", "theirs", "org_globex");
			return (projectId, organizationId) -> organizationId.equals(organizations.get(projectId));
		}

		@Bean
		RoleAssignments roleAssignments() {
			return (organizationMembershipId, projectId) -> {
			};
		}

	}

	@RestController
	static class ProjectController {

		@GetMapping("/projects/{projectId}")
		@RequiresPermission("project:view")
		String show(@PathVariable @ResourceId("project") String projectId) {
			return projectId;
		}

	}

}
