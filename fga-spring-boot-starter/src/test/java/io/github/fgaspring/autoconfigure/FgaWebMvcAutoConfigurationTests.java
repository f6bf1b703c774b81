package io.github.fgaspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authorization.RequiresPermissionHandlerInterceptor;
import io.github.fgaspring.support.WorkOsStub;
import io.github.fgaspring.web.CheckUnavailableExceptionResolver;
import io.github.fgaspring.web.FgaCheckUnavailableHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FgaWebMvcAutoConfiguration}.
 */
class FgaWebMvcAutoConfigurationTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs);

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void reset() {
		RecordingInterceptor.seen.clear();
	}

	@Test
	void contextWhenServletApplicationThenHasInterceptorAndResolver() {
		this.contextRunner
			.run((context) -> assertThat(context).hasSingleBean(RequiresPermissionHandlerInterceptor.class)
				.hasSingleBean(CheckUnavailableExceptionResolver.class));
	}

	@Test
	void contextWhenApplicationHasResolverThenBacksOff() {
		this.contextRunner
			.withBean("mine", CheckUnavailableExceptionResolver.class,
					() -> new CheckUnavailableExceptionResolver(new FgaCheckUnavailableHandler()))
			.run((context) -> assertThat(context).getBeanNames(CheckUnavailableExceptionResolver.class)
				.containsExactly("mine"));
	}

	@Test
	void contextWhenSpringMvcAbsentThenHasNoInterceptor() {
		WebContexts.slimRunner(workOs, "org.springframework.web.servlet")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RequiresPermissionHandlerInterceptor.class)
				.doesNotHaveBean(CheckUnavailableExceptionResolver.class));
	}

	@Test
	void interceptorWhenDeniedThenComesBeforeThoseOfTheApplication() {
		this.contextRunner.withUserConfiguration(InterceptorConfiguration.class).run((context) -> {
			assertThat(WebContexts.get(context, "/reports", workOs.tokens().withPermissions())).hasStatus(403);
			assertThat(RecordingInterceptor.seen).isEmpty();
			assertThat(WebContexts.get(context, "/reports", workOs.tokens().withPermissions("report:read")))
				.hasStatusOk();
			assertThat(RecordingInterceptor.seen).containsExactly("/reports");
		});
	}

	@Test
	void sessionParameterWhenCallerHasTokenThenIsThatSession() {
		this.contextRunner.withUserConfiguration(SessionController.class)
			.run((context) -> assertSession(context, "user_alice",
					(request) -> request.header("Authorization", "Bearer " + workOs.tokens().withPermissions())));
	}

	@Test
	void sessionParameterWhenApplicationHasItsOwnLoginThenIsTheResolvedSession() {
		this.contextRunner.withUserConfiguration(SessionController.class)
			.withBean(FgaSessionResolver.class,
					() -> (authentication) -> FgaSession.of("own-" + authentication.getName()).build())
			.run((context) -> assertSession(context, "own-alice",
					(request) -> request.with(SecurityMockMvcRequestPostProcessors.user("alice"))));
	}

	@Test
	void sessionParameterWhenApplicationEnablesWebSecurityThenIsTheResolvedSession() {
		this.contextRunner.withUserConfiguration(WebSecurityConfiguration.class, SessionController.class)
			.withBean(FgaSessionResolver.class,
					() -> (authentication) -> FgaSession.of("own-" + authentication.getName()).build())
			.run((context) -> assertSession(context, "own-alice",
					(request) -> request.with(SecurityMockMvcRequestPostProcessors.user("alice"))));
	}

	@Test
	void sessionParameterWhenNobodyIsLoggedInThenIsNullWhateverTheRequestSays() {
		this.contextRunner.withUserConfiguration(SessionController.class)
			.withPropertyValues("fga.web.public-paths=/session/**")
			.run((context) -> assertSession(context, "nobody", (request) -> request));
	}

	private static void assertSession(WebApplicationContext context, String userId,
			UnaryOperator<MockMvcTester.MockMvcRequestBuilder> caller) {
		for (String path : List.of("/session/annotated", "/session/plain", "/session/optional",
				"/session/optional/annotated")) {
			assertThat(caller.apply(forging(WebContexts.mvc(context).get().uri(path)))).as(path)
				.hasStatusOk()
				.hasBodyTextEqualTo(userId);
		}
	}

	/**
	 * Says all that Spring MVC needs to make a session of a request.
	 */
	private static MockMvcTester.MockMvcRequestBuilder forging(MockMvcTester.MockMvcRequestBuilder request) {
		return request.param("userId", "forged")
			.param("roles", "admin")
			.param("permissions", "report:read")
			.param("permissionsComplete", "true")
			.param("entitlements", "any")
			.param("featureFlags", "any")
			.param("_claims", "on");
	}

	@Test
	void sessionParameterWhenExpressionThenPrincipalCounts() {
		this.contextRunner.withUserConfiguration(SessionController.class)
			.withBean(FgaSessionResolver.class, () -> (authentication) -> FgaSession.of("resolved").build())
			.run((context) -> assertThat(WebContexts.mvc(context)
				.get()
				.uri("/session/expression")
				.with(SecurityMockMvcRequestPostProcessors.authentication(
						new TestingAuthenticationToken(Map.of("session", FgaSession.of("inner").build()), "", "any"))))
				.hasBodyTextEqualTo("inner"));
	}

	/**
	 * Then no {@link WebMvcConfigurer} is asked for resolvers.
	 */
	@Test
	void sessionParameterWhenApplicationHasItsOwnMvcSupportThenIsNotWhatTheRequestSays() {
		this.contextRunner.withUserConfiguration(OwnMvcSupport.class, SessionController.class)
			.withPropertyValues("fga.web.public-paths=/session/**")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(WebMvcAutoConfiguration.class);
				assertSession(context, "nobody", (request) -> request);
				assertSession(context, "user_alice",
						(request) -> request.header("Authorization", "Bearer " + workOs.tokens().withPermissions()));
			});
	}

	/**
	 * Brings Spring Security's own resolvers in before those of the starter.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	static class WebSecurityConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMvcSupport extends WebMvcConfigurationSupport {

	}

	@RestController
	static class SessionController {

		@GetMapping("/session/annotated")
		String annotated(@AuthenticationPrincipal FgaSession session) {
			return nameOf(session);
		}

		@GetMapping("/session/plain")
		String plain(FgaSession session) {
			return nameOf(session);
		}

		@GetMapping("/session/optional")
		String optional(Optional<FgaSession> session) {
			return nameOf(session.orElse(null));
		}

		@GetMapping("/session/optional/annotated")
		String annotatedOptional(@AuthenticationPrincipal Optional<FgaSession> session) {
			return nameOf(session.orElse(null));
		}

		@GetMapping("/session/expression")
		String expression(@AuthenticationPrincipal(expression = "['session']") FgaSession session) {
			return nameOf(session);
		}

		private static String nameOf(@Nullable FgaSession session) {
			return (session != null) ? session.userId() : "nobody";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterceptorConfiguration implements WebMvcConfigurer {

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(new RecordingInterceptor()).order(Ordered.HIGHEST_PRECEDENCE + 1);
		}

	}

	static class RecordingInterceptor implements HandlerInterceptor {

		static final List<String> seen = new ArrayList<>();

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			seen.add(request.getRequestURI());
			return true;
		}

	}

}
