package io.github.fgaspring.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authentication.PrincipalFgaSessionResolver;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.policy.MetadataPolicies;
import io.github.fgaspring.policy.OrganizationPolicies;
import io.github.fgaspring.policy.OrganizationPolicy;
import io.github.fgaspring.policy.OrganizationPolicyProvider;
import io.github.fgaspring.policy.PolicyRefusal.Reason;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.LiveChanges;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.WorkOsStub;
import io.github.fgaspring.web.FgaHttpConfigurer;
import io.github.fgaspring.web.OrganizationPolicyFilter;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what organizations demand, in a web application.
 */
@ExtendWith(OutputCaptureExtension.class)
class PolicyWiringTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private static final String DEFAULTS = "fga.policies.defaults.";

	private static final String ACME = "fga.policies.organizations.org_acme.";

	private final WebApplicationContextRunner contextRunner = WebContexts.bare()
		.withUserConfiguration(WebContexts.Endpoints.class)
		.withPropertyValues(workOs.properties());

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void contextWhenNothingIsDemandedThenHasNoFilter() {
		for (String property : List.of("fga.policies.source=properties", DEFAULTS + "blocked=false",
				ACME + "impersonation=allow")) {
			this.contextRunner.withPropertyValues(property).run((context) -> {
				assertThat(context.getBean(OrganizationPolicies.class).exist()).isFalse();
				assertThat(context).doesNotHaveBean(MetadataPolicies.class);
				assertThat(context.getBean(SecurityFilterChain.class).getFilters())
					.noneMatch(OrganizationPolicyFilter.class::isInstance);
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "metadata", "METADATA", "Metadata", "meta-data" })
	void contextWhenSourceIsMetadataThenAsksWorkOs(String source) {
		this.contextRunner.withPropertyValues("fga.policies.source=" + source).run((context) -> {
			assertThat(context).hasSingleBean(MetadataPolicies.class).hasSingleBean(OrganizationPolicyProvider.class);
			assertThat(context.getBean(OrganizationPolicies.class).exist()).isTrue();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "properties", "metadata" })
	void contextWhenApplicationKnowsPoliciesThenBacksOff(String source) {
		OrganizationPolicyProvider own = (
				organizationId) -> OrganizationPolicy.builder().blocked("org_acme".equals(organizationId)).build();
		this.contextRunner.withBean(OrganizationPolicyProvider.class, () -> own)
			.withPropertyValues("fga.policies.source=" + source, DEFAULTS + "blocked=true")
			.run((context) -> {
				assertThat(context).getBean(OrganizationPolicyProvider.class).isSameAs(own);
				assertThat(context).doesNotHaveBean(MetadataPolicies.class);
				assertPolicy(get(context, token()));
				assertThat(get(context, token((claims) -> claims.put("org_id", "org_globex")))).hasStatusOk();
			});
	}

	@Test
	void contextWhenNotWebThenHasPolicies() {
		new ApplicationContextRunner().withUserConfiguration(WebContexts.Application.class)
			.withPropertyValues(workOs.properties())
			.withPropertyValues(DEFAULTS + "blocked=true")
			.run((context) -> assertThat(context.getBean(OrganizationPolicies.class).exist()).isTrue());
	}

	@Test
	void contextWhenNoChainEnforcesPoliciesThenFails() {
		WebApplicationContextRunner withoutConfigurer = this.contextRunner
			.withUserConfiguration(ForeignChainConfiguration.class);
		withoutConfigurer.run((context) -> assertThat(context).hasNotFailed());
		for (String property : List.of(DEFAULTS + "blocked=true", "fga.policies.source=metadata",
				ACME + "max-session-age=8h")) {
			withoutConfigurer.withPropertyValues(property).run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure()).isInstanceOfSatisfying(InvalidFgaPropertyException.class,
						(ex) -> {
							assertThat(ex)
								.hasMessage("The property 'fga.policies' or a bean in its place demands something"
										+ " of sessions that no filter chain would enforce");
							assertThat(ex.getAction()).contains("http.with(FgaHttpConfigurer.fga()");
						});
			});
		}
		this.contextRunner.withUserConfiguration(ForeignChainConfiguration.class, OwnLoginConfiguration.class)
			.withPropertyValues(DEFAULTS + "blocked=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@MethodSource
	void contextWhenPolicyMakesNoSenseThenFailureNamesThePropertyAndTheWayOut(String property, String value,
			String problem, String action) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues(workOs.properties());
		for (String prefix : List.of(DEFAULTS, ACME)) {
			runner.withPropertyValues(prefix + property + "=" + value).run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure()).rootCause()
					.isInstanceOfSatisfying(InvalidFgaPropertyException.class, (ex) -> {
						assertThat(ex).hasMessage("The property '" + prefix + property + "' " + problem);
						assertThat(ex.getAction()).contains("'" + prefix + property + "'").contains(action);
					});
			});
		}
	}

	static Stream<Arguments> contextWhenPolicyMakesNoSenseThenFailureNamesThePropertyAndTheWayOut() {
		return Stream.of(
				Arguments.of("max-session-age", "0s", "is 0s, which is shorter than a second", "such as 5m or 8h"),
				Arguments.of("max-session-age", "-8h", "is -8h, which is shorter than a second", "such as 5m or 8h"),
				Arguments.of("max-session-age", "8", "is 8ms, which is shorter than a second", "such as 5m or 8h"),
				Arguments.of("recent-authentication", "999ms", "is 999ms, which is shorter than a second",
						"such as 5m or 8h"),
				Arguments.of("authentication-methods", "mfa,", "holds a method that is blank", "(RFC 8176)"),
				Arguments.of("authentication-methods", "two factors",
						"holds a method with a space, a quote or a character that is not ASCII", "(RFC 8176)"),
				Arguments.of("allowed-networks", "10.0.0.0/8,intranet", "holds 'intranet', which is no network",
						"192.0.2.0/24"),
				Arguments.of("allowed-networks", "10.0.0.0/33", "holds '10.0.0.0/33', which is no network",
						"192.0.2.0/24"),
				Arguments.of("allowed-networks", "10.0.0.0/8,", "holds '', which is no network", "192.0.2.0/24"),
				Arguments.of("required-claims.plan", "", "is not set", "what the claim must hold"),
				Arguments.of("required-claims.plan", "pro,", "is not set", "what the claim must hold"),
				Arguments.of("required-claims.plan", "${PLAN_THAT_NOBODY_SETS}",
						"is set to a placeholder that nothing resolves", "what the claim must hold"));
	}

	@Test
	void requestWhenPolicyIsOfOneOrganizationThenHoldsForThatOne() {
		this.contextRunner.withPropertyValues(DEFAULTS + "blocked=true", ACME + "blocked=false").run((context) -> {
			assertThat(get(context, token())).hasStatusOk();
			assertPolicy(get(context, token((claims) -> claims.put("org_id", "org_globex"))));
			assertPolicy(get(context, token((claims) -> claims.put("org_id", "orgacme"))));
			assertPolicy(get(context, token((claims) -> claims.remove("org_id"))));
		});
	}

	@Test
	void requestWhenIdHasUpperCaseLettersThenPolicyIsFound() {
		this.contextRunner
			.withPropertyValues("fga.policies.organizations.org_01HXYZ.blocked=true",
					"fga.policies.organizations.[id.example/1].blocked=true")
			.run((context) -> {
				assertPolicy(get(context, token((claims) -> claims.put("org_id", "org_01HXYZ"))));
				assertPolicy(get(context, token((claims) -> claims.put("org_id", "id.example/1"))));
				assertThat(get(context, token())).hasStatusOk();
			});
	}

	@Test
	void requestWhenBlockedThenForbiddenOnEveryPathButNotForOthers(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues(DEFAULTS + "blocked=true", "fga.web.public-paths=/public/**",
					"logging.level.io.github.fgaspring=debug")
			.run((context) -> {
				assertPolicy(get(context, token()));
				assertPolicy(WebContexts.get(context, "/public/me", token()));
				assertPolicy(WebContexts.get(context, "/nowhere", token()));
				assertThat(WebContexts.get(context, "/public/me")).hasStatusOk();
				assertThat(WebContexts.get(context, "/me")).hasStatus(401).hasHeader("WWW-Authenticate", "Bearer");
				assertThat(WebContexts.get(context, "/me", workOs.tokens().expired())).hasStatus(401)
					.hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
				assertThat(context.getBean(OrganizationPolicies.class).getRefusals(Reason.BLOCKED)).isEqualTo(3);
			});
		assertThat(output).doesNotContain("org_acme");
	}

	@Test
	void requestWhenDenialsAre404ThenPolicyStillForbids() {
		this.contextRunner.withPropertyValues(DEFAULTS + "blocked=true", "fga.web.denied-status=404")
			.run((context) -> assertPolicy(get(context, token())));
	}

	@Test
	void requestWhenNetworkIsNotAllowedThenForbidden() {
		this.contextRunner.withPropertyValues(DEFAULTS + "allowed-networks=192.0.2.0/24,2001:db8::/32")
			.run((context) -> {
				assertThat(from(context, "192.0.2.9")).hasStatusOk();
				assertThat(from(context, "2001:db8::7")).hasStatusOk();
				assertPolicy(from(context, "198.51.100.1"));
				assertPolicy(from(context, "::1"));
				assertPolicy(from(context, "unknown"));
				assertPolicy(from(context, null));
			});
	}

	@Test
	void requestWhenAddressIsForwardedThenOnlyIfTheServerTakesItCounts() {
		WebApplicationContextRunner runner = this.contextRunner
			.withPropertyValues(DEFAULTS + "allowed-networks=192.0.2.0/24");
		runner.run((context) -> assertPolicy(
				request(context, HttpMethod.GET, "/me", token()).header("X-Forwarded-For", "192.0.2.9")
					.with(address("198.51.100.1"))
					.exchange()));
	}

	@Test
	void requestWhenClaimIsMissingThenForbidden() {
		this.contextRunner
			.withPropertyValues(DEFAULTS + "required-claims.plan=pro,enterprise",
					DEFAULTS + "required-claims[acme.example/verified]=true")
			.run((context) -> {
				assertThat(get(context, token((claims) -> {
					claims.put("plan", List.of("free", "pro"));
					claims.put("acme.example/verified", true);
				}))).hasStatusOk();
				assertPolicy(get(context, token((claims) -> claims.put("plan", "pro"))));
				assertPolicy(get(context, token((claims) -> claims.put("acme.example/verified", true))));
				assertPolicy(get(context, token()));
			});
	}

	@Test
	void requestWhenImpersonatedThenMayReadOnlyOrNothing() {
		String impersonated = token((claims) -> claims.put("act", Map.of("sub", "support@acme.test")));
		this.contextRunner.withPropertyValues(DEFAULTS + "impersonation=read-only").run((context) -> {
			for (String reading : List.of("GET", "HEAD", "OPTIONS")) {
				assertThat(request(context, HttpMethod.valueOf(reading), "/me", impersonated)).hasStatusOk();
			}
			for (String writing : List.of("POST", "PUT", "PATCH", "DELETE", "get", "LINK")) {
				HttpMethod method = HttpMethod.valueOf(writing);
				assertThat(request(context, method, "/me", impersonated).exchange().getResponse().getStatus())
					.as(writing)
					.isIn(400, 403);
			}
			assertPolicy(request(context, HttpMethod.POST, "/me", impersonated).exchange());
			assertThat(request(context, HttpMethod.POST, "/me", token())).hasStatusOk();
		});
		this.contextRunner.withPropertyValues(DEFAULTS + "impersonation=deny").run((context) -> {
			assertPolicy(get(context, impersonated));
			assertThat(get(context, token())).hasStatusOk();
		});
	}

	@Test
	void requestWhenSessionIsTooOldThenChallenged() {
		this.contextRunner.withPropertyValues(DEFAULTS + "max-session-age=8h").run((context) -> {
			assertThat(get(context, token(authenticated(60)))).hasStatusOk();
			assertThat(get(context, token(authenticated(28_700)))).hasStatusOk();
			assertChallenge(get(context, token(authenticated(28_801))), "max_age=\"28800\"");
			assertChallenge(get(context, token((claims) -> claims.remove("auth_time"))), "max_age=\"28800\"");
			assertChallenge(get(context, token((claims) -> claims.put("auth_time", "1767225600"))),
					"max_age=\"28800\"");
			assertChallenge(get(context, token(authenticated(-300))), "max_age=\"28800\"");
			assertChallenge(WebContexts.get(context, "/nowhere", token(authenticated(28_801))), "max_age=\"28800\"");
		});
	}

	@Test
	void requestWhenMethodIsMissingThenChallenged() {
		this.contextRunner
			.withPropertyValues(DEFAULTS + "authentication-methods=mfa,hwk", DEFAULTS + "max-session-age=8h")
			.run((context) -> {
				assertThat(get(context, token((claims) -> claims.put("amr", List.of("mfa", "hwk", "pwd")))))
					.hasStatusOk();
				for (Object amr : List.of("mfa", List.of("mfa"), List.of(), List.of("mfa", 1, List.of("hwk")))) {
					assertChallenge(get(context, token((claims) -> claims.put("amr", amr))),
							"max_age=\"28800\", acr_values=\"mfa hwk\"");
				}
				assertChallenge(get(context, token()), "max_age=\"28800\", acr_values=\"mfa hwk\"");
			});
	}

	@Test
	void requestWhenSeveralDemandsAreNotMetThenWhatCannotBeHelpedComesFirst() {
		this.contextRunner.withPropertyValues(DEFAULTS + "max-session-age=8h", DEFAULTS + "required-claims.plan=pro")
			.run((context) -> {
				assertPolicy(get(context, token(authenticated(86_400))));
				assertChallenge(
						get(context, token(authenticated(86_400).andThen((claims) -> claims.put("plan", "pro")))),
						"max_age=\"28800\"");
			});
	}

	@Test
	void requestWhenTokenIsInCookieThenPolicyHolds() {
		this.contextRunner.withPropertyValues(DEFAULTS + "max-session-age=8h", "fga.session.cookie-name=session")
			.run((context) -> assertChallenge(WebContexts.mvc(context)
				.get()
				.uri("/me")
				.cookie(new Cookie("session", token(authenticated(86_400))))
				.exchange(), "max_age=\"28800\""));
	}

	@Test
	void requestWhenMonitoringThenAnsweredAndLogged(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("fga.enforcement=monitor", DEFAULTS + "max-session-age=8h", ACME + "blocked=true")
			.run((context) -> {
				assertThat(get(context, token())).hasStatusOk();
				assertThat(get(context, token(authenticated(86_400).andThen((claims) -> claims.remove("org_id")))))
					.hasStatusOk();
			});
		assertThat(output)
			.containsOnlyOnce("Would have been refused: a request, by the policy of the organization, BLOCKED")
			.containsOnlyOnce(
					"Would have been refused: a request, by the policy of the organization, AUTHENTICATION_TOO_OLD");
	}

	@Test
	void requestWhenMonitoringAndPolicyIsNotKnownThenAnsweredAndLogged(CapturedOutput output) {
		this.contextRunner.withPropertyValues("fga.enforcement=monitor")
			.withBean(OrganizationPolicyProvider.class, () -> (organizationId) -> {
				throw new CheckUnavailableException("secret", null);
			})
			.run((context) -> assertThat(get(context, token())).hasStatusOk());
		assertThat(output)
			.contains("Would have failed: the policy of an organization, " + CheckUnavailableException.class.getName())
			.doesNotContain("secret");
	}

	@Test
	void requestWhenPolicyIsNotKnownThenUnavailable() {
		this.contextRunner.withBean(OrganizationPolicyProvider.class, () -> (organizationId) -> {
			throw new CheckUnavailableException("secret", Duration.ofSeconds(7), null);
		}).run((context) -> {
			MvcTestResult result = get(context, token());
			assertThat(result).hasStatus(503).hasHeader("Retry-After", "7");
			assertThat(result).bodyJson().extractingPath("$.code").isEqualTo("authorization_unavailable");
		});
	}

	@Test
	void requestWhenMetadataDemandsSomethingThenDemandedUntilTheOrganizationChanges() {
		answerOrganization(organization("{\"fga_blocked\":\"true\"}"));
		this.contextRunner.withPropertyValues("fga.policies.source=metadata", DEFAULTS + "max-session-age=8h")
			.run((context) -> {
				assertPolicy(get(context, token()));
				answerOrganization(organization("{\"fga_max_session_age\":\"1h\"}"));
				assertPolicy(get(context, token()));
				context.getBean(LiveChanges.class)
					.publish(List.of(new LiveChange(Kind.EVICTED, FgaScope.organization("org_acme"), Instant.now())));
				assertThat(get(context, token())).hasStatusOk();
				assertChallenge(get(context, token(authenticated(3700))), "max_age=\"3600\"");
				assertChallenge(get(context, token(authenticated(86_400).andThen((claims) -> claims.remove("org_id")))),
						"max_age=\"28800\"");
			});
	}

	@Test
	void requestWhenMetadataCannotBeHadThenUnavailable() {
		this.contextRunner.withPropertyValues("fga.policies.source=metadata", "fga.remote.max-attempts=1")
			.run((context) -> {
				answerOrganization(WireMock.status(500));
				assertThat(get(context, token())).hasStatus(503);
				answerOrganization(organization("{\"fga_blocked\":\"perhaps\"}"));
				assertThat(get(context, token())).hasStatus(503).hasHeader("Retry-After", "5");
			});
	}

	@Test
	void requestWhenMetadataTakesTooLongThenUnavailableWithinTheDeadline() {
		answerOrganization(organization("{}").withFixedDelay(5000));
		this.contextRunner
			.withPropertyValues("fga.policies.source=metadata", "fga.remote.deadline=300ms",
					"fga.remote.connect-timeout=200ms", "fga.remote.read-timeout=300ms")
			.run((context) -> {
				Instant began = Instant.now();
				assertThat(get(context, token())).hasStatus(503);
				assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(4));
			});
	}

	@Test
	void requestWhenOwnLoginIsTooOldThenGoesOnAsNobodyAndMayLogIn() {
		ownLogin().withPropertyValues(DEFAULTS + "max-session-age=8h").run((context) -> {
			RequestPostProcessor old = login(86_400);
			assertThat(own(context, "/me", login(60), "application/json")).hasStatusOk();
			assertChallenge(own(context, "/me", old, "application/json"), "max_age=\"28800\"");
			assertThat(own(context, "/me", old, "text/html")).hasStatus(302).hasHeader("Location", "/login");
			assertThat(own(context, "/login", old, "text/html")).hasStatusOk();
			assertThat(own(context, "/public/me", old, "application/json")).hasStatusOk()
				.bodyJson()
				.extractingPath("$.name")
				.isEqualTo("nobody");
			assertChallenge(own(context, "/public/reports", old, "application/json"), "max_age=\"28800\"");
		});
	}

	@Test
	void requestWhenOwnLoginDoesNotSayWhenThenGoesOnAsNobody() {
		ownLogin().withPropertyValues(DEFAULTS + "max-session-age=8h")
			.run((context) -> assertChallenge(
					own(context, "/me", user(new SimpleGrantedAuthority("ROLE_USER")), "application/json"),
					"max_age=\"28800\""));
	}

	@Test
	void requestWhenLoggedInByFormThenSpringSecurityKnowsWhen() {
		ownLogin().withPropertyValues(DEFAULTS + "max-session-age=8h").run((context) -> {
			MvcTestResult login = WebContexts.mvc(context)
				.post()
				.uri("/login")
				.param("username", "alice")
				.param("password", "password")
				.with(SecurityMockMvcRequestPostProcessors.csrf())
				.exchange();
			assertThat(login).hasStatus(302).hasHeader("Location", "/");
			assertThat(WebContexts.mvc(context)
				.get()
				.uri("/me")
				.session((MockHttpSession) login.getRequest().getSession(false))).hasStatusOk();
		});
	}

	@Test
	void requestWhenOwnLoginIsBlockedThenForbiddenEvenIfRemembered() {
		ownLogin().withPropertyValues(DEFAULTS + "blocked=true").run((context) -> {
			assertPolicy(own(context, "/me", login(60), "text/html"));
			assertPolicy(own(context, "/login-page-of-the-application", login(60), "text/html"));
			Authentication remembered = new RememberMeAuthenticationToken("key", "alice",
					List.of(new SimpleGrantedAuthority("ROLE_USER")));
			assertPolicy(
					own(context, "/me", SecurityMockMvcRequestPostProcessors.authentication(remembered), "text/html"));
			assertThat(own(context, "/me", SecurityMockMvcRequestPostProcessors.anonymous(), "application/json"))
				.hasStatus(401)
				.hasHeader("WWW-Authenticate", "Bearer");
		});
	}

	@Test
	void requestWhenTokenMeetsChainWithLoginThenPolicyHoldsForBoth() {
		ownLogin().withPropertyValues(DEFAULTS + "max-session-age=8h").run((context) -> {
			assertThat(get(context, token())).hasStatusOk();
			MvcTestResult result = request(context, HttpMethod.GET, "/public/me", token(authenticated(86_400)))
				.accept("application/json")
				.exchange();
			assertChallenge(result, "max_age=\"28800\"");
		});
	}

	private WebApplicationContextRunner ownLogin() {
		return this.contextRunner.withUserConfiguration(OwnLoginConfiguration.class);
	}

	private static MvcTestResult own(WebApplicationContext context, String path, RequestPostProcessor caller,
			String accept) {
		return WebContexts.mvc(context).get().uri(path).header("Accept", accept).with(caller).exchange();
	}

	private static RequestPostProcessor login(long secondsAgo) {
		return user(FactorGrantedAuthority.withAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY)
			.issuedAt(Instant.now().minusSeconds(secondsAgo))
			.build());
	}

	private static RequestPostProcessor user(GrantedAuthority authority) {
		return SecurityMockMvcRequestPostProcessors.user("alice").authorities(authority);
	}

	private static MvcTestResult get(WebApplicationContext context, String token) {
		return WebContexts.get(context, "/me", token);
	}

	private static MvcTestResult from(WebApplicationContext context, String address) {
		return request(context, HttpMethod.GET, "/me", token()).with(address(address)).exchange();
	}

	private static RequestPostProcessor address(String address) {
		return (request) -> {
			request.setRemoteAddr(address);
			return request;
		};
	}

	private static MockMvcRequestBuilder request(WebApplicationContext context, HttpMethod method, String path,
			String token) {
		return WebContexts.mvc(context).method(method).uri(path).header("Authorization", "Bearer " + token);
	}

	private static String token() {
		return workOs.tokens().withPermissions();
	}

	private static String token(Consumer<Map<String, Object>> customizer) {
		return workOs.tokens().with(customizer);
	}

	private static Consumer<Map<String, Object>> authenticated(long secondsAgo) {
		return (claims) -> claims.put("auth_time", Instant.now().getEpochSecond() - secondsAgo);
	}

	private static ResponseDefinitionBuilder organization(String metadata) {
		return WireMock.okJson("{\"id\":\"" + SessionTokens.ORGANIZATION_ID + "\",\"metadata\":" + metadata + "}");
	}

	private static void answerOrganization(ResponseDefinitionBuilder answer) {
		workOs.server().stubFor(WireMock.get("/organizations/" + SessionTokens.ORGANIZATION_ID).willReturn(answer));
	}

	private static void assertPolicy(MvcTestResult result) {
		assertThat(result).hasStatus(403).doesNotContainHeader("WWW-Authenticate");
		assertThat(result).bodyJson().extractingPath("$.code").isEqualTo("organization_policy");
	}

	private static void assertChallenge(MvcTestResult result, String demands) {
		assertThat(result).hasStatus(401);
		assertThat(result.getResponse().getHeaders("WWW-Authenticate")).singleElement()
			.asString()
			.startsWith("Bearer error=\"insufficient_user_authentication\", error_description=\"The user must ")
			.endsWith("\", " + demands);
		assertThat(result).bodyJson().extractingPath("$.code").isEqualTo("insufficient_user_authentication");
	}

	/**
	 * A chain that knows nothing of the starter.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ForeignChainConfiguration {

		@Bean
		SecurityFilterChain foreignChain(HttpSecurity http) {
			return http.securityMatcher("/foreign/**").httpBasic(Customizer.withDefaults()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnLoginConfiguration {

		@Bean
		FgaSessionResolver sessionResolver() {
			FgaSessionResolver tokens = new PrincipalFgaSessionResolver();
			return (authentication) -> {
				FgaSession session = tokens.resolve(authentication);
				return (session != null) ? session
						: FgaSession.of(authentication.getName())
							.organizationId(SessionTokens.ORGANIZATION_ID)
							.organizationMembershipId(SessionTokens.MEMBERSHIP_ID)
							.build();
			};
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("alice").password("{noop}password").roles("USER").build());
		}

		@Bean
		SecurityFilterChain ownLoginChain(HttpSecurity http) {
			http.authorizeHttpRequests(
					(requests) -> requests.requestMatchers("/public/**").permitAll().anyRequest().authenticated());
			http.formLogin(Customizer.withDefaults());
			http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults());
			return http.build();
		}

	}

}
