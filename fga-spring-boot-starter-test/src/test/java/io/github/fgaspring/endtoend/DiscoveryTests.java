package io.github.fgaspring.endtoend;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.discovery.PermittedMember;
import io.github.fgaspring.discovery.PermittedResource;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import io.github.fgaspring.endtoend.ProjectsApplication.Project;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Pages about many projects, and what they cost.
 */
@SpringBootTest(classes = ProjectsApplication.class,
		properties = { "fga.remote.deadline=20s", "fga.remote.read-timeout=20s" })
@AutoConfigureMockMvc
@EnableFgaEmulator(seed = "classpath:discovery.yaml")
class DiscoveryTests extends AbstractEmulatorTests {

	private static final List<String> ALL = ids(1);

	private static final List<String> EVERY_FOURTH = ids(4);

	@Autowired
	private Fga fga;

	@AfterEach
	void forgetCaller() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void listWhenThereAreTwoHundredThenNoMoreThanThreeCalls() {
		assertThat(body(getAs(BOB, "/list").exchange())).containsExactlyInAnyOrderElementsOf(ALL);
		assertThat(checks()).isBetween(1, 3);
		assertThat(this.emulator.requests(CHECKS)).extracting(RecordedRequest::path)
			.containsOnly("/authorization/organization_memberships/om_bob/resources");
	}

	@Test
	void listWhenHandlerReturnsItThenWrittenAsAnArray() {
		assertThat(getAs(BOB, "/written-list")).hasStatusOk()
			.bodyJson()
			.extractingPath("$[*].externalId")
			.asArray()
			.containsExactlyInAnyOrderElementsOf(ALL);
	}

	@Test
	void listWhenSomeArePermittedThenThese() {
		assertThat(body(getAs(ALICE, "/list").exchange())).containsExactlyInAnyOrderElementsOf(EVERY_FOURTH);
		assertThat(checks()).isBetween(1, 3);
		assertThat(body(getAs(CAROL, "/list").exchange())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/list", "/filter", "/filter-and-can" })
	void pageWhenTokenGrantsThenNoCall(String path) {
		assertThat(body(getAs(DORA, path).exchange())).containsExactlyElementsOf(ALL);
		assertThat(checks()).isZero();
	}

	@Test
	void listWhenTokenGrantsAndIsIteratedOverThenAllChildrenInThreeCalls() {
		login(DORA, "om_dora", "project:view");
		assertThat(this.fga.list("project:view", ResourceReference.external("workspace", "w-1")).externalIds("project"))
			.containsExactlyInAnyOrderElementsOf(ALL);
		assertThat(checks()).isBetween(1, 3);
	}

	@Test
	void listWhenOfTheOrganizationThenItsChildren() {
		login(BOB, "om_bob");
		assertThat(this.fga.list("workspace:view")).extracting(PermittedResource::externalId).containsExactly("w-1");
		assertThat(this.fga.list("workspace:view").isEverything()).isFalse();
		login(DORA, "om_dora", "workspace:view");
		assertThat(this.fga.list("workspace:view").isEverything()).isTrue();
		assertThat(this.fga.list("workspace:view").externalIds("workspace")).containsExactlyInAnyOrder("w-1", "w-2");
	}

	@Test
	void listThenTellsAboutEachResource() {
		login(BOB, "om_bob");
		PermittedResource workspace = this.fga.list("workspace:view").iterator().next();
		assertThat(workspace.type()).isEqualTo("workspace");
		assertThat(workspace.parentId()).isNotNull();
		PermittedResource project = this.fga.list("project:view", ResourceReference.id(workspace.id()))
			.stream()
			.filter((resource) -> resource.externalId().equals("p-7"))
			.findFirst()
			.orElseThrow();
		assertThat(project.type()).isEqualTo("project");
		assertThat(project.parentId()).isEqualTo(workspace.id());
		assertThat(project.name()).isNotEmpty();
		assertThat(this.fga.can("project:view", ResourceReference.id(project.id()))).isTrue();
	}

	@Test
	void listWhenParentIsUnknownOrOfAnotherOrganizationThenEmpty() {
		login(BOB, "om_bob");
		assertThat(this.fga.list("project:view", ResourceReference.external("workspace", "no-such"))).isEmpty();
		assertThat(this.fga.list("project:view", ResourceReference.id("authz_resource_no_such"))).isEmpty();
		assertThat(this.fga.list("project:view", ResourceReference.external("organization", "org_globex"))).isEmpty();
		assertThat(this.fga.list("project:view", null)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "?", "%", "a b", "%2e%2e", "../w-1", "w-1&limit=1", "w-1#x", "{x}", "w-1/../w-1",
			"\ud83d\ude00", "\u00e4" })
	void listWhenParentHasAnOddIdThenEncodedOrRefused(String id) {
		login(BOB, "om_bob");
		assertThat(this.fga.list("project:view", ResourceReference.external("workspace", id))).isEmpty();
		assertThat(this.emulator.requests(CHECKS)).extracting(RecordedRequest::path)
			.allSatisfy(
					(path) -> assertThat(path).isEqualTo("/authorization/organization_memberships/om_bob/resources"));
	}

	@Test
	void listWhenSecondPageFailsThenServiceUnavailable() {
		login(BOB, "om_bob");
		Iterator<PermittedResource> iterator = this.fga
			.list("project:view", ResourceReference.external("workspace", "w-1"))
			.iterator();
		for (int i = 0; i < 100; i++) {
			iterator.next();
		}
		this.emulator.inject(Fault.on("GET", CHECKS).status(500));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(iterator::hasNext);
		assertThat(getAs(BOB, "/list")).hasStatus(503).hasHeader("Retry-After", "5");
	}

	@Test
	void filterThenOneCheckEachAndThePermittedInTheirOrder() {
		assertThat(body(getAs(ALICE, "/filter").exchange())).containsExactlyElementsOf(EVERY_FOURTH);
		assertThat(checks()).isEqualTo(200);
		assertThat(this.emulator.requests(CHECKS).stream().map(RecordedRequest::body).distinct()).hasSize(200);
	}

	@Test
	void filterWhenFollowedByCanThenNoFurtherCall() {
		assertThat(body(getAs(ALICE, "/filter-and-can").exchange())).containsExactlyElementsOf(EVERY_FOURTH);
		assertThat(checks()).isEqualTo(200);
	}

	@Test
	void filterWhenAFewChecksFailThenServiceUnavailableAndNeverAShortList() {
		for (int status : new int[] { 500, 401, 302, 204 }) {
			this.emulator.clearFaults();
			// More than there are calls still under way from the round before.
			this.emulator.inject(Fault.on("POST", CHECKS).status(status).times(60));
			assertThat(getAs(ALICE, "/filter")).hasStatus(503);
		}
	}

	@Test
	void filterWhenItemsAreOddThenLeftOutOrRefused() {
		login(ALICE, "om_alice");
		List<Project> items = new ArrayList<>();
		items.add(new Project("p-4"));
		items.add(null);
		items.add(new Project(null));
		items.add(new Project("p-1"));
		items.add(new Project("p-0"));
		items.add(new Project("p-4"));
		assertThat(this.fga.filter("project:view", "project", items, Project::id)).containsExactly(new Project("p-4"),
				new Project("p-0"), new Project("p-4"));
		assertThat(checks()).isEqualTo(3);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.fga.filter("project:view", "project", null, Project::id))
			.withMessage("items cannot be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.fga.filter("project:view", "project", items, null));
		IllegalStateException failure = new IllegalStateException();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.fga.filter("project:view", "project", List.of("p-0"), (item) -> {
				throw failure;
			}))
			.isSameAs(failure);
	}

	@Test
	void filterWhenTokenGrantsThenItemsWithoutIdAreLeftOutAllTheSame() {
		login(DORA, "om_dora", "project:view");
		assertThat(
				this.fga.filter("project:view", "project", List.of(new Project(null), new Project("p-1")), Project::id))
			.containsExactly(new Project("p-1"));
		assertThat(checks()).isZero();
	}

	@Test
	void everythingWhenNoSessionThenEmptyWithoutCall() {
		assertThat(this.fga.filter("project:view", "project", ProjectsApplication.PROJECTS, Project::id)).isEmpty();
		assertThat(this.fga.list("project:view")).isEmpty();
		assertThat(this.fga.list("project:view", ResourceReference.external("workspace", "w-1")).isEverything())
			.isFalse();
		assertThat(this.fga.permissions("project", "p-1")).isEmpty();
		assertThat(this.fga.members("project", "p-1", "project:view")).isEmpty();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.fga.filter("project:view", "project", null, Project::id));
		assertThat(checks()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "user_alice, p-0, project:view", "user_bob, p-1, project:edit;project:view",
			"user_bob, p-2, project:view", "user_alice, p-1, ''", "user_dora, p-3, project:view;workspace:view",
			"user_dora, no-such, project:view;workspace:view", "user_alice, no-such, ''" })
	void permissionsThenOneCallForThemAndForWhatIsAskedLater(String user, String id, String permissions) {
		assertThat(body(getAs(user, "/permissions/" + id).exchange()))
			.isEqualTo(permissions.isEmpty() ? List.of() : List.of(permissions.split(";")));
		assertThat(checks()).isOne();
	}

	@Test
	void permissionsWhenResourceByWorkOsIdThenTheSame() {
		login(BOB, "om_bob");
		String id = this.fga.list("project:view", ResourceReference.external("workspace", "w-1"))
			.stream()
			.filter((resource) -> resource.externalId().equals("p-1"))
			.map(PermittedResource::id)
			.findFirst()
			.orElseThrow();
		this.emulator.clearRequests();
		assertThat(this.fga.permissions(ResourceReference.id(id))).containsExactly("project:edit", "project:view");
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void permissionsWhenIdCannotStandInAPathThenThoseOfTheTokenWithoutCall() {
		login(DORA, "om_dora", "project:view");
		for (String id : List.of("odd id/1", "../p-1", "%2e", "a?b", "\u00e4")) {
			assertThat(this.fga.permissions("project", id)).containsExactly("project:view");
		}
		assertThat(this.fga.permissions("project", null)).containsExactly("project:view");
		assertThat(checks()).isZero();
	}

	@Test
	void permissionsInSpelThenDecideAboutTheMethod() {
		assertThat(getAs(BOB, "/editable/p-1")).hasStatusOk();
		assertThat(getAs(BOB, "/editable/p-2")).hasStatus(403);
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertThat(getAs(BOB, "/editable/p-1")).hasStatus(503);
	}

	@Test
	void membersThenAllWhoHaveThePermissionDirectlyOrFromAbove() {
		assertThat(body(getAs(CAROL, "/members/p-0").exchange())).containsExactlyInAnyOrder("alice@acme.test",
				"bob@acme.test", "dora@acme.test");
		assertThat(checks()).isOne();
	}

	@Test
	void membersThenTellsAboutEach() {
		login(CAROL, "om_carol");
		assertThat(this.fga.members("project", "p-0", "project:view")
			.stream()
			.filter((member) -> member.userId().equals(ALICE)))
			.containsExactly(new PermittedMember(ALICES_MEMBERSHIP, ALICE, "alice@acme.test", "Alice", "Acme"));
	}

	@Test
	void membersWhenResourceHasAnOddIdThenFound() {
		login(CAROL, "om_carol");
		assertThat(this.fga.members("project", "odd id/1", "project:view").stream().map(PermittedMember::userId))
			.containsExactly(DORA);
	}

	@Test
	void membersWhenResourceIsUnknownOrOfAnotherOrganizationThenNone() {
		login(CAROL, "om_carol");
		assertThat(this.fga.members("project", "no-such", "project:view")).isEmpty();
		assertThat(this.fga.members("project", "p-secret", "project:view")).isEmpty();
		assertThat(this.fga.members("project", null, "project:view")).isEmpty();
		assertThat(this.fga.members(ResourceReference.id(secretProject()), "project:view")).isEmpty();
	}

	private String secretProject() {
		FgaSession session = FgaSession.of("user_dave")
			.organizationId("org_globex")
			.organizationMembershipId("om_dave")
			.permissions("project:view")
			.build();
		SecurityContext before = SecurityContextHolder.getContext();
		SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken(session, "", "any")));
		String id = this.fga.list("project:view", ResourceReference.external("workspace", "w-1"))
			.iterator()
			.next()
			.id();
		SecurityContextHolder.setContext(before);
		return id;
	}

	@ParameterizedTest
	@MethodSource
	void pageWhenServiceIsOutThenUnavailable(String path) {
		this.emulator.inject(Fault.on(CHECKS).status(503));
		assertThat(getAs(ALICE, path)).hasStatus(503).hasHeader("Retry-After", "5");
	}

	static Stream<String> pageWhenServiceIsOutThenUnavailable() {
		return Stream.of("/list", "/written-list", "/filter", "/permissions/p-1", "/members/p-1");
	}

	private static void login(String user, String membership, String... permissions) {
		FgaSession session = FgaSession.of(user)
			.organizationId(ACME)
			.organizationMembershipId(membership)
			.permissions(permissions)
			.build();
		SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken(session, "", "any")));
	}

	private static List<String> body(MvcTestResult result) {
		assertThat(result).hasStatusOk();
		return List.of(JsonMapper.shared().readValue(result.getResponse().getContentAsByteArray(), String[].class));
	}

	private static List<String> ids(int step) {
		return IntStream.iterate(0, (i) -> i < 200, (i) -> i + step).mapToObj((i) -> "p-" + i).toList();
	}

}
