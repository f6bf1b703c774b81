package io.github.fgaspring.autoconfigure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authentication.PrincipalFgaSessionResolver;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.revocation.FgaRevocations;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.LiveChanges;
import io.github.fgaspring.revocation.SessionMarks;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.WorkOsStub;
import io.github.fgaspring.web.FgaHttpConfigurer;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests in sessions that have been revoked, or are out of date.
 */
class LiveSessionWiringTests {

	private static final String HEADER = "Session-Stale";

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs)
		.withPropertyValues("fga.web.public-paths=/public/**");

	private final WebApplicationContextRunner projectsRunner = this.contextRunner.withUserConfiguration(Projects.class);

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void reset() {
		workOs.reset();
		Projects.during.set(() -> null);
		Projects.afterEarlyGrant.set(() -> null);
	}

	@ParameterizedTest
	@MethodSource("scopes")
	void requestWhenTokenIsRevokedThenInvalidOnEveryPath(FgaScope scope) {
		this.contextRunner.run((context) -> {
			String token = token("report:read");
			for (String path : List.of("/reports", "/me", "/public/me", "/public/reports")) {
				assertThat(WebContexts.get(context, path, token)).hasStatusOk();
			}
			context.getBean(FgaRevocations.class).revoke(scope);
			for (String path : List.of("/reports", "/me", "/public/me", "/public/reports", "/unknown", "/error")) {
				assertInvalidToken(WebContexts.get(context, path, token));
			}
			assertThat(WebContexts.get(context, "/public/me")).hasStatusOk();
			assertThat(workOs.checks()).isZero();
		});
	}

	static Stream<FgaScope> scopes() {
		return Stream.of(FgaScope.session("session_1"), FgaScope.user("user_alice"),
				FgaScope.membership(SessionTokens.MEMBERSHIP_ID),
				FgaScope.userInOrganization("user_alice", SessionTokens.ORGANIZATION_ID),
				FgaScope.organization(SessionTokens.ORGANIZATION_ID), FgaScope.everything());
	}

	@Test
	void requestWhenSomebodyElseIsRevokedThenAnswered() {
		this.contextRunner.run((context) -> {
			FgaRevocations revocations = context.getBean(FgaRevocations.class);
			revocations.revoke(FgaScope.user("user_bob"));
			revocations.revoke(FgaScope.session("session_2"));
			revocations.revoke(FgaScope.organization("org_other"));
			assertThat(WebContexts.get(context, "/reports", token("report:read"))).hasStatusOk();
		});
	}

	@Test
	void requestWhenTokenWasIssuedAfterwardsThenAnsweredAgain() {
		this.contextRunner.run((context) -> {
			tell(context, Kind.REVOKED, FgaScope.user("user_alice"), Instant.now().minusSeconds(120));
			assertInvalidToken(WebContexts.get(context, "/me", issued(Instant.now().minusSeconds(100))));
			assertThat(WebContexts.get(context, "/me", issued(Instant.now().minusSeconds(80)))).hasStatusOk();
		});
	}

	@Test
	void requestWhenTokensMayBeOlderOrMustBeYoungerThenThatDecides() {
		String old = issued(Instant.now().minusSeconds(7200));
		String veryOld = issued(Instant.now().minusSeconds(90_000));
		this.contextRunner.run((context) -> {
			assertThat(WebContexts.get(context, "/me", old)).hasStatusOk();
			assertInvalidToken(WebContexts.get(context, "/me", veryOld));
		});
		this.contextRunner.withPropertyValues("fga.session.max-token-age=1h")
			.run((context) -> assertInvalidToken(WebContexts.get(context, "/me", old)));
		this.contextRunner.withPropertyValues("fga.session.max-token-age=30d").run((context) -> {
			assertThat(WebContexts.get(context, "/me", veryOld)).hasStatusOk();
			tell(context, Kind.REVOKED, FgaScope.user("user_alice"), Instant.now().minusSeconds(89_000));
			assertInvalidToken(WebContexts.get(context, "/me", veryOld));
			assertThat(WebContexts.get(context, "/me", old)).hasStatusOk();
		});
	}

	@Test
	void requestWhenRevokedTokenIsInCookieThenInvalidEvenForABrowser() {
		this.contextRunner.withUserConfiguration(FormLoginChain.class)
			.withPropertyValues("fga.session.cookie-name=session")
			.run((context) -> {
				context.getBean(FgaRevocations.class).revoke(FgaScope.user("user_alice"));
				assertInvalidToken(WebContexts.mvc(context)
					.get()
					.uri("/me")
					.cookie(new Cookie("session", token()))
					.accept(MediaType.TEXT_HTML)
					.exchange());
			});
	}

	@Test
	void requestWhenTokenIsRevokedThenNoFilterTakesItForGood() {
		this.contextRunner.withUserConfiguration(FilterInBetween.class).run((context) -> {
			String token = token();
			assertThat(WebContexts.get(context, "/me", token)).hasStatus(418);
			context.getBean(FgaRevocations.class).revoke(FgaScope.user("user_alice"));
			assertInvalidToken(WebContexts.get(context, "/me", token));
		});
	}

	@Test
	void requestWhenMonitoringThenRevokedTokenLeavesAnotherLoginAlone() {
		this.contextRunner.withUserConfiguration(FormLoginChain.class)
			.withPropertyValues("fga.enforcement=monitor")
			.run((context) -> {
				String token = token();
				context.getBean(FgaRevocations.class).revoke(FgaScope.user("user_alice"));
				assertThat(WebContexts.mvc(context)
					.get()
					.uri("/me")
					.header("Authorization", "Bearer " + token)
					.with(SecurityMockMvcRequestPostProcessors.user("bob"))).hasStatusOk()
					.bodyJson()
					.extractingPath("$.name")
					.isEqualTo("bob");
			});
	}

	@Test
	void requestWhenMonitoringThenRevokedTokenIsIgnored() {
		this.contextRunner.withPropertyValues("fga.enforcement=monitor").run((context) -> {
			String token = token("report:read");
			context.getBean(FgaRevocations.class).revoke(FgaScope.user("user_alice"));
			assertThat(WebContexts.get(context, "/reports", token)).hasStatusOk();
			assertThat(WebContexts.get(context, "/me", token)).hasStatusOk()
				.bodyJson()
				.extractingPath("$.name")
				.isEqualTo("nobody");
		});
	}

	@Test
	void requestWhenOwnLoginIsRevokedThenLoggedOutAndSentToItsLogin() {
		loginRunner().run((context) -> {
			MockMvc mvc = mvc(context);
			MockHttpSession session = logIn(mvc);
			workOs.answerChecks(true);
			assertThat(status(mvc, "/reports", session)).isEqualTo(200);
			assertThat(status(mvc, "/me", session)).isEqualTo(200);
			context.getBean(FgaRevocations.class).revoke(FgaScope.user("alice"));
			MvcResult browser = mvc
				.perform(MockMvcRequestBuilders.get("/me").session(session).accept(MediaType.TEXT_HTML))
				.andReturn();
			assertThat(browser.getResponse().getRedirectedUrl()).isEqualTo("/login");
			assertThat(status(mvc, "/reports", session)).isEqualTo(401);
			assertThat(status(mvc, "/me", session)).isEqualTo(401);
			assertThat(status(mvc, "/login", session)).isEqualTo(200);
			// Not only as long as the revocation is remembered.
			context.getBean(SessionMarks.class).reset();
			assertThat(status(mvc, "/me", session)).isEqualTo(401);
			assertThat(status(mvc, "/me", logIn(mvc))).isEqualTo(200);
		});
	}

	@Test
	void requestWhenNothingIsRememberedThenResolverIsNotAskedForNothing() {
		List<Authentication> asked = new ArrayList<>();
		this.contextRunner.withUserConfiguration(FormLoginChain.class)
			.withBean(FgaSessionResolver.class, () -> (authentication) -> {
				asked.add(authentication);
				return FgaSession.of(authentication.getName()).build();
			})
			.withPropertyValues("fga.web.stale-session-header=" + HEADER)
			.run((context) -> {
				assertThat(asAlice(context, "/me")).hasStatusOk();
				assertThat(asked).isEmpty();
				context.getBean(FgaRevocations.class).revoke(FgaScope.user("bob"));
				assertThat(asAlice(context, "/me")).hasStatusOk();
				assertThat(asked).hasSize(1);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/reports", "/me", "/public/me", "/admin" })
	void requestWhenOutdatedThenHeaderSaysSoWhateverTheAnswer(String path) {
		workOs.answerChecks(false);
		this.contextRunner.withUserConfiguration(AuthorityChain.class)
			.withPropertyValues("fga.web.stale-session-header=" + HEADER)
			.run((context) -> {
				String token = token("report:read", "admin");
				assertThat(WebContexts.get(context, path, token)).doesNotContainHeader(HEADER);
				outdate(context);
				assertThat(WebContexts.get(context, path, token)).hasHeader(HEADER, "true");
				assertThat(WebContexts.get(context, path, fresh("report:read"))).doesNotContainHeader(HEADER);
				context.getBean(FgaRevocations.class).revoke(FgaScope.session("session_1"));
				assertThat(WebContexts.get(context, path, token)).hasStatus(401).doesNotContainHeader(HEADER);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void requestWhenOutdatedAndNoHeaderIsNamedThenThereIsNone(String name) {
		this.contextRunner.withPropertyValues("fga.web.stale-session-header=" + name).run((context) -> {
			String token = token();
			List<String> names = List.copyOf(WebContexts.get(context, "/me", token).getResponse().getHeaderNames());
			outdate(context);
			assertThat(WebContexts.get(context, "/me", token).getResponse().getHeaderNames())
				.containsExactlyElementsOf(names);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "Session Stale", "Session-Stale:", "S\u00e9ssion", "a\tb", "(x)" })
	void contextWhenHeaderNameIsNoneThenFails(String name) {
		this.contextRunner.withPropertyValues("fga.web.stale-session-header=" + name)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidFgaPropertyException.class)
				.hasMessageContaining("fga.web.stale-session-header"));
	}

	@Test
	void requestWhenOutdatedThenTheApiDecidesUntilTheTokenIsRefreshed() {
		this.contextRunner.run((context) -> {
			String holding = token("report:read");
			String lacking = token();
			assertThat(WebContexts.get(context, "/reports", holding)).hasStatusOk();
			assertThat(WebContexts.get(context, "/reports", lacking)).hasStatus(403);
			assertThat(workOs.checks()).isZero();
			outdate(context);
			workOs.answerChecks(true);
			assertThat(WebContexts.get(context, "/reports", holding)).hasStatusOk();
			assertThat(WebContexts.get(context, "/reports", lacking)).hasStatusOk();
			workOs.answerChecks(false);
			assertThat(WebContexts.get(context, "/reports", holding)).hasStatus(403)
				.bodyJson()
				.extractingPath("$.code")
				.isEqualTo("permission_denied");
			workOs.answerChecks(WireMock.status(401));
			assertThat(WebContexts.get(context, "/reports", holding)).hasStatus(503);
			assertThat(workOs.checks()).isEqualTo(4);
			assertThat(WebContexts.get(context, "/reports", fresh("report:read"))).hasStatusOk();
			assertThat(WebContexts.get(context, "/reports", fresh())).hasStatus(403);
			assertThat(workOs.checks()).isEqualTo(4);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/projects/p-1", "/projects/p-1/can", "/projects/p-1/has-permission", "/can" })
	void requestWhenOutdatedThenEveryWayToAskAsksTheApi(String path) {
		this.projectsRunner.run((context) -> {
			String token = token("project:view");
			workOs.answerChecks(false);
			assertThat(WebContexts.get(context, path, token)).hasStatusOk();
			assertThat(workOs.checks()).isZero();
			outdate(context);
			assertThat(WebContexts.get(context, path, token)).hasStatus(403);
			assertThat(workOs.checks()).isOne();
			workOs.answerChecks(true);
			assertThat(WebContexts.get(context, path, token)).hasStatusOk();
			assertThat(WebContexts.get(context, path, fresh("project:view"))).hasStatusOk();
			assertThat(workOs.checks()).isEqualTo(2);
		});
	}

	@Test
	void requestWhenOutdatedThenListsAskTheApi() {
		this.projectsRunner.run((context) -> {
			workOs.answerChecks(false);
			String token = token("project:view");
			assertThat(body(WebContexts.get(context, "/projects", token))).isEqualTo("[\"p-1\",\"p-2\"]");
			assertThat(body(WebContexts.get(context, "/everything", token))).isEqualTo("true");
			assertThat(body(WebContexts.get(context, "/permissions", token))).contains("project:view");
			outdate(context);
			assertThat(body(WebContexts.get(context, "/projects", token))).isEqualTo("[]");
			assertThat(body(WebContexts.get(context, "/everything", token))).isEqualTo("false");
			workOs.server()
				.stubFor(WireMock.get(WireMock.urlPathMatching("/authorization/.*/permissions"))
					.willReturn(WireMock.okJson("{\"data\":[],\"list_metadata\":{\"after\":null}}")));
			assertThat(body(WebContexts.get(context, "/permissions", token))).isEqualTo("[]");
		});
	}

	@Test
	void requestWhenOutdatedAndRuleIsAlwaysCurrentThenNothingChanges() {
		this.projectsRunner.run((context) -> {
			String token = token("project:view");
			workOs.answerChecks(true);
			assertThat(WebContexts.get(context, "/projects/p-1/current", token)).hasStatusOk();
			outdate(context);
			assertThat(WebContexts.get(context, "/projects/p-1/current", token)).hasStatusOk();
			assertThat(workOs.checks()).isEqualTo(2);
		});
	}

	@Test
	void requestWhenOutdatedThenSpringsOwnRulesSeeNoAuthorities() {
		this.contextRunner.withUserConfiguration(AuthorityChain.class).run((context) -> {
			String token = token("admin");
			assertThat(WebContexts.get(context, "/admin", token)).hasStatus(404);
			assertThat(WebContexts.get(context, "/members", token)).hasStatus(404);
			outdate(context);
			assertThat(WebContexts.get(context, "/admin", token)).hasStatus(403);
			assertThat(WebContexts.get(context, "/members", token)).hasStatus(403);
			assertThat(WebContexts.get(context, "/me", token)).hasStatusOk();
			assertThat(WebContexts.get(context, "/admin", fresh("admin"))).hasStatus(404);
		});
	}

	@Test
	void requestWhenApplicationHasItsOwnCheckerThenItSeesNoRolesAndPermissions() {
		List<FgaSession> seen = new ArrayList<>();
		this.contextRunner.withBean(PermissionChecker.class, () -> (question) -> {
			seen.add(question.session());
			return PermissionDecision.grant(question.permission(), DecisionSource.REMOTE);
		}).run((context) -> {
			String token = token("report:read");
			WebContexts.get(context, "/reports", token);
			outdate(context);
			WebContexts.get(context, "/reports", token);
			assertThat(seen).hasSize(2);
			assertThat(seen.get(0).permissions()).containsExactly("report:read");
			assertThat(seen.get(1)).isEqualTo(seen.get(0).withoutRolesAndPermissions());
		});
	}

	@Test
	void requestWhenRevokedDuringAsynchronousWorkThenItsResultIsNotToldEvenWithoutRule() throws Exception {
		this.projectsRunner.run((context) -> {
			for (String path : List.of("/slow", "/projects/p-1/slow")) {
				MockMvc mvc = mvc(context);
				String token = token("project:view");
				Projects.during.set(() -> context.getBean(FgaRevocations.class).revoke(FgaScope.session("session_1")));
				MvcResult result = dispatched(mvc, path, token);
				assertThat(result.getResponse().getStatus()).isEqualTo(401);
				assertThat(result.getResponse().getContentAsString()).contains("invalid_token")
					.doesNotContain("secret");
				context.getBean(SessionMarks.class).reset();
			}
		});
	}

	@Test
	void requestWhenOutdatedDuringAsynchronousWorkThenAskedAnew() {
		this.projectsRunner.run((context) -> {
			workOs.answerChecks(false);
			Projects.during.set(() -> {
				outdate(context);
				return null;
			});
			MvcResult result = dispatched(mvc(context), "/projects/p-1/slow", token("project:view"));
			assertThat(result.getResponse().getStatus()).isEqualTo(403);
			assertThat(workOs.checks()).isOne();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/stream", "/projects/p-1/stream" })
	void requestWhenRevokedWhileTheAnswerIsWrittenThenEndsWithoutAnother(String path) {
		this.projectsRunner.run((context) -> {
			MockMvc mvc = mvc(context);
			MvcResult started = mvc
				.perform(MockMvcRequestBuilders.get(path).header("Authorization", "Bearer " + token("project:view")))
				.andReturn();
			ResponseBodyEmitter emitter = Projects.emitter.get();
			emitter.send("written");
			started.getResponse().flushBuffer();
			context.getBean(FgaRevocations.class).revoke(FgaScope.session("session_1"));
			emitter.complete();
			MvcResult result = mvc.perform(MockMvcRequestBuilders.asyncDispatch(started)).andReturn();
			assertThat(result.getResponse().getStatus()).isEqualTo(200);
			assertThat(result.getResponse().getContentAsString()).isEqualTo("written");
		});
	}

	/**
	 * The chain knows nothing of sessions, so the rule alone refuses.
	 */
	@Test
	void requestWhenChainIsForeignAndRevokedWhileTheAnswerIsWrittenThenEndsWithoutAnother() {
		this.projectsRunner.withUserConfiguration(ForeignChain.class)
			.withBean(FgaSessionResolver.class,
					() -> (authentication) -> FgaSession.of("alice")
						.organizationId(SessionTokens.ORGANIZATION_ID)
						.permissions("project:view")
						.build())
			.run((context) -> {
				MockMvc mvc = mvc(context);
				MvcResult started = mvc
					.perform(MockMvcRequestBuilders.get("/projects/p-1/stream")
						.with(SecurityMockMvcRequestPostProcessors.user("alice")))
					.andReturn();
				ResponseBodyEmitter emitter = Projects.emitter.get();
				emitter.send("written");
				started.getResponse().flushBuffer();
				context.getBean(FgaRevocations.class).revoke(FgaScope.user("alice"));
				emitter.complete();
				MvcResult result = mvc.perform(MockMvcRequestBuilders.asyncDispatch(started)).andReturn();
				assertThat(result.getResponse().getStatus()).isEqualTo(200);
				assertThat(result.getResponse().getContentAsString()).isEqualTo("written");
			});
	}

	@Test
	void requestWhenRevokedAfterTheEarlyGrantThenMethodIsNotEntered() {
		this.projectsRunner.run((context) -> {
			Projects.afterEarlyGrant
				.set(() -> context.getBean(FgaRevocations.class).revoke(FgaScope.session("session_1")));
			assertThat(WebContexts.get(context, "/projects/p-1", token("project:view"))).hasStatus(401);
		});
	}

	@Test
	void requestWhenOutdatedAfterTheEarlyGrantThenMethodIsAskedForAnew() {
		this.projectsRunner.run((context) -> {
			workOs.answerChecks(false);
			Projects.afterEarlyGrant.set(() -> {
				outdate(context);
				return null;
			});
			assertThat(WebContexts.get(context, "/projects/p-1", token("project:view"))).hasStatus(403);
			assertThat(workOs.checks()).isOne();
		});
	}

	private WebApplicationContextRunner loginRunner() {
		PrincipalFgaSessionResolver principal = new PrincipalFgaSessionResolver();
		FgaSessionResolver resolver = (authentication) -> {
			FgaSession session = principal.resolve(authentication);
			return (session != null) ? session
					: FgaSession.of(authentication.getName())
						.organizationId(SessionTokens.ORGANIZATION_ID)
						.organizationMembershipId(SessionTokens.MEMBERSHIP_ID)
						.build();
		};
		return this.contextRunner.withUserConfiguration(FormLoginChain.class)
			.withBean(FgaSessionResolver.class, () -> resolver)
			.withPropertyValues("spring.security.user.name=alice", "spring.security.user.password=password");
	}

	private static MockHttpSession logIn(MockMvc mvc) throws Exception {
		MvcResult result = mvc
			.perform(MockMvcRequestBuilders.post("/login")
				.param("username", "alice")
				.param("password", "password")
				.with(SecurityMockMvcRequestPostProcessors.csrf()))
			.andReturn();
		assertThat(result.getResponse().getRedirectedUrl()).isEqualTo("/");
		return (MockHttpSession) result.getRequest().getSession(false);
	}

	private static int status(MockMvc mvc, String path, MockHttpSession session) throws Exception {
		return mvc.perform(MockMvcRequestBuilders.get(path).session(session).accept(MediaType.APPLICATION_JSON))
			.andReturn()
			.getResponse()
			.getStatus();
	}

	private static MvcResult dispatched(MockMvc mvc, String path, String token) throws Exception {
		MvcResult started = mvc.perform(MockMvcRequestBuilders.get(path).header("Authorization", "Bearer " + token))
			.andReturn();
		started.getAsyncResult();
		return mvc.perform(MockMvcRequestBuilders.asyncDispatch(started)).andReturn();
	}

	private static MockMvc mvc(WebApplicationContext context) {
		return MockMvcBuilders.webAppContextSetup(context).apply(SecurityMockMvcConfigurers.springSecurity()).build();
	}

	private static MvcTestResult asAlice(WebApplicationContext context, String path) {
		return WebContexts.mvc(context)
			.get()
			.uri(path)
			.with(SecurityMockMvcRequestPostProcessors.user("alice"))
			.exchange();
	}

	private static void assertInvalidToken(MvcTestResult result) {
		assertThat(result).hasStatus(401)
			.hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("invalid_token");
	}

	private static String body(MvcTestResult result) throws Exception {
		assertThat(result).hasStatusOk();
		return result.getResponse().getContentAsString();
	}

	/**
	 * Roles changed a minute and a half ago.
	 */
	private static void outdate(ApplicationContext context) {
		tell(context, Kind.OUTDATED, FgaScope.everything(), Instant.now().minusSeconds(90));
	}

	private static void tell(ApplicationContext context, Kind kind, FgaScope scope, Instant time) {
		context.getBean(LiveChanges.class).publish(List.of(new LiveChange(kind, scope, time)));
	}

	/**
	 * A token from before the roles changed.
	 */
	private static String token(String... permissions) {
		return issued(Instant.now().minusSeconds(100), (claims) -> claims.put("permissions", List.of(permissions)));
	}

	/**
	 * A token from after the roles changed.
	 */
	private static String fresh(String... permissions) {
		return issued(Instant.now(), (claims) -> {
			claims.put("permissions", List.of(permissions));
			claims.put("sid", "session_3");
		});
	}

	private static String issued(Instant time) {
		return issued(time, (claims) -> {
		});
	}

	private static String issued(Instant time, Consumer<Map<String, Object>> customizer) {
		return workOs.tokens().with((claims) -> {
			claims.put("iat", time.getEpochSecond());
			customizer.accept(claims);
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class FormLoginChain {

		@Bean
		SecurityFilterChain formLoginChain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.with(FgaHttpConfigurer.fga(), Customizer.withDefaults())
				.build();
		}

	}

	/**
	 * Answers whoever is authenticated, before the chain goes on.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FilterInBetween {

		@Bean
		SecurityFilterChain chainWithFilter(HttpSecurity http) {
			return http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults())
				.addFilterAfter((request, response, chain) -> {
					if (SecurityContextHolder.getContext().getAuthentication() != null) {
						((HttpServletResponse) response).setStatus(418);
					}
					else {
						chain.doFilter(request, response);
					}
				}, BearerTokenAuthenticationFilter.class)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AuthorityChain {

		@Bean
		SecurityFilterChain authorityChain(HttpSecurity http) {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/admin")
					.hasAuthority("admin")
					.requestMatchers("/members")
					.hasRole("member")
					.requestMatchers("/public/**")
					.permitAll()
					.anyRequest()
					.authenticated())
				.with(FgaHttpConfigurer.fga(), Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForeignChain {

		@Bean
		SecurityFilterChain foreignChain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@RestController
	@EnableMethodSecurity
	@Import(MeanwhileConfigurer.class)
	static class Projects {

		static final AtomicReference<Callable<Object>> during = new AtomicReference<>();

		static final AtomicReference<Callable<Object>> afterEarlyGrant = new AtomicReference<>();

		static final AtomicReference<ResponseBodyEmitter> emitter = new AtomicReference<>();

		private final Fga fga;

		Projects(Fga fga) {
			this.fga = fga;
		}

		@GetMapping("/projects")
		@FilterPermitted(value = "project:view", resourceType = "project", id = "#root")
		public List<String> projects() {
			return List.of("p-1", "p-2");
		}

		@GetMapping("/everything")
		public boolean everything() {
			return this.fga.list("project:view").isEverything();
		}

		@GetMapping("/permissions")
		public Set<String> permissions() {
			return this.fga.permissions("project", "p-1");
		}

		@GetMapping("/can")
		@PreAuthorize("@fga.can('project:view')")
		public String can() {
			return "ok";
		}

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		public String project(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/projects/{id}/current")
		@RequiresPermission(value = "project:view", alwaysCurrent = true)
		public String current(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/projects/{id}/can")
		@PreAuthorize("@fga.can('project:view', 'project', #id)")
		public String can(@PathVariable("id") String id) {
			return id;
		}

		@GetMapping("/projects/{id}/has-permission")
		@PreAuthorize("hasPermission(#id, 'project', 'project:view')")
		public String hasPermission(@PathVariable("id") String id) {
			return id;
		}

		@GetMapping("/projects/{id}/slow")
		@RequiresPermission("project:view")
		public Callable<String> slow(@PathVariable @ResourceId("project") String id) {
			return slow();
		}

		@GetMapping("/projects/{id}/stream")
		@RequiresPermission("project:view")
		public ResponseBodyEmitter stream(@PathVariable @ResourceId("project") String id) {
			return stream();
		}

		@GetMapping("/stream")
		public ResponseBodyEmitter stream() {
			emitter.set(new ResponseBodyEmitter());
			return emitter.get();
		}

		@GetMapping("/slow")
		public Callable<String> slow() {
			return () -> {
				during.get().call();
				return "secret";
			};
		}

	}

	/**
	 * After the starter's own interceptor and before the method.
	 */
	@Configuration(proxyBeanMethods = false)
	static class MeanwhileConfigurer implements WebMvcConfigurer {

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(new HandlerInterceptor() {

				@Override
				public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
						throws Exception {
					Projects.afterEarlyGrant.get().call();
					return true;
				}

			});
		}

	}

}
