package io.github.fgaspring.endtoend;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.core.GrantedAuthorityDefaults;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The same answers in SpEL and in Java code.
 */
@SpringBootTest
@AutoConfigureMockMvc
class ProgrammaticTests extends AbstractEmulatorTests {

	private static final String OUTAGE = "{\"error\":\"outage\"}";

	@Autowired
	private Fga fga;

	@AfterEach
	void forgetCaller() {
		SecurityContextHolder.clearContext();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/can/42", "/can-number/42", "/has-permission/42", "/has-permission-number/42",
			"/has-permission-reference/42", "/java/42" })
	void requestWhenApiGrantsThenEnteredAfterOneQuestionAboutThatResource(String path) {
		assertThat(get(path)).hasStatusOk().hasBodyTextEqualTo("entered");
		assertAskedOnce("""
				{"permission_slug":"project:view","resource_external_id":"42","resource_type_slug":"project"}
				""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/can/42", "/can-number/42", "/has-permission/42", "/has-permission-number/42",
			"/has-permission-reference/42" })
	void requestWhenApiDeniesThenForbidden(String path) {
		assertThat(getAs(BOB, path)).hasStatus(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/can/42", "/can-number/42", "/has-permission/42", "/has-permission-number/42",
			"/has-permission-reference/42", "/java/42" })
	void requestWhenApiIsOutThenServiceUnavailable(String path) {
		this.emulator.inject(Fault.on(CHECKS).status(500).body(OUTAGE));
		MvcTestResult result = get(path).exchange();
		assertThat(result).hasStatus(503).hasHeader("Retry-After", "5");
		assertThat(result).bodyJson().extractingPath("$.code").isEqualTo("authorization_unavailable");
		assertThat(result).bodyText().doesNotContain("42").doesNotContain("outage");
	}

	@Test
	void hasPermissionWhenTargetIsAnyObjectThenDeniedWithoutQuestion() {
		grantEverything();
		assertThat(get("/has-permission-object/42")).hasStatus(403);
		assertThat(checks()).isZero();
	}

	@Test
	void requestWhenNoTokenThenUnauthorized() {
		assertThat(this.mvc.get().uri("/can/42")).hasStatus(401);
		assertThat(checks()).isZero();
	}

	@Test
	void canWhenNoSessionThenDenied() {
		assertThat(this.fga.can("project:view")).isFalse();
		assertThat(this.fga.can("project:view", "project", "42")).isFalse();
		assertThat(this.fga.can("project:view", ResourceReference.id("authz_resource_42"))).isFalse();
		assertThat(this.fga.check("project:view", "project", "42"))
			.isEqualTo(PermissionDecision.deny("project:view", DecisionSource.NONE, DenialReason.NO_SESSION));
		assertThat(checks()).isZero();
	}

	@Test
	void canWhenCallerIsNotASessionThenDenied() {
		SecurityContextHolder
			.setContext(new SecurityContextImpl(new TestingAuthenticationToken("alice", "", "project:view")));
		assertThat(this.fga.can("project:view", "project", "42")).isFalse();
		assertThat(checks()).isZero();
	}

	@Test
	void checkWhenClaimsHoldPermissionThenGrantedWithoutQuestion() {
		login("project:view");
		assertThat(this.fga.check("project:view", "project", "42"))
			.isEqualTo(PermissionDecision.grant("project:view", DecisionSource.CLAIMS));
		assertThat(this.fga.can("project:view")).isTrue();
		assertThat(checks()).isZero();
	}

	@Test
	void checkWhenResourceHasNoIdThenDeniedWithoutQuestion() {
		login();
		grantEverything();
		assertThat(this.fga.check("project:view", "project", null))
			.isEqualTo(PermissionDecision.deny("project:view", DecisionSource.NONE, DenialReason.RESOURCE_UNRESOLVED));
		assertThat(checks()).isZero();
	}

	@Test
	void checkWhenApiIsOutThenUnavailable() {
		login();
		this.emulator.inject(Fault.on(CHECKS).status(500).body(OUTAGE));
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> this.fga.check("project:view", "project", "42"))
			.withMessageNotContaining("42");
	}

	@Test
	void hasRoleWhenApplicationHasHierarchyThenItCounts() {
		roles().run((context) -> assertThatExceptionOfType(AuthorizationDeniedException.class)
			.isThrownBy(context.getBean(Roles.class)::viewer));
		roles().withBean(RoleHierarchy.class, () -> RoleHierarchyImpl.fromHierarchy("ROLE_member > ROLE_viewer"))
			.run((context) -> assertThat(context.getBean(Roles.class).viewer()).isEqualTo("entered"));
	}

	@Test
	void hasRoleWhenApplicationHasPrefixThenItCounts() {
		roles().run((context) -> assertThatExceptionOfType(AuthorizationDeniedException.class)
			.isThrownBy(context.getBean(Roles.class)::teamEngineering));
		roles().withBean(GrantedAuthorityDefaults.class, () -> new GrantedAuthorityDefaults("TEAM_"))
			.run((context) -> assertThat(context.getBean(Roles.class).teamEngineering()).isEqualTo("entered"));
	}

	private ApplicationContextRunner roles() {
		SecurityContextHolder.setContext(new SecurityContextImpl(
				new TestingAuthenticationToken("alice", "", "ROLE_member", "TEAM_engineering")));
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("fga.base-url=" + this.emulator.baseUrl(), "fga.api-key=" + this.emulator.apiKey(),
					"fga.client-id=" + this.emulator.clientId())
			.withUserConfiguration(RolesConfiguration.class);
	}

	private static void login(String... permissions) {
		FgaSession session = FgaSession.of(ALICE)
			.organizationId(ACME)
			.organizationMembershipId(ALICES_MEMBERSHIP)
			.permissions(permissions)
			.build();
		SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken(session, "", "any")));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ ProjectController.class, Projects.class })
	static class Application {

	}

	@RestController
	static class ProjectController {

		private final Projects projects;

		private final Fga fga;

		ProjectController(Projects projects, Fga fga) {
			this.projects = projects;
			this.fga = fga;
		}

		@GetMapping("/can/{id}")
		@PreAuthorize("@fga.can('project:view', 'project', #id)")
		String can(@PathVariable String id) {
			return "entered";
		}

		@GetMapping("/can-number/{id}")
		@PreAuthorize("@fga.can('project:view', 'project', #id)")
		String canNumber(@PathVariable long id) {
			return "entered";
		}

		@GetMapping("/has-permission/{id}")
		@PreAuthorize("hasPermission(#id, 'project', 'project:view')")
		String hasPermission(@PathVariable String id) {
			return "entered";
		}

		@GetMapping("/has-permission-number/{id}")
		@PreAuthorize("hasPermission(#id, 'project', 'project:view')")
		String hasPermissionNumber(@PathVariable long id) {
			return "entered";
		}

		@GetMapping("/has-permission-reference/{id}")
		String hasPermissionReference(@PathVariable String id) {
			return this.projects.find(ResourceReference.external("project", id));
		}

		@GetMapping("/has-permission-object/{id}")
		String hasPermissionObject(@PathVariable String id) {
			return this.projects.find((Object) id);
		}

		@GetMapping("/java/{id}")
		String java(@PathVariable String id) {
			return this.fga.can("project:view", "project", id) ? "entered" : "turned away";
		}

	}

	static class Projects {

		@PreAuthorize("hasPermission(#project, 'project:view')")
		String find(Object project) {
			return "entered";
		}

	}

	static class Roles {

		@PreAuthorize("hasRole('viewer')")
		String viewer() {
			return "entered";
		}

		@PreAuthorize("hasRole('engineering')")
		String teamEngineering() {
			return "entered";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class RolesConfiguration {

		@Bean
		Roles roles() {
			return new Roles();
		}

	}

}
