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
		String configured = properties.session().jwkSetUri();
		URI uri = (configured != null) ? Requirements.url("fga.session.jwk-set-uri", configured)
				: URI.create(connection.getBaseUrl() + "/sso/jwks/" + connection.getClientId());
		RestClient restClient = restClients.builder(KEYS_CONNECT_TIMEOUT, KEYS_READ_TIMEOUT).build();
		return new SessionKeySource(uri, restClient, Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	SessionTokenValidator fgaSessionTokenValidator(FgaProperties properties, FgaConnectionDetails connection) {
		FgaProperties.Session session = properties.session();
		String baseUrl = connection.getBaseUrl().toString();
		List<String> issuers = session.issuers().isEmpty()
				? List.of(baseUrl, baseUrl + "/", baseUrl + "/user_management/" + connection.getClientId())
				: session.issuers();
		return new SessionTokenValidator(issuers, session.audiences(), connection.getClientId(),
				Requirements.notNegative("fga.session.clock-skew", session.clockSkew()), Clock.systemUTC());
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
