package io.github.fgaspring.autoconfigure;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.github.fgaspring.authentication.ClaimNames;
import io.github.fgaspring.authentication.FgaSessionConverter;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authentication.PrincipalFgaSessionResolver;
import io.github.fgaspring.authentication.SessionKeySource;
import io.github.fgaspring.authentication.SessionTokenValidator;
import io.github.fgaspring.authentication.TokenAgeValidator;
import io.github.fgaspring.web.FgaHttpConfigurer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.web.client.RestClient;

/**
 * From token to session.
 */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

	private static final Duration KEYS_CONNECT_TIMEOUT = Duration.ofMillis(500);

	private static final Duration KEYS_READ_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

	private static final Duration LONGEST_TOKEN_AGE = Duration.ofDays(36_500);

	private static final Log logger = LogFactory.getLog(SessionConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	SessionKeySource fgaSessionKeySource(FgaProperties properties, FgaConnectionDetails connection,
			TimeLimitedRestClients restClients) {
		return new SessionKeySource(jwkSetUri(properties.session(), connection.getBaseUrl(), connection.getClientId()),
				keysClient(restClients), Clock.systemUTC());
	}

	@Bean
	IdentityProviders fgaIdentityProviders(FgaProperties properties, SessionTokenValidator mainValidator,
			TimeLimitedRestClients restClients) {
		return new IdentityProviders(properties.session().providers(), mainValidator.getIssuers(),
				keysClient(restClients), clockSkew(properties.session()), tokenAge(properties.session()));
	}

	private static TokenAgeValidator tokenAge(FgaProperties.Session session) {
		return new TokenAgeValidator(maxTokenAge(session), clockSkew(session), Clock.systemUTC());
	}

	private static RestClient keysClient(TimeLimitedRestClients restClients) {
		return restClients.builder(KEYS_CONNECT_TIMEOUT, KEYS_READ_TIMEOUT).build();
	}

	static URI jwkSetUri(FgaProperties.Session session, URI baseUrl, String clientId) {
		String configured = session.jwkSetUri();
		return (configured != null)
				? Requirements.keySetUrl("fga.session.jwk-set-uri", configured,
						"Without it, tokens are verified with the keys of WorkOS.")
				: workOsJwkSetUri(baseUrl, clientId);
	}

	private static URI workOsJwkSetUri(URI baseUrl, String clientId) {
		return URI.create(baseUrl + "/sso/jwks/" + clientId);
	}

	@Bean
	@ConditionalOnMissingBean
	SessionTokenValidator fgaSessionTokenValidator(FgaProperties properties, FgaConnectionDetails connection) {
		FgaProperties.Session session = properties.session();
		URI baseUrl = connection.getBaseUrl();
		String clientId = connection.getClientId();
		List<String> issuers = Requirements.texts("fga.session.issuers", issuers(session, baseUrl, clientId),
				"It is what the claim 'iss' of session tokens holds.");
		session.audiences()
			.forEach((audience) -> Requirements.notBlank("fga.session.audiences", audience,
					"It is what the claim 'aud' of session tokens holds; remove it for no check."));
		ClaimNames names = ConfiguredClaims.ofMainIssuers(session.claims());
		if (jwkSetUri(session, baseUrl, clientId).equals(workOsJwkSetUri(baseUrl, clientId))) {
			return new SessionTokenValidator(issuers, session.audiences(), clientId, names, clockSkew(session),
					Clock.systemUTC());
		}
		if (session.audiences().isEmpty()) {
			logger.warn("Tokens that the provider of fga.session.jwk-set-uri issues for any other application are"
					+ " accepted too, because fga.session.audiences is not set. Set it to what the claim 'aud' of"
					+ " access tokens for this application holds");
		}
		return SessionTokenValidator.forOtherProvider(issuers, session.audiences(), names, clockSkew(session),
				Clock.systemUTC());
	}

	static Duration maxTokenAge(FgaProperties.Session session) {
		return Requirements.positive("fga.session.max-token-age", session.maxTokenAge(), LONGEST_TOKEN_AGE);
	}

	static Duration clockSkew(FgaProperties.Session session) {
		return Requirements.notNegative("fga.session.clock-skew", session.clockSkew(), MAX_CLOCK_SKEW);
	}

	static List<String> issuers(FgaProperties.Session session, URI baseUrl, String clientId) {
		return session.issuers().isEmpty()
				? List.of(baseUrl.toString(), baseUrl + "/", baseUrl + "/user_management/" + clientId)
				: session.issuers();
	}

	@Bean
	@ConditionalOnMissingBean
	FgaSessionConverter fgaSessionConverter(FgaProperties properties, IdentityProviders providers) {
		return new FgaSessionConverter(ConfiguredClaims.ofMainIssuers(properties.session().claims()),
				providers.claimNames());
	}

	/**
	 * As long as the application has no decoder of its own, which may check what nobody
	 * else knows of, and wants to do so each time.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(name = FgaHttpConfigurer.JWT_DECODER_BEAN_NAME)
	static class DecoderConfiguration {

		/**
		 * Found by its name, so that an application may have decoders for other tokens.
		 */
		@Bean(name = FgaHttpConfigurer.JWT_DECODER_BEAN_NAME, defaultCandidate = false)
		JwtDecoder fgaJwtDecoder(FgaProperties properties, SessionKeySource keySource, SessionTokenValidator validator,
				IdentityProviders providers, FgaSessionConverter converter) {
			providers.requireNamesIn(converter);
			return providers.decoderBesides(IdentityProviders.decoder(keySource,
					Requirements.algorithms("fga.session.algorithms", properties.session().algorithms()), validator,
					tokenAge(properties.session())));
		}

	}

	/**
	 * Only session tokens make sessions, as long as the application knows no other way.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(FgaSessionResolver.class)
	static class SessionTokensOnly {

		@Bean
		FgaSessionResolver fgaSessionResolver() {
			return new PrincipalFgaSessionResolver();
		}

	}

}
