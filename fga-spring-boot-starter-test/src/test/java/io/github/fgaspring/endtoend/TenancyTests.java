package io.github.fgaspring.endtoend;

import java.util.List;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With {@code fga.fast-path.tenancy=verify}, claims grant a resource only in the
 * organization of the session.
 */
@SpringBootTest(properties = "fga.fast-path.tenancy=verify")
@AutoConfigureMockMvc
class TenancyTests extends AbstractEmulatorTests {

	@Test
	void requestWhenOwnResourceThenGrantedByClaimsAfterOneLookup() {
		assertThat(view("w-2")).hasStatusOk();
		assertThat(calls()).containsExactly("GET /authorization/organizations/org_acme/resources/workspace/w-2");
		assertThat(view("w-2")).hasStatusOk();
		assertThat(calls()).hasSize(1);
	}

	@Test
	void requestWhenAnotherPermissionOnKnownResourceThenNoLookup() {
		assertThat(view("w-2")).hasStatusOk();
		assertThat(get("/edited-workspaces/w-2", "report:edit")).hasStatusOk();
		assertThat(calls()).hasSize(1);
	}

	@Test
	void requestWhenResourceOfAnotherOrganizationThenDenied() {
		assertThat(view("plant")).hasStatus(403);
		assertThat(calls()).containsExactly("GET /authorization/organizations/org_acme/resources/workspace/plant",
				"POST /authorization/organization_memberships/om_alice/check");
	}

	@Test
	void requestWhenResourceIsUnknownThenDeniedAndNotLookedUpAgainAtOnce() {
		assertThat(view("nowhere")).hasStatus(403);
		assertThat(view("nowhere")).hasStatus(403);
		assertThat(calls()).containsExactly("GET /authorization/organizations/org_acme/resources/workspace/nowhere",
				"POST /authorization/organization_memberships/om_alice/check",
				"POST /authorization/organization_memberships/om_alice/check");
	}

	@Test
	void requestsWhenBothOrganizationsHaveAResourceOfThatIdThenEachIsLookedUp() {
		assertThat(get("/projects/p-1", "project:view")).hasStatusOk();
		assertThat(getAsDave("/projects/p-1")).hasStatusOk();
		assertThat(calls()).containsExactly("GET /authorization/organizations/org_acme/resources/project/p-1",
				"GET /authorization/organizations/org_globex/resources/project/p-1");
	}

	@Test
	void requestWhenOnlyTheOtherOrganizationHasThatIdThenDenied() {
		assertThat(get("/projects/p-2", "project:view")).hasStatusOk();
		assertThat(getAsDave("/projects/p-2")).hasStatus(403);
	}

	@Test
	void requestWhenClaimsDoNotHoldThePermissionThenNoLookup() {
		assertThat(get("/workspaces/w-1")).hasStatusOk();
		assertThat(get("/workspaces/w-2")).hasStatus(403);
		assertThat(calls()).allMatch((call) -> call.startsWith("POST "));
	}

	@Test
	void requestWhenLookupFailsThenNeitherGrantedNorDenied() {
		this.emulator.inject(Fault.on("GET", CHECKS).status(500));
		assertThat(view("w-2")).hasStatus(503).containsHeader("Retry-After");
		this.emulator.clearFaults();
		assertThat(view("w-2")).hasStatusOk();
	}

	@Test
	void requestWhenOutageAndResourceIsKnownThenGranted() {
		assertThat(view("w-2")).hasStatusOk();
		this.emulator.inject(Fault.on(CHECKS).resetConnection());
		assertThat(view("w-2")).hasStatusOk();
	}

	private MvcTestResult view(String workspaceId) {
		return get("/workspaces/" + workspaceId, "report:view").exchange();
	}

	private MvcTestResult getAsDave(String uri) {
		String token = this.emulator.sessionTokenBuilder("user_dave", "org_globex")
			.claim("permissions", List.of("project:view"))
			.build();
		return this.mvc.get().uri(uri).header("Authorization", "Bearer " + token).exchange();
	}

	private List<String> calls() {
		return this.emulator.requests(CHECKS).stream().map(TenancyTests::call).toList();
	}

	private static String call(RecordedRequest request) {
		return request.method() + " " + request.path();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WorkspaceController.class)
	static class Application {

	}

	@RestController
	static class WorkspaceController {

		@GetMapping("/workspaces/{id}")
		@RequiresPermission("report:view")
		String show(@PathVariable @ResourceId("workspace") String id) {
			return id;
		}

		@GetMapping("/edited-workspaces/{id}")
		@RequiresPermission("report:edit")
		String edit(@PathVariable @ResourceId("workspace") String id) {
			return id;
		}

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		String project(@PathVariable @ResourceId("project") String id) {
			return id;
		}

	}

}
