package com.example.projecthub.signin;

import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import io.github.fgaspring.web.FgaHttpConfigurer;
import jakarta.servlet.DispatcherType;

import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * One filter chain for pages and API alike: the session comes in the cookie or in the
 * {@code Authorization} header, and only the header goes without a CSRF token.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!standalone")
class SecurityConfiguration {

	/**
	 * What everybody may fetch, whatever their cookie is worth.
	 */
	@Bean
	@Order(1)
	SecurityFilterChain assetsFilterChain(HttpSecurity http) {
		http.securityMatcher("/assets/**", "/webjars/**", "/favicon.ico");
		http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll());
		http.headers((headers) -> headers.cacheControl((cache) -> cache.disable()));
		http.requestCache((cache) -> cache.disable());
		http.securityContext((context) -> context.disable());
		http.sessionManagement((sessions) -> sessions.disable());
		return http.build();
	}

	/**
	 * Where a sign-in leads in the end.
	 */
	@Bean
	RequestCache requestCache() {
		return new HttpSessionRequestCache();
	}

	@Bean
	@Order(2)
	SecurityFilterChain filterChain(HttpSecurity http, FgaConnectionDetails workos, RequestCache requestCache) {
		http.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
			.permitAll()
			.requestMatchers("/sign-in/**", "/callback")
			.permitAll()
			.requestMatchers(EndpointRequest.to(HealthEndpoint.class))
			.permitAll()
			.requestMatchers(EndpointRequest.toAnyEndpoint())
			.denyAll()
			.anyRequest()
			.authenticated());
		http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults());
		http.requestCache((cache) -> cache.requestCache(requestCache));
		http.logout((logout) -> logout.disable());
		String policy = contentSecurityPolicy(workos);
		RequestMatcher swaggerUi = PathPatternRequestMatcher.withDefaults().matcher("/swagger-ui/**");
		http.headers((headers) -> headers
			.addHeaderWriter(new DelegatingRequestMatcherHeaderWriter(new NegatedRequestMatcher(swaggerUi),
					new ContentSecurityPolicyHeaderWriter(policy)))
			.addHeaderWriter(new DelegatingRequestMatcherHeaderWriter(swaggerUi,
					new ContentSecurityPolicyHeaderWriter(policy + "; style-src 'self' 'unsafe-inline'"))));
		return http.build();
	}

	/**
	 * Nothing from elsewhere, and nothing inline. Signing out leads from a form to
	 * AuthKit, which browsers count as its target.
	 */
	private static String contentSecurityPolicy(FgaConnectionDetails workos) {
		return "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "
				+ workos.getBaseUrl();
	}

}
