package io.github.fgaspring.web;

import java.util.Set;
import java.util.function.Consumer;

import io.github.fgaspring.authentication.FgaSessionConverter;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authentication.SessionTokenAuthenticationConverter;
import io.github.fgaspring.authentication.VerifiedTokenAuthenticationProvider;
import io.github.fgaspring.authentication.VerifiedTokenCache;
import io.github.fgaspring.cookie.SealedSessionCookie;
import io.github.fgaspring.cookie.SessionRenewer;
import io.github.fgaspring.policy.OrganizationPolicies;
import io.github.fgaspring.revocation.SessionMarks;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.OAuth2ProtectedResourceMetadata;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.OAuth2ProtectedResourceMetadataFilter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Adds session tokens to a filter chain of the application:
 *
 * <pre>
 * http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults());
 * </pre>
 *
 * It authenticates requests with a token and answers 401, 403 and 503 as the starter's
 * own chain does. Protection against forged requests (CSRF) stays as the chain has it,
 * except that requests with the token in the header do not need it; requests with a
 * cookie do. Which requests must be authenticated remains the chain's decision. With a
 * {@link SessionRenewer} bean, an expired session in the sealed cookie is refreshed. A
 * session that was revoked ends, also if it comes from another login in the chain, and
 * the policies of organizations hold for all of them.
 * <p>
 * With a {@link BadTokens} bean that says so, bad tokens are ignored. Requests with one
 * need protection against forged requests then, if the chain has it.
 */
public final class FgaHttpConfigurer extends AbstractHttpConfigurer<FgaHttpConfigurer, HttpSecurity> {

	/**
	 * The name of the {@link JwtDecoder} bean that validates session tokens.
	 */
	public static final String JWT_DECODER_BEAN_NAME = "fgaJwtDecoder";

	/**
	 * The name of the {@link AuthenticationEntryPoint} bean that answers 401, and 503 if
	 * the keys are out of reach.
	 */
	public static final String ENTRY_POINT_BEAN_NAME = "fgaAuthenticationEntryPoint";

	/**
	 * The name of the {@link AccessDeniedHandler} bean that answers 403 or 404.
	 */
	public static final String DENIED_HANDLER_BEAN_NAME = "fgaAccessDeniedHandler";

	private @Nullable Consumer<OAuth2ProtectedResourceMetadata.Builder> protectedResourceMetadata;

	private FgaHttpConfigurer() {
	}

	/**
	 * Creates the configurer.
	 * @return a new configurer
	 */
	public static FgaHttpConfigurer fga() {
		return new FgaHttpConfigurer();
	}

	/**
	 * Publishes the OAuth protected resource metadata (RFC 9728) at
	 * {@code /.well-known/oauth-protected-resource}, readable by everybody. Off unless
	 * called.
	 * @param metadata adds to the metadata
	 * @return this configurer
	 */
	public FgaHttpConfigurer protectedResourceMetadata(Consumer<OAuth2ProtectedResourceMetadata.Builder> metadata) {
		this.protectedResourceMetadata = metadata;
		return this;
	}

	@Override
	public void init(HttpSecurity http) {
		ApplicationContext context = context(http);
		JwtAuthenticationProvider verifier = new JwtAuthenticationProvider(
				context.getBean(JWT_DECODER_BEAN_NAME, JwtDecoder.class));
		verifier.setJwtAuthenticationConverter(context.getBean(FgaSessionConverter.class));
		VerifiedTokenAuthenticationProvider provider = new VerifiedTokenAuthenticationProvider(postProcess(verifier),
				context.getBeanProvider(VerifiedTokenCache.class).getIfAvailable(),
				context.getBean(SessionMarks.class)::isRevoked);
		http.authenticationProvider(provider);
		SessionTokenAuthenticationConverter tokens = context.getBean(SessionTokenAuthenticationConverter.class);
		answerErrors(http, tokens, context);
		exemptBearerRequests(http,
				isIgnoringBadTokens(context) ? goodBearerRequests(tokens, provider) : tokens::isBearerRequest);
	}

	@SuppressWarnings("unchecked")
	private static void answerErrors(HttpSecurity http, SessionTokenAuthenticationConverter tokens,
			ApplicationContext context) {
		ExceptionHandlingConfigurer<HttpSecurity> exceptions = http.getConfigurer(ExceptionHandlingConfigurer.class);
		if (exceptions != null) {
			exceptions.defaultAuthenticationEntryPointFor(entryPoint(context), notForABrowser(tokens));
			exceptions.defaultAccessDeniedHandlerFor(deniedHandler(context), AnyRequestMatcher.INSTANCE);
		}
	}

	private static RequestMatcher notForABrowser(SessionTokenAuthenticationConverter tokens) {
		MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
		html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
		return new OrRequestMatcher(tokens::isBearerRequest, new NegatedRequestMatcher(html));
	}

	/**
	 * A request whose token is ignored may be authenticated by something else, such as a
	 * cookie, and then needs protection.
	 */
	private static RequestMatcher goodBearerRequests(SessionTokenAuthenticationConverter tokens,
			VerifiedTokenAuthenticationProvider provider) {
		AuthenticationConverter lenient = new LenientAuthenticationConverter(tokens, provider::authenticate);
		return (request) -> tokens.isBearerRequest(request) && lenient.convert(request) != null;
	}

	@SuppressWarnings("unchecked")
	private static void exemptBearerRequests(HttpSecurity http, RequestMatcher bearerRequests) {
		CsrfConfigurer<HttpSecurity> csrf = http.getConfigurer(CsrfConfigurer.class);
		if (csrf != null) {
			csrf.ignoringRequestMatchers(bearerRequests);
		}
	}

	@Override
	public void configure(HttpSecurity http) {
		ApplicationContext context = context(http);
		AuthenticationEntryPoint entryPoint = entryPoint(context);
		BearerTokenAuthenticationFilter filter = authenticationFilter(http.getSharedObject(AuthenticationManager.class),
				context.getBean(SessionTokenAuthenticationConverter.class), isIgnoringBadTokens(context));
		filter.setAuthenticationEntryPoint(entryPoint);
		filter.setAuthenticationFailureHandler(entryPoint::commence);
		filter.setSecurityContextHolderStrategy(getSecurityContextHolderStrategy());
		http.addFilter(postProcess(filter));
		context.getBeanProvider(SessionRenewer.class)
			.ifAvailable((renewer) -> http.addFilterBefore(renewalFilter(renewer, context),
					BearerTokenAuthenticationFilter.class));
		http.addFilterBefore(new CheckUnavailableFilter(context.getBean(CheckUnavailableHandler.class)),
				ExceptionTranslationFilter.class);
		http.addFilterAfter(liveSessionFilter(http, context), ExceptionTranslationFilter.class);
		OrganizationPolicies policies = context.getBean(OrganizationPolicies.class);
		if (policies.exist()) {
			http.addFilterAfter(policyFilter(policies, context), LiveSessionFilter.class);
		}
		if (this.protectedResourceMetadata != null) {
			OAuth2ProtectedResourceMetadataFilter metadata = new OAuth2ProtectedResourceMetadataFilter();
			metadata.setProtectedResourceMetadataCustomizer(this.protectedResourceMetadata);
			http.addFilterBefore(postProcess(metadata), AbstractPreAuthenticatedProcessingFilter.class);
		}
	}

	private static BearerTokenAuthenticationFilter authenticationFilter(AuthenticationManager authenticationManager,
			AuthenticationConverter tokens, boolean ignoreBadTokens) {
		if (!ignoreBadTokens) {
			return new BearerTokenAuthenticationFilter(authenticationManager, tokens);
		}
		AuthenticationManager alreadyAuthenticated = (authentication) -> authentication;
		return new BearerTokenAuthenticationFilter(alreadyAuthenticated,
				new LenientAuthenticationConverter(tokens, authenticationManager));
	}

	private static SessionRenewalFilter renewalFilter(SessionRenewer renewer, ApplicationContext context) {
		return new SessionRenewalFilter(context.getBean(SessionTokenAuthenticationConverter.class),
				context.getBean(SealedSessionCookie.class), renewer, context.getBean(CheckUnavailableHandler.class),
				isIgnoringBadTokens(context));
	}

	private LiveSessionFilter liveSessionFilter(HttpSecurity http, ApplicationContext context) {
		SecurityContextRepository repository = http.getSharedObject(SecurityContextRepository.class);
		return new LiveSessionFilter(context.getBean(FgaSessionResolver.class), context.getBean(SessionMarks.class),
				getSecurityContextHolderStrategy(),
				(repository != null) ? repository : new RequestAttributeSecurityContextRepository(),
				entryPoint(context), context.getBean(StaleSessionHeader.class).name(), isIgnoringBadTokens(context));
	}

	private OrganizationPolicyFilter policyFilter(OrganizationPolicies policies, ApplicationContext context) {
		return new OrganizationPolicyFilter(context.getBean(FgaSessionResolver.class), policies,
				getSecurityContextHolderStrategy(), entryPoint(context), deniedHandler(context),
				!isIgnoringBadTokens(context));
	}

	private static boolean isIgnoringBadTokens(ApplicationContext context) {
		return context.getBeanProvider(BadTokens.class).getIfAvailable(() -> BadTokens.REFUSE) == BadTokens.IGNORE;
	}

	private static ApplicationContext context(HttpSecurity http) {
		return http.getSharedObject(ApplicationContext.class);
	}

	private static AuthenticationEntryPoint entryPoint(ApplicationContext context) {
		return context.getBean(ENTRY_POINT_BEAN_NAME, AuthenticationEntryPoint.class);
	}

	private static AccessDeniedHandler deniedHandler(ApplicationContext context) {
		return context.getBean(DENIED_HANDLER_BEAN_NAME, AccessDeniedHandler.class);
	}

}
