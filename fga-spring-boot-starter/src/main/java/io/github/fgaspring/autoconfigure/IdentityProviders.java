package io.github.fgaspring.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.github.fgaspring.authentication.ClaimNames;
import io.github.fgaspring.authentication.FgaSessionConverter;
import io.github.fgaspring.authentication.IssuerJwtDecoder;
import io.github.fgaspring.authentication.SessionKeySource;
import io.github.fgaspring.authentication.SessionTokenValidator;
import io.github.fgaspring.authentication.TokenAgeValidator;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;

/**
 * The identity providers whose tokens are accepted besides the main ones, each with keys,
 * checks and claims of its own.
 */
final class IdentityProviders implements AutoCloseable {

	private static final MappedJwtClaimSetConverter claimSetConverter = MappedJwtClaimSetConverter
		.withDefaults(Map.of());

	private final Map<String, SessionKeySource> keys = new LinkedHashMap<>();

	private final Map<String, JwtDecoder> decoders = new HashMap<>();

	private final Map<String, ClaimNames> claimNames = new HashMap<>();

	/**
	 * Which property names an issuer.
	 */
	private final Map<String, String> properties = new HashMap<>();

	private final Set<String> mainIssuers;

	private final RestClient restClient;

	private final Duration clockSkew;

	private final TokenAgeValidator tokenAge;

	IdentityProviders(Map<String, FgaProperties.Session.Provider> providers, Set<String> mainIssuers,
			RestClient restClient, Duration clockSkew, TokenAgeValidator tokenAge) {
		this.mainIssuers = mainIssuers;
		this.restClient = restClient;
		this.clockSkew = clockSkew;
		this.tokenAge = tokenAge;
		mainIssuers.forEach((issuer) -> this.properties.put(issuer, "fga.session.issuers"));
		providers.forEach(this::add);
	}

	private void add(String name, FgaProperties.Session.Provider provider) {
		String prefix = "fga.session.providers." + name + ".";
		List<String> issuers = Requirements.texts(prefix + "issuers", provider.issuers(),
				"It is what the claim 'iss' of the provider's access tokens holds, character by character.");
		URI jwkSetUri = Requirements.keySetUrl(prefix + "jwk-set-uri", provider.jwkSetUri(),
				"It is the 'jwks_uri' in the provider's '/.well-known/openid-configuration'.");
		List<String> audiences = Requirements.texts(prefix + "audiences", provider.audiences(),
				"It is what the claim 'aud' of the access tokens for this application holds; without it, tokens that"
						+ " the provider issues for any other application would be accepted. If its access tokens have"
						+ " no 'aud', as those of Amazon Cognito, set '" + prefix
						+ "claims.audience' to a claim that tells them apart, such as 'client_id'.");
		Set<SignatureAlgorithm> algorithms = Requirements.algorithms(prefix + "algorithms", provider.algorithms());
		ClaimNames names = ConfiguredClaims.ofProvider(prefix, provider.claims());
		issuers.forEach((issuer) -> reserve(issuer, prefix + "issuers"));
		SessionKeySource source = new SessionKeySource(name, jwkSetUri, this.restClient, Clock.systemUTC());
		JwtDecoder decoder = decoder(source, algorithms,
				SessionTokenValidator.forOtherProvider(issuers, audiences, names, this.clockSkew, Clock.systemUTC()),
				this.tokenAge);
		this.keys.put(name, source);
		issuers.forEach((issuer) -> {
			this.decoders.put(issuer, decoder);
			this.claimNames.put(issuer, names);
		});
	}

	private void reserve(String issuer, String property) {
		String other = this.properties.put(issuer, property);
		if (other != null && !other.equals(property)) {
			throw new InvalidFgaPropertyException(property, "names an issuer that '" + other + "' names too",
					"Name each issuer in one place: its tokens are verified with the keys of that provider. Without"
							+ " 'fga.session.issuers', those of WorkOS are named there.");
		}
	}

	/**
	 * A decoder that verifies tokens with the given keys and accepts them by the given
	 * rules.
	 */
	static JwtDecoder decoder(JWKSource<SecurityContext> keys, Set<SignatureAlgorithm> algorithms,
			SessionTokenValidator validator, TokenAgeValidator tokenAge) {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
			.jwsAlgorithms((accepted) -> accepted.addAll(algorithms))
			.build();
		decoder.setClaimSetConverter(IdentityProviders::convertClaims);
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validator, tokenAge));
		return decoder;
	}

	/**
	 * By default, a token that does not say when it was issued is taken to have been
	 * issued just before it expires.
	 */
	private static Map<String, Object> convertClaims(Map<String, Object> claims) {
		if (claims.get(JwtClaimNames.IAT) == null) {
			throw new BadJwtException("The token does not say when it was issued");
		}
		return claimSetConverter.convert(claims);
	}

	/**
	 * A decoder for the tokens of all providers.
	 * @param main decodes tokens of the main issuers
	 */
	JwtDecoder decoderBesides(JwtDecoder main) {
		if (this.decoders.isEmpty()) {
			return main;
		}
		Map<String, JwtDecoder> all = new HashMap<>(this.decoders);
		this.mainIssuers.forEach((issuer) -> all.put(issuer, main));
		return new IssuerJwtDecoder(all);
	}

	/**
	 * How often keys of any of them were found to have been withdrawn.
	 */
	long getWithdrawals() {
		if (this.keys.isEmpty()) {
			// As mostly, and this is asked with each request.
			return 0;
		}
		long withdrawals = 0;
		for (SessionKeySource source : this.keys.values()) {
			withdrawals += source.getWithdrawals();
		}
		return withdrawals;
	}

	/**
	 * Makes sure that a converter does not take claims of these providers for those of
	 * WorkOS, above all the permissions.
	 */
	void requireNamesIn(FgaSessionConverter converter) {
		if (!converter.getIssuers().containsAll(this.claimNames.keySet())) {
			throw new InvalidFgaPropertyException("fga.session.providers",
					"names issuers whose claims the application's FgaSessionConverter bean would read like those of WorkOS",
					"Remove the bean and set 'fga.session.claims' instead, or make it with names of claims for each of"
							+ " these issuers.");
		}
	}

	/**
	 * The names of claims, by issuer.
	 */
	Map<String, ClaimNames> claimNames() {
		return Collections.unmodifiableMap(this.claimNames);
	}

	/**
	 * The keys, by the name of the provider.
	 */
	Map<String, SessionKeySource> keys() {
		return Collections.unmodifiableMap(this.keys);
	}

	@Override
	public void close() throws IOException {
		for (SessionKeySource source : this.keys.values()) {
			source.close();
		}
	}

}
