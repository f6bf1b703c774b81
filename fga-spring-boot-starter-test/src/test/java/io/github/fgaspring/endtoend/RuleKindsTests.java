package io.github.fgaspring.endtoend;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.Callable;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.SingletonTargetSource;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A rule is enforced wherever it stands, and asked once.
 */
@SpringBootTest
@AutoConfigureMockMvc
class RuleKindsTests extends AbstractEmulatorTests {

	/**
	 * The id that the emulator gives to the project {@code p-1}.
	 */
	private static final String P_1 = "authz_resource_emulator_3";

	@ParameterizedTest
	@ValueSource(strings = { "/controller/p-1", "/meta/p-1", "/service/p-1", "/interface/p-1", "/jdk-proxy/p-1",
			"/class-level/p-1", "/inherited/p-1", "/expression/f-1", "/reference/" + P_1, "/callable/p-1", "/any/p-1",
			"/all/p-1" })
	void requestWhenApiDeniesThenForbidden(String uri) {
		assertThat(getAs(BOB, uri)).hasStatus(403);
		assertThat(checks()).isPositive();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/controller/p-1", "/meta/p-1", "/service/p-1", "/interface/p-1", "/jdk-proxy/p-1",
			"/class-level/p-1", "/inherited/p-1", "/expression/f-1", "/reference/" + P_1, "/callable/p-1", "/any/p-1" })
	void requestWhenApiGrantsThenAskedExactlyOnce(String uri) {
		assertThat(get(uri)).hasStatusOk();
		assertThat(checks()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/controller/p-1", "/meta/p-1", "/service/p-1", "/interface/p-1", "/jdk-proxy/p-1",
			"/class-level/p-1", "/inherited/p-1", "/expression/f-1", "/reference/" + P_1, "/callable/p-1", "/any/p-1",
			"/organization" })
	void requestWhenClaimsGrantThenNotAsked(String uri) {
		assertThat(get(uri, "project:view", "org:view")).hasStatusOk();
		assertThat(checks()).isZero();
	}

	@Test
	void organizationLevelRuleWhenNotInClaimsThenForbiddenWithoutCall() {
		grantEverything();
		assertThat(get("/organization", "project:view")).hasStatus(403);
		assertThat(checks()).isZero();
	}

	@Test
	void alwaysCurrentRuleWhenInClaimsThenAskedAboutTheOrganization() {
		assertThat(get("/always-current", "org:view")).hasStatus(403);
		assertAskedOnce("""
				{"permission_slug":"org:view","resource_external_id":"org_acme","resource_type_slug":"organization"}
				""");
	}

	@Test
	void allRuleWhenGrantedThenAllPermissionsAreAskedAtOnce() {
		assertThat(get("/all/p-1")).hasStatusOk();
		assertThat(checks()).isOne();
	}

	@Test
	void anyRuleWhenDeniedThenAnswerNamesAllPermissions() {
		assertThat(getAs(BOB, "/any/p-1")).hasStatus(403).bodyJson().isLenientlyEqualTo("""
				{"permissions":["project:view","project:edit"]}
				""");
	}

	@Test
	void expressionWhenEvaluatedThenAskedAboutItsResult() {
		assertThat(get("/expression/f-1")).hasStatusOk();
		assertAskedOnce("""
				{"permission_slug":"project:view","resource_external_id":"parent-of-f-1","resource_type_slug":"project"}
				""");
	}

	@Test
	void expressionWhenItYieldsReferenceThenAskedByResourceId() {
		assertThat(get("/reference/" + P_1)).hasStatusOk();
		assertAskedOnce("""
				{"permission_slug":"project:view","resource_id":"%s"}
				""".formatted(P_1));
	}

	@Test
	void expressionWhenItYieldsNullThenForbiddenWithoutCall() {
		grantEverything();
		assertThat(get("/expression/orphan")).hasStatus(403);
		assertThat(checks()).isZero();
	}

	@Test
	void resourceInBodyWhenDeniedThenForbiddenByTheMethodItself() {
		assertThat(put("/in-body", "{\"projectId\":\"p-2\"}")).hasStatus(403);
		assertAskedOnce("""
				{"permission_slug":"project:edit","resource_external_id":"p-2","resource_type_slug":"project"}
				""");
	}

	@Test
	void resourceInBodyWhenGrantedThenOk() {
		assertThat(put("/in-body", "{\"projectId\":\"p-1\"}")).hasStatusOk();
	}

	@Test
	void methodWithoutPermissionInAnnotatedClassThenOpenToAnySession() {
		assertThat(get("/class-level-open")).hasStatusOk();
		assertThat(this.mvc.get().uri("/class-level-open")).hasStatus(401);
		assertThat(checks()).isZero();
	}

	private MvcTestResult put(String uri, String body) {
		return request(HttpMethod.PUT, uri).contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Endpoints.class, ClassLevelEndpoints.class, InheritingEndpoints.class, Projects.class, Workspaces.class,
			Files.class, ProjectRepositoryFactory.class })
	static class Application {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.METHOD)
	@RequiresPermission("project:{value}")
	@interface OnProject {

		String value();

	}

	@RestController
	static class Endpoints {

		private final Projects projects;

		private final WorkspaceApi workspaces;

		private final ProjectRepository repository;

		Endpoints(Projects projects, WorkspaceApi workspaces, ProjectRepository repository) {
			this.projects = projects;
			this.workspaces = workspaces;
			this.repository = repository;
		}

		@GetMapping("/controller/{id}")
		@RequiresPermission("project:view")
		String controller(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/meta/{id}")
		@OnProject("view")
		String meta(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/service/{id}")
		String service(@PathVariable String id) {
			return this.projects.find(id);
		}

		@GetMapping("/interface/{id}")
		String viaInterface(@PathVariable String id) {
			return this.workspaces.find(id);
		}

		@GetMapping("/jdk-proxy/{id}")
		String jdkProxy(@PathVariable String id) {
			return this.repository.find(id);
		}

		@GetMapping("/callable/{id}")
		@RequiresPermission("project:view")
		Callable<String> callable(@PathVariable @ResourceId("project") String id) {
			return () -> id;
		}

		@GetMapping("/expression/{fileId}")
		@RequiresPermission(value = "project:view", resourceType = "project", resource = "@files.projectOf(#fileId)")
		String expression(@PathVariable String fileId) {
			return fileId;
		}

		@GetMapping("/reference/{id}")
		@RequiresPermission(value = "project:view",
				resource = "T(io.github.fgaspring.decision.ResourceReference).id(#id)")
		String reference(@PathVariable String id) {
			return id;
		}

		@GetMapping("/any/{id}")
		@RequiresPermission(value = { "project:view", "project:edit" }, match = Match.ANY)
		String any(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/all/{id}")
		@RequiresPermission({ "project:view", "project:edit" })
		String all(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/organization")
		@RequiresPermission("org:view")
		String organization() {
			return "";
		}

		@GetMapping("/always-current")
		@RequiresPermission(value = "org:view", alwaysCurrent = true)
		String alwaysCurrent() {
			return "";
		}

		@PutMapping("/in-body")
		@RequiresPermission(value = "project:edit", resourceType = "project", resource = "#move.projectId")
		String inBody(@RequestBody Move move) {
			return move.projectId();
		}

	}

	record Move(String projectId) {

	}

	@RestController
	@RequiresPermission("project:view")
	static class ClassLevelEndpoints {

		@GetMapping("/class-level/{id}")
		String get(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/class-level-open")
		@NoPermissionRequired
		String open() {
			return "";
		}

	}

	static class BaseEndpoints {

		@GetMapping("/inherited/{id}")
		String get(@PathVariable @ResourceId("project") String id) {
			return id;
		}

	}

	@RestController
	@RequiresPermission("project:view")
	static class InheritingEndpoints extends BaseEndpoints {

	}

	@Component
	static class Projects {

		@RequiresPermission("project:view")
		String find(@ResourceId("project") String id) {
			return id;
		}

	}

	interface WorkspaceApi {

		@RequiresPermission("project:view")
		String find(@ResourceId("project") String id);

	}

	@Component
	static class Workspaces implements WorkspaceApi {

		@Override
		public String find(String id) {
			return id;
		}

	}

	interface ProjectRepository {

		@RequiresPermission("project:view")
		String find(@ResourceId("project") String id);

	}

	static class ProjectRepositoryFactory implements FactoryBean<ProjectRepository> {

		@Override
		public ProjectRepository getObject() {
			ProjectRepository target = (id) -> id;
			return ProxyFactory.getProxy(ProjectRepository.class, new SingletonTargetSource(target));
		}

		@Override
		public Class<?> getObjectType() {
			return ProjectRepository.class;
		}

	}

	@Component("files")
	static class Files {

		public String projectOf(String fileId) {
			return fileId.equals("orphan") ? null : "parent-of-" + fileId;
		}

	}

}
