package io.github.fgaspring.autoconfigure;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.github.fgaspring.authentication.FgaSessionConverter;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authentication.PrincipalFgaSessionResolver;
import io.github.fgaspring.authentication.SessionKeySource;
import io.github.fgaspring.authentication.SessionTokenValidator;
import io.github.fgaspring.web.FgaHttpConfigurer;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;

/**
 * From token to session.
 */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

	private static final Duration KEYS_CONNECT_TIMEOUT = Duration.ofMillis(500);

	private static final Duration KEYS_READ_TIMEOUT = Duration.ofSeconds(1);

	/**
	 * Found by its name, so that an application may have decoders for other tokens.
	 */
	@Bean(name = FgaHttpConfigurer.JWT_DECODER_BEAN_NAME, defaultCandidate = false)
	@ConditionalOnMissingBean(name = FgaHttpConfigurer.JWT_DECODER_BEAN_NAME)
	JwtDecoder fgaJwtDecoder(SessionKeySource keySource, SessionTokenValidator validator) {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keySource)
			.jwsAlgorithm(SignatureAlgorithm.RS256)
			.build();
		decoder.setJwtValidator(validator);
		return decoder;
	}

	@Bean
	@ConditionalOnMissingBean
	SessionKeySource fgaSessionKeySource(FgaProperties properties, FgaConnectionDetails connection,
			TimeLimitedRestClients restClients) {
		RestClient restClient = restClients.builder(KEYS_CONNECT_TIMEOUT, KEYS_READ_TIMEOUT).build();
		return new SessionKeySource(jwkSetUri(properties.session(), connection.getBaseUrl(), connection.getClientId()),
				restClient, Clock.systemUTC());
	}

	static URI jwkSetUri(FgaProperties.Session session, URI baseUrl, String clientId) {
		String configured = session.jwkSetUri();
		return (configured != null) ? Requirements.url("fga.session.jwk-set-uri", configured)
				: URI.create(baseUrl + "/sso/jwks/" + clientId);
	}

	@Bean
	@ConditionalOnMissingBean
	SessionTokenValidator fgaSessionTokenValidator(FgaProperties properties, FgaConnectionDetails connection) {
		FgaProperties.Session session = properties.session();
		return new SessionTokenValidator(issuers(session, connection.getBaseUrl(), connection.getClientId()),
				session.audiences(), connection.getClientId(),
				Requirements.notNegative("fga.session.clock-skew", session.clockSkew()), Clock.systemUTC());
	}

	static List<String> issuers(FgaProperties.Session session, URI baseUrl, String clientId) {
		return session.issuers().isEmpty()
				? List.of(baseUrl.toString(), baseUrl + "/", baseUrl + "/user_management/" + clientId)
				: session.issuers();
	}

	@Bean
	@ConditionalOnMissingBean
	FgaSessionConverter fgaSessionConverter() {
		return new FgaSessionConverter();
	}

	@Bean
	@ConditionalOnMissingBean
	FgaSessionResolver fgaSessionResolver() {
		return new PrincipalFgaSessionResolver();
	}

}
