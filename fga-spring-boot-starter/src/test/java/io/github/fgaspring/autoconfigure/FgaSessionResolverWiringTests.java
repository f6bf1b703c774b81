package io.github.fgaspring.autoconfigure;

import java.util.Set;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authentication.PrincipalFgaSessionResolver;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.WorkOsStub;
import io.github.fgaspring.web.FgaHttpConfigurer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications with an {@link FgaSessionResolver} of their own.
 */
@ExtendWith(OutputCaptureExtension.class)
class FgaSessionResolverWiringTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private static final String NOBODY = "Nobody can log in";

	private static final FgaSessionResolver RESOLVER = (authentication) -> FgaSession.of(authentication.getName())
		.organizationId(SessionTokens.ORGANIZATION_ID)
		.organizationMembershipId(SessionTokens.MEMBERSHIP_ID)
		.build();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs);

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void contextWhenResolverThenSpringBootsChainAndUserAndSaysSo(CapturedOutput output) {
		resolving(RESOLVER).run((context) -> {
			assertThat(context).doesNotHaveBean("fgaSecurityFilterChain").hasSingleBean(SecurityFilterChain.class);
			assertThat(context).hasSingleBean(UserDetailsService.class).hasSingleBean(FgaSessionResolver.class);
			assertThat(context).hasBean(FgaHttpConfigurer.JWT_DECODER_BEAN_NAME);
		});
		assertThat(output).contains("authenticated by Spring Boot's filter chain").doesNotContain(NOBODY);
	}

	@Test
	void contextWhenNoResolverThenStartersChainAndNothingToSay(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context).getBeanNames(SecurityFilterChain.class).containsExactly("fgaSecurityFilterChain");
			assertThat(context).getBean(FgaSessionResolver.class).isInstanceOf(PrincipalFgaSessionResolver.class);
		});
		assertThat(output).doesNotContain("Spring Boot's filter chain").doesNotContain(NOBODY);
	}

	@Test
	void contextWhenResolverIsNamedLikeTheStartersThenStillStepsAside() {
		this.contextRunner.withBean("fgaSessionResolver", FgaSessionResolver.class, () -> RESOLVER)
			.run((context) -> assertThat(context).doesNotHaveBean("fgaSecurityFilterChain"));
	}

	@Test
	void contextWhenResolverIsOfTheStartersTypeThenStillStepsAside() {
		this.contextRunner.withBean(PrincipalFgaSessionResolver.class)
			.run((context) -> assertThat(context).doesNotHaveBean("fgaSecurityFilterChain"));
	}

	@Test
	void contextWhenNotWebThenResolverIsUsed() {
		new ApplicationContextRunner().withUserConfiguration(WebContexts.Application.class)
			.withPropertyValues(workOs.properties())
			.withBean(FgaSessionResolver.class, () -> RESOLVER)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(FgaSessionResolver.class));
	}

	@Test
	void contextWhenNobodyCanLogInThenWarns(CapturedOutput output) {
		this.contextRunner.withBean(FgaSessionResolver.class, () -> RESOLVER)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(UserDetailsService.class));
		assertThat(output).containsOnlyOnce(NOBODY).contains("spring.security.user.password");
	}

	@Test
	void contextWhenApplicationHasUsersThenDoesNotWarn(CapturedOutput output) {
		this.contextRunner.withBean(FgaSessionResolver.class, () -> RESOLVER)
			.withBean(UserDetailsService.class,
					() -> new InMemoryUserDetailsManager(
							User.withUsername("alice").password("{noop}password").roles("USER").build()))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				workOs.answerChecks(true);
				assertThat(WebContexts.mvc(context)
					.get()
					.uri("/reports")
					.with(SecurityMockMvcRequestPostProcessors.httpBasic("alice", "password"))).hasStatusOk();
			});
		assertThat(output).doesNotContain(NOBODY);
	}

	@Test
	void contextWhenApplicationHasChainThenNothingToSay(CapturedOutput output) {
		resolving(RESOLVER).withUserConfiguration(MixedConfiguration.class)
			.run((context) -> assertThat(context).getBeanNames(SecurityFilterChain.class)
				.containsExactly("mixedChain"));
		assertThat(output).doesNotContain("Spring Boot's filter chain").doesNotContain(NOBODY);
	}

	@Test
	void requestWhenAnonymousBrowserThenSentToLogin() {
		resolving(RESOLVER).run((context) -> {
			assertThat(WebContexts.mvc(context).get().uri("/reports").accept(MediaType.TEXT_HTML)).hasStatus(302)
				.hasHeader(HttpHeaders.LOCATION, "/login");
			assertThat(WebContexts.get(context, "/login")).hasStatusOk();
		});
	}

	@Test
	void requestWhenAnonymousClientThenUnauthorizedBySpringBoot() {
		resolving(RESOLVER).run((context) -> assertThat(WebContexts.get(context, "/reports")).hasStatus(401)
			.headers()
			.hasValue(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Realm\", charset=\"UTF-8\""));
	}

	@Test
	void requestWhenSessionTokenThenNotRead() {
		resolving(RESOLVER)
			.run((context) -> assertThat(WebContexts.get(context, "/me", workOs.tokens().withPermissions()))
				.hasStatus(401));
		assertThat(workOs.keyFetches()).isZero();
	}

	@Test
	void requestWhenLoggedInThenDecidedByTheApi() {
		resolving(RESOLVER).run((context) -> {
			workOs.answerChecks(true);
			assertThat(asAlice(context, "/reports")).hasStatusOk();
			workOs.answerChecks(false);
			assertThat(asAlice(context, "/reports")).hasStatus(403)
				.bodyJson()
				.extractingPath("$.code")
				.isEqualTo("permission_denied");
		});
		assertThat(workOs.checks()).isEqualTo(2);
	}

	@Test
	void requestWhenSessionHasPermissionsThenDecidedByThem() {
		resolving((authentication) -> FgaSession.of("alice")
			.organizationId(SessionTokens.ORGANIZATION_ID)
			.permissions("report:read")
			.build()).run((context) -> assertThat(asAlice(context, "/reports")).hasStatusOk());
		resolving((authentication) -> FgaSession.of("alice")
			.organizationId(SessionTokens.ORGANIZATION_ID)
			.permissions("other")
			.build()).run((context) -> assertThat(asAlice(context, "/reports")).hasStatus(403));
		assertThat(workOs.checks()).isZero();
	}

	@Test
	void requestWhenResolverFindsNoSessionThenUnauthorized() {
		resolving((authentication) -> null).run((context) -> {
			assertThat(asAlice(context, "/reports")).hasStatus(401)
				.bodyJson()
				.extractingPath("$.code")
				.isEqualTo("unauthenticated");
			assertThat(asAlice(context, "/me")).hasStatusOk();
		});
		assertThat(workOs.checks()).isZero();
	}

	@Test
	void requestWhenResolverThrowsThenNotEntered() {
		resolving((authentication) -> {
			throw new IllegalStateException("Resolver failed");
		}).run((context) -> assertThat(asAlice(context, "/reports")).hasFailed()
			.failure()
			.rootCause()
			.hasMessage("Resolver failed"));
		assertThat(workOs.checks()).isZero();
	}

	@Test
	void requestWhenResolverCannotTellThenUnavailable() {
		resolving((authentication) -> {
			throw new CheckUnavailableException("The user database does not answer", null);
		}).run((context) -> assertThat(asAlice(context, "/reports")).hasStatus(503));
	}

	@Test
	void requestWhenAnonymousThenResolverIsNotAsked() {
		resolving((authentication) -> {
			throw new AssertionError("Asked about " + authentication);
		}).withUserConfiguration(OpenConfiguration.class).run((context) -> {
			assertThat(WebContexts.get(context, "/reports")).hasStatus(401);
			assertThat(context.getBean(Fga.class).can("report:read")).isFalse();
		});
	}

	@Test
	void requestWhenMonitoringThenEnteredWhateverTheResolverDoes(CapturedOutput output) {
		for (FgaSessionResolver resolver : Set.<FgaSessionResolver>of((authentication) -> null, (authentication) -> {
			throw new IllegalStateException("secret");
		})) {
			resolving(resolver).withPropertyValues("fga.enforcement=monitor")
				.run((context) -> assertThat(asAlice(context, "/reports")).hasStatusOk());
		}
		assertThat(output).contains("NO_SESSION").contains("Would have failed").doesNotContain("secret");
	}

	@Test
	void requestWhenMonitoringAndAnonymousThenSpringBootsChainStillDecides() {
		resolving(RESOLVER).withPropertyValues("fga.enforcement=monitor")
			.run((context) -> assertThat(WebContexts.get(context, "/reports")).hasStatus(401));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/env", "/actuator/fga", "/actuator" })
	void endpointWhenResolverThenAsSpringBootHasIt(String path) {
		resolving(RESOLVER).withPropertyValues("management.endpoints.web.exposure.include=*").run((context) -> {
			assertThat(WebContexts.get(context, path)).hasStatus(401);
			assertThat(asAlice(context, path)).hasStatusOk();
		});
	}

	@Test
	void requestWhenMixedChainThenTokensAndLoginsWork() {
		FgaSessionResolver principal = new PrincipalFgaSessionResolver();
		resolving((authentication) -> {
			FgaSession session = principal.resolve(authentication);
			return (session != null) ? session : RESOLVER.resolve(authentication);
		}).withUserConfiguration(MixedConfiguration.class).run((context) -> {
			String token = workOs.tokens().withPermissions("report:read");
			assertThat(WebContexts.get(context, "/reports", token)).hasStatusOk();
			assertThat(WebContexts.get(context, "/reports", workOs.tokens().withPermissions())).hasStatus(403);
			assertThat(WebContexts.get(context, "/reports", "bad")).hasStatus(401)
				.hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
			assertThat(workOs.checks()).isZero();
			workOs.answerChecks(true);
			assertThat(asAlice(context, "/reports")).hasStatusOk();
			assertThat(workOs.checks()).isOne();
			assertThat(WebContexts.get(context, "/reports")).hasStatus(401)
				.hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			assertThat(WebContexts.mvc(context).get().uri("/reports").accept(MediaType.TEXT_HTML)).hasStatus(302);
			assertThat(WebContexts.mvc(context).post().uri("/me").header("Authorization", "Bearer " + token))
				.hasStatusOk();
			MockMvcRequestBuilder forged = WebContexts.mvc(context)
				.post()
				.uri("/me")
				.with(SecurityMockMvcRequestPostProcessors.user("alice"));
			assertThat(forged).hasStatus(403);
		});
	}

	@Test
	void requestWhenMixedChainAndResolverKnowsNoTokensThenTokenMakesNoSession() {
		resolving((authentication) -> (authentication.getPrincipal() instanceof FgaSession) ? null
				: RESOLVER.resolve(authentication))
			.withUserConfiguration(MixedConfiguration.class)
			.run((context) -> assertThat(
					WebContexts.get(context, "/reports", workOs.tokens().withPermissions("report:read")))
				.hasStatus(401));
	}

	private WebApplicationContextRunner resolving(FgaSessionResolver resolver) {
		return this.contextRunner.withBean(FgaSessionResolver.class, () -> resolver)
			.withPropertyValues("spring.security.user.name=alice", "spring.security.user.password=password");
	}

	private static MockMvcRequestBuilder asAlice(WebApplicationContext context, String path) {
		return WebContexts.mvc(context).get().uri(path).with(SecurityMockMvcRequestPostProcessors.user("alice"));
	}

	@Configuration(proxyBeanMethods = false)
	static class MixedConfiguration {

		@Bean
		SecurityFilterChain mixedChain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.with(FgaHttpConfigurer.fga(), Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OpenConfiguration {

		@Bean
		SecurityFilterChain openChain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

	}

}
