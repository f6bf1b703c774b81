package io.github.fgaspring.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionConverter;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authentication.SessionKeySource;
import io.github.fgaspring.authentication.SessionTokenValidator;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.authorization.PermissionQuestioner;
import io.github.fgaspring.authorization.UnprotectedAnnotationDetector;
import io.github.fgaspring.client.ApiResourceTenancy;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.decision.ResourceTenancy;
import io.github.fgaspring.discovery.PermissionFilter;
import io.github.fgaspring.discovery.ResourceDiscovery;
import io.github.fgaspring.web.FgaHttpConfigurer;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.access.expression.method.DefaultMethodSecurityExpressionHandler;
import org.springframework.security.access.expression.method.MethodSecurityExpressionHandler;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.DefaultUriBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Tests for {@link FgaAutoConfiguration}.
 */
class FgaAutoConfigurationTests {

	private static final JwtDecoder OTHER_DECODER = (token) -> {
		throw new BadJwtException("Not one of ours");
	};

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private static final PermissionDecision GRANT = PermissionDecision.grant("project:view", DecisionSource.CLAIMS);

	private static final PermissionDecision DENIAL = PermissionDecision.deny("project:view", DecisionSource.REMOTE,
			DenialReason.MISSING_PERMISSION);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class, RestClientAutoConfiguration.class))
		.withPropertyValues("fga.api-key=sk_test_secret", "fga.client-id=client_test");

	@AfterEach
	void forgetCaller() {
		SecurityContextHolder.clearContext();
	}

	@ParameterizedTest
	@ValueSource(classes = { FgaConnectionDetails.class, FgaClient.class, PermissionChecker.class,
			FgaSessionResolver.class, FgaSessionConverter.class, SessionTokenValidator.class, SessionKeySource.class,
			Fga.class, PermissionEvaluator.class, MethodSecurityExpressionHandler.class,
			UnprotectedAnnotationDetector.class })
	void contextWhenConfiguredThenHasBean(Class<?> type) {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(type));
	}

	@ParameterizedTest
	@MethodSource
	void contextWhenApplicationHasBeanThenBacksOff(Class<Object> type, Supplier<Object> bean) {
		this.contextRunner.withBean("mine", type, bean)
			.run((context) -> assertThat(context).getBeanNames(type).containsExactly("mine"));
	}

	static Stream<Arguments> contextWhenApplicationHasBeanThenBacksOff() {
		return Stream.of(bean(FgaConnectionDetails.class, () -> connection("sk_mine")),
				bean(FgaClient.class, () -> mock(FgaClient.class)),
				bean(PermissionChecker.class, () -> (question) -> null),
				bean(FgaSessionResolver.class, () -> (authentication) -> null),
				bean(FgaSessionConverter.class, FgaSessionConverter::new),
				bean(SessionTokenValidator.class,
						() -> new SessionTokenValidator(List.of("mine"), List.of(), "client_mine", Duration.ZERO,
								Clock.systemUTC())),
				bean(SessionKeySource.class,
						() -> new SessionKeySource(URI.create("https://keys.example"), RestClient.create(),
								Clock.systemUTC())),
				bean(Fga.class,
						() -> new Fga(SecurityContextHolder.getContextHolderStrategy(),
								new PermissionQuestioner((authentication) -> null, (question) -> null),
								new PermissionFilter((question) -> null), mock(ResourceDiscovery.class))),
				bean(PermissionEvaluator.class, () -> mock(PermissionEvaluator.class)),
				bean(MethodSecurityExpressionHandler.class, DefaultMethodSecurityExpressionHandler::new));
	}

	private static <T> Arguments bean(Class<T> type, Supplier<T> bean) {
		return Arguments.of(type, bean);
	}

	@Test
	void decoderWhenConfiguredThenIsFoundByNameAndNotByType() {
		this.contextRunner.withUserConfiguration(JwtDecoderConsumerConfiguration.class).run((context) -> {
			assertThat(context.getBean(FgaHttpConfigurer.JWT_DECODER_BEAN_NAME)).isInstanceOf(NimbusJwtDecoder.class);
			assertThat(context.getBean(JwtDecoderConsumer.class).decoder).isNull();
		});
	}

	@Test
	void decoderWhenApplicationHasOneOfTheSameNameThenBacksOff() {
		this.contextRunner.withBean(FgaHttpConfigurer.JWT_DECODER_BEAN_NAME, JwtDecoder.class, () -> OTHER_DECODER)
			.run((context) -> assertThat(context).getBean(FgaHttpConfigurer.JWT_DECODER_BEAN_NAME)
				.isSameAs(OTHER_DECODER));
	}

	@Test
	void decoderWhenApplicationHasOneOfAnotherNameThenBothServe() {
		this.contextRunner.withBean("partnerJwtDecoder", JwtDecoder.class, () -> OTHER_DECODER)
			.withUserConfiguration(JwtDecoderConsumerConfiguration.class)
			.run((context) -> {
				assertThat(context.getBean(FgaHttpConfigurer.JWT_DECODER_BEAN_NAME))
					.isInstanceOf(NimbusJwtDecoder.class);
				assertThat(context.getBean(JwtDecoderConsumer.class).decoder).isSameAs(OTHER_DECODER);
			});
	}

	@Test
	void contextWhenConnectionDetailsGivenThenNeedsNoProperties() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withBean(FgaConnectionDetails.class, () -> connection("sk_mine"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(FgaClient.class));
	}

	@Test
	void contextWhenNoRestClientAutoConfigurationThenStillHasClient() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test_secret", "fga.client-id=client_test")
			.run((context) -> assertThat(context).doesNotHaveBean(RestClient.Builder.class)
				.hasSingleBean(FgaClient.class)
				.hasSingleBean(SessionKeySource.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "on", "yes", "1", "ON" })
	void resilienceWhenSwitchedOnInAnyWayThenIsOn(String on) {
		this.contextRunner.withPropertyValues("fga.remote.resilience=" + on)
			.run((context) -> assertThat(context).hasSingleBean(Resilience.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "off", "no", "0" })
	void resilienceWhenSwitchedOffInAnyWayThenIsOff(String off) {
		this.contextRunner.withPropertyValues("fga.remote.resilience=" + off)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Resilience.class));
	}

	@Test
	void clientWhenApplicationsRestClientsHaveABaseUrlThenCallsWorkOsNevertheless() {
		List<URI> called = new ArrayList<>();
		RestClientCustomizer customizer = (builder) -> builder
			.uriBuilderFactory(new DefaultUriBuilderFactory("https://backend.example"))
			.requestInterceptor((request, body, execution) -> {
				called.add(request.getURI());
				throw new IOException("No network");
			});
		this.contextRunner.withBean(RestClientCustomizer.class, () -> customizer)
			.withPropertyValues("fga.remote.max-attempts=1")
			.run((context) -> assertThatExceptionOfType(CheckUnavailableException.class)
				.isThrownBy(() -> context.getBean(FgaClient.class)
					.check("om_alice", "project:view", ResourceReference.external("project", "p-1"))));
		assertThat(called).containsExactly(
				URI.create("https://api.workos.com/authorization/organization_memberships/om_alice/check"));
	}

	@Test
	void clientWhenApplicationHasItsOwnBuilderThenSendsNothingThatIsMeantForOthers() {
		List<HttpHeaders> sent = new ArrayList<>();
		RestClientCustomizer customizer = (builder) -> builder.requestInterceptor((request, body, execution) -> {
			sent.add(request.getHeaders());
			throw new IOException("No network");
		});
		this.contextRunner.withBean(RestClient.Builder.class,
				() -> RestClient.builder()
					.defaultHeader("X-Backend-Key", "secret")
					.requestInterceptor((request, body, execution) -> {
						sent.add(request.getHeaders());
						throw new IOException("No network");
					}))
			.withBean(RestClientCustomizer.class, () -> customizer)
			.withPropertyValues("fga.remote.max-attempts=1")
			.run((context) -> assertThatExceptionOfType(CheckUnavailableException.class)
				.isThrownBy(() -> context.getBean(FgaClient.class)
					.check("om_alice", "project:view", ResourceReference.external("project", "p-1"))));
		assertThat(sent).singleElement().satisfies((headers) -> {
			assertThat(headers.containsHeader("X-Backend-Key")).isFalse();
			assertThat(headers.containsHeader("Authorization")).isTrue();
		});
	}

	@Test
	void contextWhenStartedThenTheApplicationsHttpClientHasNotBeenMade() {
		this.contextRunner.withBean(ClientHttpRequestFactoryBuilder.class, () -> (settings) -> {
			throw new IllegalStateException("Made for nobody");
		}).run((context) -> assertThat(context).hasNotFailed().hasSingleBean(FgaClient.class));
	}

	@Test
	void contextWhenNoServletApiThenStillEnforces() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader("jakarta.servlet", "org.springframework.web.servlet",
					"org.springframework.boot.actuate", "org.springframework.boot.health"))
			.withUserConfiguration(GuardedConfiguration.class)
			.withBean(FgaSessionResolver.class, () -> (authentication) -> session())
			.run((context) -> {
				login();
				assertThatExceptionOfType(AuthorizationDeniedException.class)
					.isThrownBy(context.getBean(Guarded.class)::requiresPermission);
			});
	}

	@Test
	void resolverWhenApplicationHasOneThenKnowsTheCaller() {
		this.contextRunner.withUserConfiguration(GuardedConfiguration.class)
			.withBean(FgaSessionResolver.class, () -> (authentication) -> session("report:read"))
			.run((context) -> {
				login();
				assertThat(context.getBean(Guarded.class).requiresPermission()).isEqualTo("entered");
			});
	}

	@Test
	void strategyWhenApplicationHasOneThenKnowsTheCaller() {
		SecurityContextHolderStrategy strategy = mock(SecurityContextHolderStrategy.class);
		given(strategy.getContext())
			.willReturn(new SecurityContextImpl(new TestingAuthenticationToken(session("report:read"), "", "any")));
		this.contextRunner.withUserConfiguration(GuardedConfiguration.class)
			.withBean(SecurityContextHolderStrategy.class, () -> strategy)
			.run((context) -> {
				assertThat(context.getBean(Guarded.class).requiresPermission()).isEqualTo("entered");
				assertThat(context.getBean(Fga.class).can("report:read")).isTrue();
			});
	}

	@Test
	void hasPermissionWhenNoSessionThenDenied() {
		this.contextRunner.withUserConfiguration(GuardedConfiguration.class).run((context) -> {
			login();
			assertThatExceptionOfType(AuthorizationDeniedException.class)
				.isThrownBy(context.getBean(Guarded.class)::hasPermission);
		});
	}

	@Test
	void hasPermissionWhenApplicationHasEvaluatorThenItDecides() {
		PermissionEvaluator evaluator = mock(PermissionEvaluator.class);
		TestingAuthenticationToken caller = login();
		given(evaluator.hasPermission(caller, "p-1", "project", "project:view")).willReturn(true);
		this.contextRunner.withUserConfiguration(GuardedConfiguration.class)
			.withBean(PermissionEvaluator.class, () -> evaluator)
			.run((context) -> assertThat(context.getBean(Guarded.class).hasPermission()).isEqualTo("entered"));
	}

	@Test
	void resilienceWhenConfiguredThenHasTheLimits() {
		this.contextRunner
			.withPropertyValues("fga.remote.max-attempts=3", "fga.remote.max-concurrent=7",
					"fga.remote.circuit-breaker.failure-rate=20", "fga.remote.circuit-breaker.window=30",
					"fga.remote.circuit-breaker.minimum-calls=4", "fga.remote.circuit-breaker.open-for=9s")
			.run((context) -> {
				Resilience resilience = context.getBean(Resilience.class);
				assertThat(resilience.getRetries().getDefaultConfig().getMaxAttempts()).isEqualTo(3);
				assertThat(resilience.getBulkheads().getDefaultConfig())
					.returns(7, BulkheadConfig::getMaxConcurrentCalls)
					.returns(Duration.ZERO, BulkheadConfig::getMaxWaitDuration);
				CircuitBreakerConfig breaker = resilience.getCircuitBreakers().getDefaultConfig();
				assertThat(breaker).returns(20f, CircuitBreakerConfig::getFailureRateThreshold)
					.returns(30, CircuitBreakerConfig::getSlidingWindowSize)
					.returns(4, CircuitBreakerConfig::getMinimumNumberOfCalls)
					.returns(1, CircuitBreakerConfig::getPermittedNumberOfCallsInHalfOpenState);
				assertThat(breaker.getWaitIntervalFunctionInOpenState().apply(1)).isEqualTo(9000);
			});
	}

	@Test
	void resilienceWhenSwitchedOffThenThereIsNone() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(Resilience.class));
		this.contextRunner.withPropertyValues("fga.remote.resilience=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Resilience.class).hasSingleBean(FgaClient.class));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void tenancyWhenTrustedThenNobodyIsAskedAndABeanInVainIsReported(CapturedOutput output) {
		String warning = "The ResourceTenancy bean is not asked, because fga.fast-path.tenancy is 'trust'";
		ResourceTenancy tenancy = mock(ResourceTenancy.class);
		this.contextRunner.run((context) -> {
			assertThat(context).doesNotHaveBean(ResourceTenancy.class);
			assertThat(context.getBean(PermissionChecker.class).check(question()).isGranted()).isTrue();
		});
		assertThat(output).doesNotContain(warning);
		this.contextRunner.withBean(ResourceTenancy.class, () -> tenancy)
			.run((context) -> assertThat(context.getBean(PermissionChecker.class).check(question()).isGranted())
				.isTrue());
		assertThat(output).contains(warning);
		verifyNoInteractions(tenancy);
	}

	@Test
	void tenancyWhenVerifiedThenWorkOsIsAsked() {
		FgaClient client = mock(FgaClient.class);
		given(client.check(any(), any(), any())).willReturn(DENIAL);
		this.contextRunner.withPropertyValues("fga.fast-path.tenancy=verify")
			.withBean(FgaClient.class, () -> client)
			.run((context) -> {
				assertThat(context).hasSingleBean(ApiResourceTenancy.class);
				PermissionChecker checker = context.getBean(PermissionChecker.class);
				assertThat(checker.check(question()).isGranted()).isFalse();
				context.getBean(ApiResourceTenancy.class).reset();
				given(client.isInOrganization("org_acme", PROJECT)).willReturn(true);
				assertThat(checker.check(question())).isEqualTo(GRANT);
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tenancyWhenApplicationKnowsThenOnlyItIsAsked(boolean belongs) {
		ResourceTenancy tenancy = mock(ResourceTenancy.class);
		given(tenancy.belongsTo(PROJECT, "org_acme")).willReturn(belongs);
		FgaClient client = mock(FgaClient.class);
		given(client.check(any(), any(), any())).willReturn(DENIAL);
		this.contextRunner.withPropertyValues("fga.fast-path.tenancy=verify")
			.withBean(ResourceTenancy.class, () -> tenancy)
			.withBean(FgaClient.class, () -> client)
			.run((context) -> {
				assertThat(context).hasSingleBean(ResourceTenancy.class).doesNotHaveBean(ApiResourceTenancy.class);
				assertThat(context.getBean(PermissionChecker.class).check(question()))
					.isEqualTo(belongs ? GRANT : DENIAL);
				verify(client, never()).isInOrganization(any(), any());
			});
	}

	@Test
	void fastPathWhenSwitchedOffThenClaimsAreNotEnoughForAResource() {
		FgaClient client = mock(FgaClient.class);
		given(client.check(any(), any(), any())).willReturn(DENIAL);
		this.contextRunner.withPropertyValues("fga.fast-path.enabled=false")
			.withBean(FgaClient.class, () -> client)
			.run((context) -> assertThat(context.getBean(PermissionChecker.class).check(question())).isEqualTo(DENIAL));
	}

	@Test
	void decisionCacheWhenNotSwitchedOnThenEveryQuestionIsAsked() {
		FgaClient client = mock(FgaClient.class);
		given(client.check(any(), any(), any())).willReturn(DENIAL);
		this.contextRunner.withPropertyValues("fga.fast-path.enabled=false", "fga.decision-cache.deny-ttl=1h")
			.withBean(FgaClient.class, () -> client)
			.run((context) -> {
				assertThat(context).hasSingleBean(DecisionCache.class);
				PermissionChecker checker = context.getBean(PermissionChecker.class);
				checker.check(question());
				checker.check(question());
				verify(client, times(2)).check("om_alice", "project:view", PROJECT);
			});
	}

	@Test
	void decisionCacheWhenSwitchedOnThenAnswersUntilEvicted() {
		FgaClient client = mock(FgaClient.class);
		given(client.check(any(), any(), any())).willReturn(DENIAL);
		this.contextRunner
			.withPropertyValues("fga.fast-path.enabled=false", "fga.decision-cache.enabled=true",
					"fga.decision-cache.deny-ttl=1h")
			.withBean(FgaClient.class, () -> client)
			.run((context) -> {
				PermissionChecker checker = context.getBean(PermissionChecker.class);
				checker.check(question());
				assertThat(checker.check(question()).source()).isEqualTo(DecisionSource.CACHE);
				verify(client).check("om_alice", "project:view", PROJECT);
				context.getBean(DecisionCache.class).evictMembership("om_alice");
				assertThat(checker.check(question()).source()).isEqualTo(DecisionSource.REMOTE);
			});
	}

	@Test
	void checkerThenKeepsToTheDeadline() {
		FgaClient client = mock(FgaClient.class);
		given(client.check(any(), any(), any())).willAnswer((call) -> {
			assertThat(Deadline.remaining(Duration.ofDays(1))).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(29));
			return DENIAL;
		});
		this.contextRunner.withPropertyValues("fga.fast-path.enabled=false", "fga.remote.deadline=29s")
			.withBean(FgaClient.class, () -> client)
			.run((context) -> assertThat(context.getBean(PermissionChecker.class).check(question())).isEqualTo(DENIAL));
	}

	/**
	 * The claims hold the permission for the whole organization.
	 */
	private static PermissionQuestion question() {
		FgaSession session = FgaSession.of("user_alice")
			.organizationId("org_acme")
			.organizationMembershipId("om_alice")
			.permissions("project:view")
			.build();
		return new PermissionQuestion(session, "project:view", PROJECT, false);
	}

	private static TestingAuthenticationToken login() {
		TestingAuthenticationToken caller = new TestingAuthenticationToken("alice", "", "any");
		SecurityContextHolder.setContext(new SecurityContextImpl(caller));
		return caller;
	}

	private static FgaSession session(String... permissions) {
		return FgaSession.of("user_alice").organizationId("org_acme").permissions(permissions).build();
	}

	private static FgaConnectionDetails connection(String apiKey) {
		return new FgaConnectionDetails() {

			@Override
			public URI getBaseUrl() {
				return URI.create("https://api.workos.com");
			}

			@Override
			public String getApiKey() {
				return apiKey;
			}

			@Override
			public String getClientId() {
				return "client_mine";
			}

		};
	}

	static class JwtDecoderConsumer {

		final JwtDecoder decoder;

		JwtDecoderConsumer(JwtDecoder decoder) {
			this.decoder = decoder;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JwtDecoderConsumerConfiguration {

		@Bean
		JwtDecoderConsumer jwtDecoderConsumer(ObjectProvider<JwtDecoder> decoders) {
			return new JwtDecoderConsumer(decoders.getIfAvailable());
		}

	}

	public static class Guarded {

		@RequiresPermission("report:read")
		public String requiresPermission() {
			return "entered";
		}

		@PreAuthorize("hasPermission('p-1', 'project', 'project:view')")
		public String hasPermission() {
			return "entered";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class GuardedConfiguration {

		@Bean
		Guarded guarded() {
			return new Guarded();
		}

	}

}
