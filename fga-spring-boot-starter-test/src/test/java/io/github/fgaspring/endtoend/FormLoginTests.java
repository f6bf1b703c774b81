package io.github.fgaspring.endtoend;

import java.util.Map;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.emulator.traffic.Fault;
import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.stereotype.Service;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with Spring Security's own login page, and not a token in sight.
 */
@SpringBootTest
@AutoConfigureMockMvc
class FormLoginTests extends AbstractEmulatorTests {

	private static final Map<String, String> MEMBERSHIPS = Map.of("alice", ALICES_MEMBERSHIP, "bob", "om_bob");

	@Test
	void requestWhenLoggedInThenDecidedByTheApi() {
		assertThat(get("alice", "/things/thing-4711")).hasStatusOk();
		assertThat(get("bob", "/things/thing-4711")).hasStatus(403)
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("permission_denied");
		assertThat(checks()).isEqualTo(2);
		assertThat(keyFetches()).isZero();
	}

	@Test
	void requestWhenRuleIsAboutTheOrganizationThenApiIsAskedAboutIt() {
		assertThat(get("alice", "/organization")).hasStatus(403);
		assertAskedOnce("""
				{"permission_slug":"org:view","resource_external_id":"org_acme","resource_type_slug":"organization"}
				""");
		grantEverything();
		assertThat(get("alice", "/organization")).hasStatusOk();
	}

	@Test
	void requestWhenRuleIsOnServiceOrInExpressionThenDecidedByTheApi() {
		for (String path : new String[] { "/service/thing-4711", "/expression/thing-4711", "/bean/thing-4711" }) {
			assertThat(get("alice", path)).as(path).hasStatusOk();
			assertThat(get("bob", path)).as(path).hasStatus(403);
		}
	}

	@Test
	void requestWhenApiIsOutOfReachThenUnavailable() {
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertThat(get("alice", "/things/thing-4711")).hasStatus(503).hasHeader("Retry-After", "5");
	}

	@Test
	void requestWhenUserHasNoSessionThenUnauthorized() {
		assertThat(get("stranger", "/things/thing-4711")).hasStatus(401)
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("unauthenticated");
		assertThat(get("stranger", "/open")).hasStatusOk();
		assertThat(checks()).isZero();
	}

	@Test
	void requestWhenAnonymousBrowserThenSentToLogin() {
		assertThat(this.mvc.get().uri("/things/thing-4711").accept(MediaType.TEXT_HTML)).hasStatus(302)
			.hasHeader("Location", "/login");
		assertThat(checks()).isZero();
	}

	@Test
	void requestWhenAnonymousClientThenUnauthorized() {
		assertThat(this.mvc.get().uri("/things/thing-4711").accept(MediaType.APPLICATION_JSON)).hasStatus(401);
		assertThat(checks()).isZero();
	}

	@Test
	void requestWhenSessionTokenThenNoSession() {
		assertThat(get("/things/thing-4711")).hasStatus(401);
		assertThat(keyFetches()).isZero();
	}

	@Test
	void postWhenForgedThenForbidden() {
		MockHttpSession session = login("alice");
		assertThat(this.mvc.post().uri("/things/thing-4711").session(session)).hasStatus(403);
		assertThat(this.mvc.post()
			.uri("/things/thing-4711")
			.session(session)
			.with(SecurityMockMvcRequestPostProcessors.csrf())).hasStatusOk();
	}

	@Test
	void loginWhenPasswordIsWrongThenRefused() {
		assertThat(submit("alice", "wrong")).hasStatus(302).hasHeader("Location", "/login?error");
	}

	private MvcTestResult get(String user, String uri) {
		return this.mvc.get().uri(uri).session(login(user)).exchange();
	}

	private MockHttpSession login(String user) {
		MvcTestResult result = submit(user, "password");
		assertThat(result).hasStatus(302).hasHeader("Location", "/");
		HttpSession session = result.getRequest().getSession(false);
		assertThat(session).isNotNull();
		return (MockHttpSession) session;
	}

	private MvcTestResult submit(String user, String password) {
		return this.mvc.post()
			.uri("/login")
			.param("username", user)
			.param("password", password)
			.with(SecurityMockMvcRequestPostProcessors.csrf())
			.exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ ThingApplication.ThingController.class, Pages.class, Things.class })
	static class Application {

		@Bean
		FgaSessionResolver sessionResolver() {
			return (authentication) -> {
				String membership = MEMBERSHIPS.get(authentication.getName());
				return (membership != null) ? FgaSession.of(authentication.getName())
					.organizationId(ACME)
					.organizationMembershipId(membership)
					.build() : null;
			};
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(user("alice"), user("bob"), user("stranger"));
		}

		private static UserDetails user(String name) {
			return User.withUsername(name).password("{noop}password").roles("USER").build();
		}

	}

	@RestController
	static class Pages {

		private final Things things;

		private final Fga fga;

		Pages(Things things, Fga fga) {
			this.things = things;
			this.fga = fga;
		}

		@GetMapping("/open")
		String open() {
			return "open";
		}

		@GetMapping("/service/{id}")
		String service(@PathVariable String id) {
			return this.things.load(id);
		}

		@GetMapping("/expression/{id}")
		@PreAuthorize("hasPermission(#id, 'thing', 'thing:view')")
		String expression(@PathVariable String id) {
			return id;
		}

		@GetMapping("/bean/{id}")
		@PreAuthorize("@fga.can('thing:view', 'thing', #id)")
		String bean(@PathVariable String id) {
			return this.fga.can("thing:view", "thing", id) ? id : "contradiction";
		}

		@PostMapping("/things/{id}")
		@RequiresPermission("thing:edit")
		String change(@PathVariable @ResourceId("thing") String id) {
			return id;
		}

	}

	@Service
	static class Things {

		@RequiresPermission("thing:view")
		String load(@ResourceId("thing") String id) {
			return id;
		}

	}

}
