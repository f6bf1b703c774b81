package io.github.fgaspring.web;

import io.github.fgaspring.autoconfigure.WebContexts;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FgaHttpConfigurer} in a filter chain of the application.
 */
class FgaHttpConfigurerTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs);

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void chainWhenConfiguredThenAuthenticatesAndAnswersAsTheStartersOwn() {
		this.contextRunner.withUserConfiguration(PlainChainConfiguration.class).run((context) -> {
			assertThat(WebContexts.get(context, "/me", workOs.tokens().withPermissions())).hasStatusOk();
			MvcTestResult noToken = WebContexts.get(context, "/me");
			assertThat(noToken).hasStatus(401).hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			assertThat(noToken).bodyJson().extractingPath("$.code").isEqualTo("unauthenticated");
			MvcTestResult badToken = WebContexts.get(context, "/me", "broken");
			assertThat(badToken).hasStatus(401)
				.hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
			assertThat(badToken).bodyJson().extractingPath("$.code").isEqualTo("invalid_token");
			MvcTestResult denied = WebContexts.get(context, "/admin", workOs.tokens().withPermissions());
			assertThat(denied).hasStatus(403)
				.hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
			assertThat(denied).bodyJson().extractingPath("$.code").isEqualTo("permission_denied");
			assertThat(WebContexts.get(context, "/reports", workOs.tokens().withPermissions())).hasStatus(403);
		});
	}

	@Test
	void chainWhenCsrfProtectionIsOnThenOnlyTokenInHeaderIsExempt() {
		this.contextRunner.withUserConfiguration(PlainChainConfiguration.class).run((context) -> {
			assertThat(WebContexts.mvc(context)
				.post()
				.uri("/me")
				.header("Authorization", "Bearer " + workOs.tokens().withPermissions())).hasStatusOk();
			assertThat(WebContexts.mvc(context).post().uri("/me")).hasStatus(403)
				.bodyJson()
				.extractingPath("$.detail")
				.isEqualTo("The request has no valid CSRF token.");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { HandlingBeforeConfiguration.class, HandlingAfterConfiguration.class })
	void chainWhenItHandlesExceptionsItselfThenThatIsLeftAlone(Class<?> configuration) {
		this.contextRunner.withUserConfiguration(configuration).run((context) -> {
			assertThat(WebContexts.get(context, "/me", workOs.tokens().withPermissions())).hasStatusOk();
			assertThat(WebContexts.get(context, "/me")).hasStatus(418);
			assertThat(WebContexts.get(context, "/admin", workOs.tokens().withPermissions())).hasStatus(451);
		});
	}

	@Test
	void chainWhenItHasFormLoginThenBrowsersLogInAndClientsAreChallenged() {
		this.contextRunner.withUserConfiguration(FormLoginConfiguration.class).run((context) -> {
			assertThat(accepting(context, MediaType.TEXT_HTML_VALUE)).hasStatus(302);
			assertThat(accepting(context, MediaType.APPLICATION_JSON_VALUE)).hasStatus(401)
				.hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			assertThat(WebContexts.get(context, "/me", "broken")).hasStatus(401)
				.hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
			assertThat(WebContexts.get(context, "/me", workOs.tokens().withPermissions())).hasStatusOk();
		});
	}

	private static MvcTestResult accepting(WebApplicationContext context, String accept) {
		return WebContexts.mvc(context).get().uri("/me").header("Accept", accept).exchange();
	}

	private static void authorize(HttpSecurity http) {
		http.authorizeHttpRequests(
				(requests) -> requests.requestMatchers("/admin").hasAuthority("admin").anyRequest().authenticated());
	}

	private static void handleExceptions(HttpSecurity http) {
		http.exceptionHandling(
				(exceptions) -> exceptions.authenticationEntryPoint((request, response, ex) -> response.setStatus(418))
					.accessDeniedHandler((request, response, ex) -> response.setStatus(451)));
	}

	@Configuration(proxyBeanMethods = false)
	static class PlainChainConfiguration {

		@Bean
		SecurityFilterChain ownChain(HttpSecurity http) {
			authorize(http);
			http.csrf(Customizer.withDefaults());
			return http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HandlingBeforeConfiguration {

		@Bean
		SecurityFilterChain ownChain(HttpSecurity http) {
			authorize(http);
			handleExceptions(http);
			return http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HandlingAfterConfiguration {

		@Bean
		SecurityFilterChain ownChain(HttpSecurity http) {
			http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults());
			authorize(http);
			handleExceptions(http);
			return http.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FormLoginConfiguration {

		@Bean
		SecurityFilterChain ownChain(HttpSecurity http) {
			authorize(http);
			http.formLogin(Customizer.withDefaults());
			return http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults()).build();
		}

	}

}
