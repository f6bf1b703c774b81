package io.github.fgaspring.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.RequiresRecentAuthentication;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authorization.UnprotectedAnnotationException;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.policy.InsufficientUserAuthenticationException;
import io.github.fgaspring.policy.OrganizationPolicy;
import io.github.fgaspring.policy.OrganizationPolicyProvider;
import io.github.fgaspring.support.WorkOsStub;
import io.github.fgaspring.web.FgaHttpConfigurer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AllRequiredFactorsAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@code @RequiresRecentAuthentication} on handlers and other beans.
 */
@ExtendWith(OutputCaptureExtension.class)
class RecentAuthenticationWiringTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private static final AtomicInteger entered = new AtomicInteger();

	private final WebApplicationContextRunner contextRunner = WebContexts.bare()
		.withUserConfiguration(Handlers.class, Keys.class)
		.withPropertyValues(workOs.properties());

	private final AtomicReference<Instant> authenticatedAt = new AtomicReference<>(Instant.now());

	private final ApplicationContextRunner beanRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
		.withPropertyValues(workOs.properties())
		.withBean(FgaSessionResolver.class,
				() -> (authentication) -> FgaSession.of("user_alice")
					.organizationId("org_acme")
					.authenticatedAt(this.authenticatedAt.get())
					.build());

	@BeforeEach
	void reset() {
		workOs.reset();
		entered.set(0);
	}

	@AfterEach
	void forgetCaller() {
		SecurityContextHolder.clearContext();
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void requestWhenAuthenticationIsRecentThenEntered() {
		this.contextRunner.run((context) -> {
			assertThat(post(context, "/keys", 290, "{\"name\":\"a\"}")).hasStatusOk();
			assertThat(get(context, "/service", 290)).hasStatusOk();
			assertThat(entered).hasValue(2);
		});
	}

	@Test
	void requestWhenAuthenticationIsTooOldThenChallengedBeforeTheBodyIsReadAndAnybodyIsAsked() {
		this.contextRunner.run((context) -> {
			assertChallenge(post(context, "/keys", 301, "{broken"), 300);
			assertChallenge(get(context, "/projects/web", 301), 300);
			assertThat(workOs.checks()).isZero();
			assertThat(entered).hasValue(0);
			workOs.answerChecks(true);
			assertThat(get(context, "/projects/web", 10)).hasStatusOk();
			assertThat(workOs.checks()).isOne();
		});
	}

	@Test
	void requestWhenTokenDoesNotSayWhenThenChallenged() {
		this.contextRunner.run((context) -> {
			assertChallenge(get(context, "/plain", (claims) -> claims.remove("auth_time")), 300);
			assertChallenge(
					get(context, "/plain", (claims) -> claims.put("auth_time", Instant.now().getEpochSecond() + 120)),
					300);
		});
	}

	@Test
	void requestWhenNoSessionThenUnauthenticated() {
		this.contextRunner.withPropertyValues("fga.web.public-paths=/**").run((context) -> {
			MvcTestResult result = WebContexts.get(context, "/plain");
			assertThat(result).hasStatus(401).hasHeader("WWW-Authenticate", "Bearer");
			assertThat(result).bodyJson().extractingPath("$.code").isEqualTo("unauthenticated");
			assertThat(entered).hasValue(0);
		});
	}

	@Test
	void requestWhenExceptionHandlerCatchesEverythingThenHandlerIsStillRefused() {
		this.contextRunner.withUserConfiguration(CatchAll.class).run((context) -> {
			assertChallenge(get(context, "/plain", 301), 300);
			assertThat(entered).hasValue(0);
		});
	}

	@Test
	void requestWhenServiceDemandsItThenChallenged() {
		this.contextRunner.run((context) -> {
			assertChallenge(get(context, "/service", 301), 300);
			assertThat(entered).hasValue(0);
		});
	}

	@Test
	void requestWhenRefusalsHideResourcesThenStillChallenged() {
		this.contextRunner.withPropertyValues("fga.web.denied-status=404")
			.run((context) -> assertChallenge(get(context, "/plain", 301), 300));
	}

	@Test
	void requestWhenPolicyDemandsMoreThenItCounts() {
		this.contextRunner
			.withPropertyValues("fga.policies.defaults.recent-authentication=1m",
					"fga.policies.organizations.org_globex.recent-authentication=1h")
			.run((context) -> {
				assertChallenge(get(context, "/plain", 61), 60);
				assertThat(get(context, "/plain", 50)).hasStatusOk();
				assertThat(get(context, "/open", 86_400)).hasStatusOk();
				Consumer<Map<String, Object>> globex = (claims) -> claims.put("org_id", "org_globex");
				assertChallenge(get(context, "/plain", globex.andThen(authenticated(301))), 300);
				assertThat(get(context, "/plain", globex.andThen(authenticated(290)))).hasStatusOk();
			});
	}

	@Test
	void requestWhenPolicyIsNotKnownThenUnavailable() {
		this.contextRunner.withBean(OrganizationPolicyProvider.class, () -> (organizationId) -> {
			if (entered.getAndIncrement() > 0) {
				throw new CheckUnavailableException("secret", null);
			}
			return OrganizationPolicy.NONE;
		}).run((context) -> {
			MvcTestResult result = get(context, "/plain", 0);
			assertThat(result).hasStatus(503).hasHeader("Retry-After", "5");
			assertThat(result).bodyJson().extractingPath("$.code").isEqualTo("authorization_unavailable");
		});
	}

	@Test
	void requestWhenHandlersMustDeclareThenItSaysNothingAboutPermissions() {
		this.contextRunner.withPropertyValues("fga.web.undeclared-handlers=deny").run((context) -> {
			assertThat(get(context, "/plain", 0)).hasStatus(403);
			assertChallenge(get(context, "/plain", 301), 300);
		});
	}

	@Test
	void requestWhenAsynchronousThenCheckedWhenItBegins() {
		this.contextRunner.run((context) -> {
			MvcTestResult result = get(context, "/callable", 290);
			assertThat(result).hasStatusOk().hasBodyTextEqualTo("done");
			assertChallenge(get(context, "/callable", 301), 300);
			assertThat(entered).hasValue(1);
		});
	}

	@Test
	void requestWhenMonitoringThenAnsweredAndReportedOnce(CapturedOutput output) {
		this.contextRunner.withPropertyValues("fga.enforcement=monitor").run((context) -> {
			assertThat(get(context, "/plain", 301)).hasStatusOk();
			assertThat(get(context, "/service", 301)).hasStatusOk();
			assertThat(entered).hasValue(2);
			assertThat(output)
				.containsOnlyOnce("Would have been refused: " + Handlers.class.getName()
						+ ".plain() requires authentication within 300s, AUTHENTICATION_TOO_OLD")
				.containsOnlyOnce("Would have been refused: " + Keys.class.getName()
						+ ".rotate() requires authentication within 300s, AUTHENTICATION_TOO_OLD");
			assertThat(WebContexts.get(context, "/plain")).hasStatusOk();
			assertThat(output).containsOnlyOnce(".plain() requires authentication within 300s, NO_SESSION");
		});
	}

	@Test
	void requestWhenApplicationDemandsFactorsThenTokensHaveOneAndRefusalIsChallenge() {
		this.contextRunner.withUserConfiguration(FactorConfiguration.class).run((context) -> {
			assertThat(get(context, "/open", 50)).hasStatusOk();
			assertChallenge(get(context, "/open", 61), 60);
			assertChallenge(get(context, "/open", (claims) -> claims.remove("auth_time")), 60);
		});
	}

	@Test
	void callWhenAuthenticationIsTooOldThenThrows() {
		logIn();
		this.beanRunner.withBean(Keys.class).run((context) -> {
			Keys keys = context.getBean(Keys.class);
			assertThat(keys.rotate()).isEqualTo("rotated");
			this.authenticatedAt.set(Instant.now().minusSeconds(301));
			assertThatExceptionOfType(InsufficientUserAuthenticationException.class).isThrownBy(keys::rotate)
				.satisfies((ex) -> assertThat(ex.getRefusal().maxAge()).isEqualTo(Duration.ofMinutes(5)));
			this.authenticatedAt.set(null);
			assertThatExceptionOfType(InsufficientUserAuthenticationException.class).isThrownBy(keys::rotate);
			SecurityContextHolder.clearContext();
			assertThatExceptionOfType(InsufficientAuthenticationException.class).isThrownBy(keys::rotate)
				.isNotInstanceOf(InsufficientUserAuthenticationException.class);
			assertThat(entered).hasValue(1);
		});
	}

	@Test
	void callWhenPermissionIsMissingTooThenRecentAuthenticationComesFirst() {
		logIn();
		this.authenticatedAt.set(Instant.now().minusSeconds(301));
		this.beanRunner.withBean(Both.class).run((context) -> {
			assertThatExceptionOfType(InsufficientUserAuthenticationException.class)
				.isThrownBy(context.getBean(Both.class)::call);
			this.authenticatedAt.set(Instant.now());
			workOs.answerChecks(false);
			assertThatExceptionOfType(AuthorizationDeniedException.class).isThrownBy(context.getBean(Both.class)::call);
		});
	}

	@Test
	void callWhenAopIsOffThenStillRefused() {
		logIn();
		this.authenticatedAt.set(Instant.now().minusSeconds(301));
		this.beanRunner.withPropertyValues("spring.aop.auto=false")
			.withBean(Keys.class)
			.run((context) -> assertThatExceptionOfType(InsufficientUserAuthenticationException.class)
				.isThrownBy(context.getBean(Keys.class)::rotate));
	}

	@Test
	void callWhenPolicyIsTheApplicationsOwnThenItCounts() {
		logIn();
		this.authenticatedAt.set(Instant.now().minusSeconds(61));
		this.beanRunner.withBean(Keys.class)
			.withBean(OrganizationPolicyProvider.class,
					() -> (organizationId) -> OrganizationPolicy.builder()
						.recentAuthentication("org_acme".equals(organizationId) ? Duration.ofMinutes(1) : null)
						.build())
			.run((context) -> assertThatExceptionOfType(InsufficientUserAuthenticationException.class)
				.isThrownBy(context.getBean(Keys.class)::rotate));
	}

	@Test
	void startWhenMethodCannotBeInterceptedThenFailsNamingIt() {
		for (Class<?> type : List.of(FinalKeys.class, FinalMethod.class, PrivateMethod.class)) {
			this.beanRunner.withBean(type)
				.run((context) -> assertThat(context.getStartupFailure())
					.isInstanceOf(UnprotectedAnnotationException.class)
					.hasMessageContaining(type.getName() + ".rotate(): a ")
					.hasMessageContaining("cannot be intercepted"));
		}
	}

	@Test
	void startWhenBeanIsNotInterceptedThenFailsNamingIt() {
		this.beanRunner.withInitializer((context) -> context.getBeanFactory().registerSingleton("finished", new Keys()))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessageContaining(Keys.class.getName() + ".rotate(): its bean 'finished' is not intercepted"));
	}

	@Test
	void startWhenDurationMakesNoSenseThenAnalysisNamesMethodAndWhatToWrite() {
		this.beanRunner.withBean(Mistaken.class).run((context) -> {
			FailureAnalysis analysis = new UnprotectedAnnotationFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("@RequiresRecentAuthentication")
				.contains(Mistaken.class.getName() + ".rotate(): '5' in @RequiresRecentAuthentication is no duration of"
						+ " a second or more with its unit, such as 5m, 1h or PT30S");
		});
	}

	@Test
	void startThenNoBeanIsCreatedTooEarly(CapturedOutput output) {
		this.beanRunner.withBean(Keys.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
	}

	private static void logIn() {
		TestingAuthenticationToken alice = new TestingAuthenticationToken("user_alice", "", "ROLE_USER");
		SecurityContextHolder.getContext().setAuthentication(alice);
	}

	private static MvcTestResult get(WebApplicationContext context, String path, long secondsAgo) {
		return get(context, path, authenticated(secondsAgo));
	}

	private static MvcTestResult get(WebApplicationContext context, String path,
			Consumer<Map<String, Object>> customizer) {
		return WebContexts.get(context, path, workOs.tokens().with(customizer));
	}

	private static MvcTestResult post(WebApplicationContext context, String path, long secondsAgo, String body) {
		return WebContexts.mvc(context)
			.post()
			.uri(path)
			.header("Authorization", "Bearer " + workOs.tokens().with(authenticated(secondsAgo)))
			.header("Content-Type", "application/json")
			.content(body)
			.exchange();
	}

	private static Consumer<Map<String, Object>> authenticated(long secondsAgo) {
		return (claims) -> claims.put("auth_time", Instant.now().getEpochSecond() - secondsAgo);
	}

	private static void assertChallenge(MvcTestResult result, long maxAge) {
		assertThat(result).hasStatus(401)
			.hasHeader("WWW-Authenticate",
					"Bearer error=\"insufficient_user_authentication\","
							+ " error_description=\"The user must have authenticated more recently.\", max_age=\""
							+ maxAge + "\"");
		assertThat(result).bodyJson().extractingPath("$.code").isEqualTo("insufficient_user_authentication");
		assertThat(result).bodyJson().extractingPath("$.max_age").isEqualTo((int) maxAge);
	}

	@RestController
	static class Handlers {

		private final Keys keys;

		Handlers(Keys keys) {
			this.keys = keys;
		}

		@GetMapping("/open")
		String open() {
			return "open";
		}

		@GetMapping("/plain")
		@RequiresRecentAuthentication("5m")
		String plain() {
			entered.incrementAndGet();
			return "plain";
		}

		@GetMapping("/callable")
		@RequiresRecentAuthentication("5m")
		Callable<String> callable() {
			entered.incrementAndGet();
			return () -> "done";
		}

		@PostMapping("/keys")
		@RequiresRecentAuthentication("5m")
		String create(@RequestBody Map<String, String> body) {
			entered.incrementAndGet();
			return "created";
		}

		@GetMapping("/projects/{id}")
		@RequiresRecentAuthentication("5m")
		@RequiresPermission("project:view")
		String project(@PathVariable @ResourceId("project") String id) {
			entered.incrementAndGet();
			return id;
		}

		@GetMapping("/service")
		String service() {
			return this.keys.rotate();
		}

	}

	static class Keys {

		@RequiresRecentAuthentication("5m")
		public String rotate() {
			entered.incrementAndGet();
			return "rotated";
		}

	}

	static class Both {

		@RequiresPermission("key:rotate")
		@RequiresRecentAuthentication("5m")
		public void call() {
			throw new UnsupportedOperationException();
		}

	}

	static final class FinalKeys {

		@RequiresRecentAuthentication("5m")
		public void rotate() {
		}

	}

	static class FinalMethod {

		@RequiresRecentAuthentication("5m")
		public final void rotate() {
		}

	}

	static class PrivateMethod {

		@RequiresRecentAuthentication("5m")
		private void rotate() {
		}

	}

	static class Mistaken {

		@RequiresRecentAuthentication("5")
		public void rotate() {
		}

	}

	@RestControllerAdvice
	static class CatchAll {

		@ExceptionHandler
		ResponseEntity<String> handle(Exception ex) {
			return ResponseEntity.ok("swallowed");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FactorConfiguration {

		@Bean
		SecurityFilterChain factorChain(HttpSecurity http) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest()
				.access(AllRequiredFactorsAuthorizationManager.<RequestAuthorizationContext>builder()
					.requireFactor((factor) -> factor.bearerTokenAuthority().validDuration(Duration.ofMinutes(1)))
					.build()));
			http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults());
			return http.build();
		}

	}

}
