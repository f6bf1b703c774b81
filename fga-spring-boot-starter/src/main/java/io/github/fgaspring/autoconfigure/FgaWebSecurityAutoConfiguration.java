package io.github.fgaspring.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;

import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authentication.SessionKeySource;
import io.github.fgaspring.authentication.SessionTokenAuthenticationConverter;
import io.github.fgaspring.authentication.VerifiedTokenCache;
import io.github.fgaspring.authorization.Enforcement;
import io.github.fgaspring.cookie.SealedSessionCookie;
import io.github.fgaspring.policy.OrganizationPolicies;
import io.github.fgaspring.revocation.LiveSessionResolver;
import io.github.fgaspring.revocation.SessionMarks;
import io.github.fgaspring.web.AsciiFirstHttpFirewall;
import io.github.fgaspring.web.BadTokens;
import io.github.fgaspring.web.CheckUnavailableHandler;
import io.github.fgaspring.web.FgaAccessDeniedHandler;
import io.github.fgaspring.web.FgaAuthenticationEntryPoint;
import io.github.fgaspring.web.FgaCheckUnavailableHandler;
import io.github.fgaspring.web.FgaHttpConfigurer;
import io.github.fgaspring.web.OrganizationChoices;
import io.github.fgaspring.web.StaleSessionHeader;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.autoconfigure.web.servlet.ConditionalOnDefaultWebSecurity;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the answers to requests and, if
 * the application has no filter chain of its own, for a chain that demands a session
 * token of every request.
 */
@AutoConfiguration(after = FgaAutoConfiguration.class, before = ServletWebSecurityAutoConfiguration.class,
		beforeName = "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@Import(SealedCookieConfiguration.class)
public final class FgaWebSecurityAutoConfiguration {

	private static final int LARGEST_TOKEN_CACHE = 1_000_000;

	@Bean
	@ConditionalOnMissingBean
	SessionTokenAuthenticationConverter fgaSessionTokenAuthenticationConverter(FgaProperties properties,
			ObjectProvider<SealedSessionCookie> sealedCookie) {
		String cookieName = properties.session().cookieName();
		SealedSessionCookie sealed = sealedCookie.getIfAvailable();
		return new SessionTokenAuthenticationConverter(
				StringUtils.hasText(cookieName) ? Requirements.cookieName("fga.session.cookie-name", cookieName) : null,
				(sealed != null) ? sealed::resolveToken : null);
	}

	/**
	 * For all filter chains, the application's own as well: Spring Security has one
	 * firewall for all of them.
	 */
	@Bean
	@ConditionalOnMissingBean(HttpFirewall.class)
	StrictHttpFirewall fgaHttpFirewall() {
		return new AsciiFirstHttpFirewall();
	}

	@Bean
	@ConditionalOnBean(SessionConfiguration.DecoderConfiguration.class)
	@ConditionalOnMissingBean
	VerifiedTokenCache fgaVerifiedTokenCache(FgaProperties properties, SessionKeySource keys,
			IdentityProviders providers) {
		FgaProperties.Session session = properties.session();
		Duration maxAge = Requirements.positive("fga.session.token-cache.max-age", session.tokenCache().maxAge(),
				SessionKeySource.TIME_TO_LIVE);
		int maxSize = Requirements.between("fga.session.token-cache.max-size", session.tokenCache().maxSize(), 0,
				LARGEST_TOKEN_CACHE);
		VerifiedTokenCache.Limits limits = new VerifiedTokenCache.Limits(maxAge,
				SessionConfiguration.maxTokenAge(session), SessionConfiguration.clockSkew(session));
		return new VerifiedTokenCache(maxSize, limits, () -> keys.getWithdrawals() + providers.getWithdrawals(),
				Clock.systemUTC());
	}

	@Bean
	BadTokens fgaBadTokens(FgaProperties properties) {
		return (properties.enforcement() != Enforcement.MONITOR) ? BadTokens.REFUSE : BadTokens.IGNORE;
	}

	@Bean
	StaleSessionHeader fgaStaleSessionHeader(FgaProperties properties) {
		String name = properties.web().staleSessionHeader();
		return new StaleSessionHeader(
				StringUtils.hasText(name) ? Requirements.headerName("fga.web.stale-session-header", name) : null);
	}

	@Bean(name = FgaHttpConfigurer.ENTRY_POINT_BEAN_NAME, defaultCandidate = false)
	@ConditionalOnMissingBean(name = FgaHttpConfigurer.ENTRY_POINT_BEAN_NAME)
	AuthenticationEntryPoint fgaAuthenticationEntryPoint() {
		return new FgaAuthenticationEntryPoint();
	}

	@Bean
	@ConditionalOnMissingBean
	CheckUnavailableHandler fgaCheckUnavailableHandler() {
		return new FgaCheckUnavailableHandler();
	}

	@Bean(name = FgaHttpConfigurer.DENIED_HANDLER_BEAN_NAME, defaultCandidate = false)
	@ConditionalOnMissingBean(name = FgaHttpConfigurer.DENIED_HANDLER_BEAN_NAME)
	AccessDeniedHandler fgaAccessDeniedHandler(FgaProperties properties, ObjectProvider<OrganizationChoices> choices,
			FgaSessionResolver sessionResolver, SessionMarks marks,
			ObjectProvider<SecurityContextHolderStrategy> strategy) {
		int status = properties.web().deniedStatus();
		if (!Set.of(403, 404).contains(status)) {
			throw new InvalidFgaPropertyException("fga.web.denied-status", "is " + status,
					"Set 'fga.web.denied-status' to 403, or to 404 to hide that a resource exists.");
		}
		return new FgaAccessDeniedHandler(HttpStatus.valueOf(status), choices::getIfAvailable,
				new LiveSessionResolver(sessionResolver, marks),
				strategy.getIfUnique(SecurityContextHolder::getContextHolderStrategy));
	}

	@Bean
	UnenforcedPolicyDetector fgaUnenforcedPolicyDetector(OrganizationPolicies policies,
			ObjectProvider<SecurityFilterChain> chains) {
		return new UnenforcedPolicyDetector(policies, chains);
	}

	/**
	 * Applications that have a login of their own, but no filter chain.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnDefaultWebSecurity
	@ConditionalOnMissingBean(SessionConfiguration.SessionTokensOnly.class)
	static class OwnLoginConfiguration {

		@Bean
		OwnLoginReport fgaOwnLoginReport(ListableBeanFactory beanFactory) {
			return new OwnLoginReport(beanFactory);
		}

	}

	/**
	 * The filter chain of applications that have none, and no login of their own either:
	 * to those with an {@link FgaSessionResolver}, a request without a session token may
	 * be as good.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnDefaultWebSecurity
	@ConditionalOnBean(SessionConfiguration.SessionTokensOnly.class)
	static class DefaultFilterChainConfiguration {

		static final String WEB_ENDPOINTS = "org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration";

		static final String HEALTH_ENDPOINT = "org.springframework.boot.health.actuate.endpoint.HealthEndpoint";

		@Bean
		@Order(SecurityFilterProperties.BASIC_AUTH_ORDER)
		SecurityFilterChain fgaSecurityFilterChain(HttpSecurity http, FgaProperties properties,
				SessionTokenAuthenticationConverter tokens) {
			http.authorizeHttpRequests((requests) -> {
				// An error page shows what has been decided, and decides nothing.
				requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
				if (isPresent(HEALTH_ENDPOINT)) {
					requests
						.requestMatchers(EndpointRequest.to(HealthEndpoint.class),
								EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, HealthEndpoint.class))
						.permitAll();
				}
				properties.web().publicPaths().forEach((path) -> requests.requestMatchers(path).permitAll());
				if (isPresent(WEB_ENDPOINTS)) {
					// Any customer's user has a session, and operators have none.
					requests.requestMatchers(EndpointRequest.toAnyEndpoint()).denyAll();
				}
				if (properties.enforcement() != Enforcement.MONITOR) {
					requests.anyRequest().authenticated();
				}
				else {
					requests.anyRequest().permitAll();
				}
			});
			http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
			http.requestCache(AbstractHttpConfigurer::disable);
			http.logout(AbstractHttpConfigurer::disable);
			http.csrf(tokens.readsCookie() ? (csrf) -> protect(csrf, tokens) : AbstractHttpConfigurer::disable);
			http.with(FgaHttpConfigurer.fga(), (fga) -> {
				if (properties.web().protectedResourceMetadata()) {
					fga.protectedResourceMetadata((metadata) -> metadata.tlsClientCertificateBoundAccessTokens(false));
				}
			});
			return http.build();
		}

		/**
		 * Here a request with the token in the header is authenticated by that token or
		 * by nothing, even if it is a bad one that is ignored.
		 */
		private static void protect(CsrfConfigurer<HttpSecurity> csrf, SessionTokenAuthenticationConverter tokens) {
			csrf.spa().ignoringRequestMatchers(tokens::isBearerRequest);
		}

		private static boolean isPresent(String endpointClass) {
			return ClassUtils.isPresent(WEB_ENDPOINTS, null) && ClassUtils.isPresent(endpointClass, null);
		}

	}

}
