package io.github.fgaspring.autoconfigure;

import java.io.IOException;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.support.WorkOsStub;
import io.github.fgaspring.web.CheckUnavailableHandler;
import io.github.fgaspring.web.FgaAccessDeniedHandler;
import io.github.fgaspring.web.FgaAuthenticationEntryPoint;
import io.github.fgaspring.web.FgaHttpConfigurer;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FgaWebSecurityAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FgaWebSecurityAutoConfigurationTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs);

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void contextWhenNoChainThenHasExactlyOneChainAndNoUser(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context).getBeanNames(SecurityFilterChain.class).containsExactly("fgaSecurityFilterChain");
			assertThat(context).doesNotHaveBean(UserDetailsService.class);
			assertThat(context.getBean(FgaHttpConfigurer.ENTRY_POINT_BEAN_NAME))
				.isInstanceOf(FgaAuthenticationEntryPoint.class);
			assertThat(context.getBean(FgaHttpConfigurer.DENIED_HANDLER_BEAN_NAME))
				.isInstanceOf(FgaAccessDeniedHandler.class);
		});
		assertThat(output).contains("Exposing 1 endpoint").doesNotContain("generated security password");
	}

	@Test
	void contextWhenApplicationHasChainThenBacksOff() {
		this.contextRunner.withUserConfiguration(OwnChainConfiguration.class).run((context) -> {
			assertThat(context).getBeanNames(SecurityFilterChain.class).containsExactly("ownChain");
			assertThat(context).hasBean(FgaHttpConfigurer.ENTRY_POINT_BEAN_NAME);
		});
	}

	@Test
	void contextWhenNotWebThenHasNoWebBeans() {
		new ApplicationContextRunner().withUserConfiguration(WebContexts.Application.class)
			.withPropertyValues(workOs.properties())
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(FgaConnectionDetails.class);
				assertThat(context).doesNotHaveBean(FgaHttpConfigurer.ENTRY_POINT_BEAN_NAME)
					.doesNotHaveBean(SecurityFilterChain.class)
					.doesNotHaveBean(FgaWebSecurityAutoConfiguration.class)
					.doesNotHaveBean(FgaWebMvcAutoConfiguration.class);
			});
	}

	@Test
	void requestWhenTokenIsValidThenAuthenticated() {
		this.contextRunner
			.run((context) -> assertThat(WebContexts.get(context, "/me", workOs.tokens().withPermissions()))
				.hasStatusOk()
				.bodyJson()
				.isLenientlyEqualTo("""
						{"name":"user_alice"}
						"""));
	}

	@Test
	void requestWhenApplicationHasDecoderOfAnotherNameThenStillAuthenticated(CapturedOutput output) {
		this.contextRunner.withBean("partnerJwtDecoder", JwtDecoder.class, () -> (token) -> {
			throw new BadJwtException("Not one of ours");
		}).run((context) -> {
			assertThat(WebContexts.get(context, "/me", workOs.tokens().withPermissions())).hasStatusOk();
			assertThat(WebContexts.get(context, "/me", "partner-token")).hasStatus(401);
			assertThat(context).getBeanNames(SecurityFilterChain.class).containsExactly("fgaSecurityFilterChain");
			assertThat(context).doesNotHaveBean(UserDetailsService.class);
		});
		assertThat(output).doesNotContain("generated security password");
	}

	@ParameterizedTest
	@ValueSource(strings = { MediaType.TEXT_HTML_VALUE, MediaType.APPLICATION_JSON_VALUE, MediaType.ALL_VALUE })
	void requestWhenNoTokenThenUnauthorizedWithoutSessionOrSurprisingHeader(String accept) {
		this.contextRunner.run((context) -> {
			MvcTestResult result = WebContexts.mvc(context).get().uri("/me").header("Accept", accept).exchange();
			assertThat(result).hasStatus(401).hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			assertThat(result).bodyJson().extractingPath("$.code").isEqualTo("unauthenticated");
			assertThat(result.getRequest().getSession(false)).isNull();
			assertThat(result.getResponse().getHeader(HttpHeaders.SET_COOKIE)).isNull();
			assertThat(result.getResponse().getHeaderNames().stream().filter((name) -> name.startsWith("X-")))
				.containsExactlyInAnyOrder("X-Content-Type-Options", "X-XSS-Protection", "X-Frame-Options");
		});
	}

	@Test
	void requestWhenAuthenticatedThenCreatesNoHttpSession() {
		this.contextRunner.run((context) -> {
			MvcTestResult granted = WebContexts.get(context, "/reports",
					workOs.tokens().withPermissions("report:read"));
			assertThat(granted).hasStatusOk();
			assertThat(granted.getRequest().getSession(false)).isNull();
			MvcTestResult denied = WebContexts.get(context, "/reports", workOs.tokens().withPermissions());
			assertThat(denied).hasStatus(403);
			assertThat(denied.getRequest().getSession(false)).isNull();
		});
	}

	@Test
	void postWhenTokenInHeaderThenNeedsNoCsrfToken() {
		this.contextRunner.run((context) -> assertThat(WebContexts.mvc(context)
			.post()
			.uri("/me")
			.header("Authorization", "Bearer " + workOs.tokens().withPermissions())).hasStatusOk());
	}

	@Test
	void postWhenTokenInCookieThenNeedsCsrfToken() {
		this.contextRunner.withPropertyValues("fga.session.cookie-name=session").run((context) -> {
			Cookie cookie = new Cookie("session", workOs.tokens().withPermissions());
			assertThat(WebContexts.mvc(context).get().uri("/me").cookie(cookie)).hasStatusOk();
			assertThat(WebContexts.mvc(context).post().uri("/me").cookie(cookie)).hasStatus(403);
		});
	}

	@Test
	void endpointsWhenExposedThenOnlyHealthIsOpen() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.health.probes.add-additional-paths=true")
			.run((context) -> {
				AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
				AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
				assertThat(WebContexts.get(context, "/actuator/health")).hasStatusOk();
				assertThat(WebContexts.get(context, "/actuator/health/liveness")).hasStatusOk();
				assertThat(WebContexts.get(context, "/livez")).hasStatusOk();
				assertThat(WebContexts.get(context, "/actuator")).hasStatus(401);
				assertThat(WebContexts.get(context, "/actuator/env")).hasStatus(401);
				assertThat(WebContexts.get(context, "/actuator/info")).hasStatus(401);
				assertThat(WebContexts.get(context, "/actuator/heapdump")).hasStatus(401);
			});
	}

	@Test
	void endpointsWhenCallerIsSignedInThenClosedUnlessPublic() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=*", "fga.web.public-paths=/actuator/info")
			.run((context) -> {
				String token = workOs.tokens().withPermissions();
				assertThat(WebContexts.get(context, "/actuator/env", token)).hasStatus(403);
				assertThat(WebContexts.get(context, "/actuator", token)).hasStatus(403);
				assertThat(WebContexts.get(context, "/actuator/info")).hasStatusOk();
			});
	}

	@Test
	void postWhenCookieNameIsBlankThenNeedsNoCsrfToken() {
		this.contextRunner.withPropertyValues("fga.session.cookie-name=")
			.run((context) -> assertThat(WebContexts.mvc(context).post().uri("/me")).hasStatus(401));
	}

	@Test
	void publicPathsWhenSetThenOpenUnlessHandlerRequiresPermission() {
		this.contextRunner.withPropertyValues("fga.web.public-paths=/public/**").run((context) -> {
			assertThat(WebContexts.get(context, "/public/me")).hasStatusOk();
			assertThat(WebContexts.get(context, "/me")).hasStatus(401);
			assertThat(WebContexts.get(context, "/public/reports")).hasStatus(401);
			assertThat(WebContexts.get(context, "/public/reports", workOs.tokens().withPermissions())).hasStatus(403);
		});
	}

	@Test
	void publicPathsWhenNotSetThenNothingIsOpen() {
		this.contextRunner.run((context) -> assertThat(WebContexts.get(context, "/public/me")).hasStatus(401));
	}

	@Test
	void protectedResourceMetadataWhenNotEnabledThenAbsent() {
		this.contextRunner.run((context) -> {
			assertThat(WebContexts.get(context, "/.well-known/oauth-protected-resource")).hasStatus(401)
				.hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			assertThat(WebContexts.get(context, "/.well-known/oauth-protected-resource",
					workOs.tokens().withPermissions()))
				.hasStatus(404);
		});
	}

	@Test
	void protectedResourceMetadataWhenEnabledThenServedAndNotAdvertised() {
		this.contextRunner.withPropertyValues("fga.web.protected-resource-metadata=true").run((context) -> {
			MvcTestResult result = WebContexts.get(context, "/.well-known/oauth-protected-resource");
			assertThat(result).hasStatusOk();
			assertThat(result).bodyJson().isLenientlyEqualTo("""
					{"resource":"http://localhost","tls_client_certificate_bound_access_tokens":false}
					""");
			assertThat(WebContexts.get(context, "/me")).hasStatus(401)
				.hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			assertThat(WebContexts.get(context, "/me", "broken")).hasStatus(401)
				.hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
			assertThat(WebContexts.get(context, "/reports", workOs.tokens().withPermissions())).hasStatus(403)
				.hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
		});
	}

	@Test
	void entryPointWhenApplicationHasOneOfTheSameNameThenItAnswers() {
		this.contextRunner
			.withBean(FgaHttpConfigurer.ENTRY_POINT_BEAN_NAME, AuthenticationEntryPoint.class,
					() -> (request, response, ex) -> response.setStatus(418))
			.withPropertyValues("fga.web.public-paths=/public/**")
			.run((context) -> {
				assertThat(WebContexts.get(context, "/me")).hasStatus(418);
				assertThat(WebContexts.get(context, "/me", "broken")).hasStatus(418);
				assertThat(WebContexts.get(context, "/public/reports")).hasStatus(418);
			});
	}

	@Test
	void deniedHandlerWhenApplicationHasOneOfTheSameNameThenItAnswers() {
		this.contextRunner
			.withBean(FgaHttpConfigurer.DENIED_HANDLER_BEAN_NAME, AccessDeniedHandler.class,
					() -> (request, response, ex) -> response.setStatus(451))
			.run((context) -> assertThat(WebContexts.get(context, "/reports", workOs.tokens().withPermissions()))
				.hasStatus(451));
	}

	@Test
	void unavailableHandlerWhenApplicationHasOneThenItAnswersForHandlersAndFilterChains() {
		this.contextRunner
			.withBean(CheckUnavailableHandler.class, () -> (request, response, ex) -> response.setStatus(530))
			.withBean(PermissionChecker.class, () -> (question) -> {
				throw new CheckUnavailableException("down", null);
			})
			.withUserConfiguration(OutageOnTheWayConfiguration.class)
			.run((context) -> {
				assertThat(WebContexts.get(context, "/reports", workOs.tokens().withPermissions())).hasStatus(530);
				assertThat(WebContexts.get(context, "/outage", workOs.tokens().withPermissions())).hasStatus(530);
			});
	}

	@Test
	void deniedStatusWhen404ThenHidesTheResource() {
		this.contextRunner.withPropertyValues("fga.web.denied-status=404").run((context) -> {
			MvcTestResult result = WebContexts.get(context, "/reports", workOs.tokens().withPermissions());
			assertThat(result).hasStatus(404).doesNotContainHeader(HttpHeaders.WWW_AUTHENTICATE);
			assertThat(result).bodyJson().extractingPath("$.code").isEqualTo("not_found");
			assertThat(result).bodyText().doesNotContain("report:read");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.actuate", "org.springframework.boot.health" })
	void chainWhenActuatorOrHealthAbsentThenStillDemandsToken(String absent) {
		WebContexts.slimRunner(workOs, absent).run((context) -> {
			assertThat(WebContexts.get(context, "/me")).hasStatus(401);
			assertThat(WebContexts.get(context, "/actuator/health")).hasStatus(401);
			assertThat(WebContexts.get(context, "/me", workOs.tokens().withPermissions())).hasStatusOk();
		});
	}

	@Test
	void chainWhenSpringMvcAbsentThenStillDemandsToken() {
		WebContexts.slimRunner(workOs, "org.springframework.web.servlet").run((context) -> {
			assertThat(context).doesNotHaveBean(FgaWebMvcAutoConfiguration.class);
			// As a servlet container would do.
			context.getServletContext()
				.setAttribute(WebApplicationContext.ROOT_WEB_APPLICATION_CONTEXT_ATTRIBUTE, context);
			assertThat(filter(context, null).getStatus()).isEqualTo(401);
			assertThat(filter(context, workOs.tokens().withPermissions()).getStatus()).isEqualTo(200);
		});
	}

	private static MockHttpServletResponse filter(WebApplicationContext context, String token)
			throws ServletException, IOException {
		MockHttpServletRequest request = new MockHttpServletRequest(context.getServletContext(), "GET", "/me");
		if (token != null) {
			request.addHeader("Authorization", "Bearer " + token);
		}
		MockHttpServletResponse response = new MockHttpServletResponse();
		context.getBean("springSecurityFilterChain", Filter.class).doFilter(request, response, new MockFilterChain());
		return response;
	}

	@Configuration(proxyBeanMethods = false)
	static class OutageOnTheWayConfiguration {

		@Bean
		SecurityFilterChain chainWithRuleOnPaths(HttpSecurity http, PermissionChecker checker) {
			http.authorizeHttpRequests((requests) -> requests.requestMatchers("/outage")
				.access((authentication, request) -> checker
					.check(new PermissionQuestion(FgaSession.of("user_alice").build(), "report:read", null, false)))
				.anyRequest()
				.authenticated());
			http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults());
			return http.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChainConfiguration {

		@Bean
		SecurityFilterChain ownChain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll()).build();
		}

	}

}
