package io.github.fgaspring.autoconfigure;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import io.github.fgaspring.actuate.FgaEndpoint;
import io.github.fgaspring.actuate.FgaHealthIndicator;
import io.github.fgaspring.authentication.ClaimNames;
import io.github.fgaspring.authentication.FgaSessionConverter;
import io.github.fgaspring.authentication.IssuerJwtDecoder;
import io.github.fgaspring.authentication.SessionKeySource;
import io.github.fgaspring.authentication.SessionTokenValidator;
import io.github.fgaspring.web.FgaHttpConfigurer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@code fga.session.providers}, and for what else says whose tokens are
 * accepted and what they mean.
 */
@ExtendWith(OutputCaptureExtension.class)
class IdentityProviderWiringTests {

	private static final String ISSUER = "https://idp.test/";

	private static final String PREFIX = "fga.session.providers.idp.";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class, FgaEndpointAutoConfiguration.class,
				FgaHealthContributorAutoConfiguration.class))
		.withPropertyValues("fga.api-key=sk_test_secret", "fga.client-id=client_test",
				"management.endpoints.web.exposure.include=fga");

	private final ApplicationContextRunner providerRunner = this.contextRunner.withPropertyValues(
			PREFIX + "issuers=" + ISSUER + ",https://idp.test", PREFIX + "jwk-set-uri=https://idp.test/keys?p=policy",
			PREFIX + "audiences=api");

	@Test
	void contextWhenNoProviderThenDecoderIsTheUsualOne() {
		this.contextRunner.run((context) -> assertThat(decoder(context)).isInstanceOf(NimbusJwtDecoder.class));
	}

	@Test
	void contextWhenProviderThenDecoderIsByIssuerAndNothingElseIsAdded() {
		this.providerRunner.run((context) -> {
			assertThat(decoder(context)).isInstanceOf(IssuerJwtDecoder.class);
			assertThat(context).hasSingleBean(SessionKeySource.class)
				.hasSingleBean(SessionTokenValidator.class)
				.hasSingleBean(FgaSessionConverter.class);
			assertThat(context.getBean(IdentityProviders.class).keys()).containsOnlyKeys("idp");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					issuers=          | issuers         | is not set | It is what the claim 'iss'
					issuers=${NONE_}  | issuers         | is set to a placeholder that nothing resolves | refers to
					jwk-set-uri=      | jwk-set-uri     | is not set | 'jwks_uri' in the provider's '/.well-known/openid-configuration'
					jwk-set-uri=keys  | jwk-set-uri     | is not an http or https URL | 'jwks_uri' in the provider's
					jwk-set-uri=http://idp.test/keys | jwk-set-uri | is a plain http URL of another machine | keys could be replaced
					jwk-set-uri=https://u:secret@idp.test | jwk-set-uri | must have a host and neither user information nor | absolute https
					audiences=        | audiences       | is not set | such as 'client_id'
					algorithms=       | algorithms      | is empty, so that no token would be accepted | remove it for RS256
					claims.user-id=   | claims.user-id  | is not set | name of a claim
					claims.permissions= | claims.permissions | is not set | name of a claim
					claims.audience=  | claims.audience | is not set | name of a claim
					""")
	void contextWhenProviderIsUnusableThenFailureSaysHowToSetItUp(String setting, String property, String problem,
			String action) {
		this.providerRunner.withPropertyValues(PREFIX + setting.trim()).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith("The property '" + PREFIX + property + "' " + problem)
				.doesNotContain("secret");
			assertThat(analysis.getAction()).contains(action).doesNotContain("secret");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "issuers", "jwk-set-uri", "audiences" })
	void contextWhenProviderLacksSomethingThenFails(String missing) {
		List<String> properties = new ArrayList<>(
				List.of("issuers=" + ISSUER, "jwk-set-uri=https://idp.test/keys", "audiences=api"));
		properties.removeIf((property) -> property.startsWith(missing));
		this.contextRunner
			.withPropertyValues(properties.stream().map((property) -> PREFIX + property).toArray(String[]::new))
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.isEqualTo("The property '" + PREFIX + missing + "' is not set."));
	}

	@ParameterizedTest
	@CsvSource({ "fga.session.issuers=https://idp.test/", "fga.session.providers.a.issuers=https://idp.test" })
	void contextWhenIssuerIsNamedTwiceThenFails(String property) {
		this.providerRunner
			.withPropertyValues("fga.session.providers.a.jwk-set-uri=https://a.test/keys",
					"fga.session.providers.a.audiences=api", "fga.session.providers.a.issuers=https://a.test", property)
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("names an issuer that 'fga.session.")
					.contains("names too");
				assertThat(analysis.getAction()).startsWith("Name each issuer in one place");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.workos.com", "https://api.workos.com/",
			"https://api.workos.com/user_management/client_test" })
	void contextWhenIssuerIsThatOfWorkOsThenFails(String issuer) {
		this.providerRunner.withPropertyValues(PREFIX + "issuers=" + issuer)
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription()).isEqualTo(
					"The property '" + PREFIX + "issuers' names an issuer that 'fga.session.issuers' names too."));
	}

	@Test
	void contextWhenIssuerIsNamedTwiceByTheSameProviderThenStarts() {
		this.providerRunner.withPropertyValues(PREFIX + "issuers=" + ISSUER + "," + ISSUER)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "HS256", "none", "NONE", "RS256,none", "HS512", "EdDSA", "dir" })
	void contextWhenAlgorithmIsNotAcceptableThenFailureNamesTheAcceptableOnes(String algorithm) {
		for (String property : List.of("fga.session.algorithms", PREFIX + "algorithms")) {
			this.providerRunner.withPropertyValues(property + "=" + algorithm).run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("Property: fga.session")
					.contains(algorithm.substring(algorithm.indexOf(',') + 1));
				assertThat(analysis.getAction()).contains("RS256", "PS512", "ES384").doesNotContain("HS256");
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "fga.session.algorithms", "fga.session.claims.user-id", "fga.session.claims.roles",
			"fga.session.claims.permissions", "fga.session.issuers[0]", "fga.session.audiences[0]" })
	void contextWhenMainSettingIsEmptyThenFails(String property) {
		this.contextRunner.withPropertyValues(property + "=")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.startsWith("The property '" + property.replace("[0]", "") + "' is "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "issuers", "audiences" })
	void contextWhenOneOfSeveralIsEmptyThenFails(String property) {
		this.contextRunner
			.withPropertyValues(PREFIX + "issuers[0]=" + ISSUER, PREFIX + "jwk-set-uri=https://idp.test/keys",
					PREFIX + "audiences[0]=api", PREFIX + property + "[1]=")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.isEqualTo("The property '" + PREFIX + property + "' is not set."));
	}

	@Test
	void contextWhenOthersKeysWithoutAudiencesThenWarnsOnce(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("fga.session.jwk-set-uri=https://idp.test/keys", "fga.session.issuers=" + ISSUER)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("issues for any other application are accepted too")
			.contains("fga.session.audiences is not set");
	}

	@ParameterizedTest
	@ValueSource(strings = { "fga.session.audiences=api",
			"fga.session.jwk-set-uri=https://api.workos.com/sso/jwks/client_test" })
	void contextWhenAudiencesOrKeysOfWorkOsThenDoesNotWarn(String property, CapturedOutput output) {
		this.contextRunner.withPropertyValues("fga.session.jwk-set-uri=https://idp.test/keys", property)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("any other application");
	}

	@Test
	void validatorWhenKeysOfWorkOsThenComparesClientId() {
		for (String property : List.of("fga.session.clock-skew=30s",
				"fga.session.jwk-set-uri=https://api.workos.com/sso/jwks/client_test")) {
			this.contextRunner.withPropertyValues(property)
				.run((context) -> assertThat(accepts(context, "https://api.workos.com", "JWT")).isFalse());
		}
	}

	@Test
	void validatorWhenKeysOfSomebodyElseThenDoesNotCompareClientIdAndTakesAccessTokens() {
		this.contextRunner
			.withPropertyValues("fga.session.jwk-set-uri=https://idp.test/keys", "fga.session.issuers=" + ISSUER)
			.run((context) -> {
				assertThat(accepts(context, ISSUER, "JWT")).isTrue();
				assertThat(accepts(context, ISSUER, "at+jwt")).isTrue();
			});
	}

	@Test
	void contextWhenOwnConverterAndNoProviderThenStarts() {
		this.contextRunner.withBean(FgaSessionConverter.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void contextWhenOwnConverterDoesNotKnowTheProviderThenFails() {
		for (Map<String, ClaimNames> names : List.of(Map.<String, ClaimNames>of(), Map.of(ISSUER, ClaimNames.WORKOS))) {
			this.providerRunner
				.withBean(FgaSessionConverter.class, () -> new FgaSessionConverter(ClaimNames.WORKOS, names))
				.run((context) -> {
					FailureAnalysis analysis = analyze(context.getStartupFailure());
					assertThat(analysis.getDescription()).contains("fga.session.providers", "FgaSessionConverter");
					assertThat(analysis.getAction()).contains("fga.session.claims");
				});
		}
	}

	@Test
	void converterWhenClaimsAreNamedThenMapsByThem() {
		this.providerRunner
			.withPropertyValues("fga.session.claims.organization-id=tenant", PREFIX + "claims.organization-id=org.id",
					PREFIX + "claims.permissions=scope")
			.run((context) -> {
				Jwt.Builder token = Jwt.withTokenValue("token")
					.header("alg", "RS256")
					.subject("alice")
					.claim("tenant", "org_1")
					.claim("org", Map.of("id", "org_2"))
					.claim("scope", "report:read")
					.claim("permissions", List.of("other"));
				FgaSessionConverter converter = context.getBean(FgaSessionConverter.class);
				assertThat(converter.convert(token.issuer("https://api.workos.com").build()).getPrincipal())
					.satisfies((session) -> {
						assertThat(session.organizationId()).isEqualTo("org_1");
						assertThat(session.permissions()).containsExactly("other");
					});
				assertThat(converter.convert(token.issuer("https://idp.test").build()).getPrincipal())
					.satisfies((session) -> {
						assertThat(session.organizationId()).isEqualTo("org_2");
						assertThat(session.permissions()).containsExactly("report:read");
					});
			});
	}

	@Test
	void converterWhenProviderNamesNoPermissionsThenWorkOsIsAsked() {
		Jwt.Builder token = Jwt.withTokenValue("token")
			.header("alg", "RS256")
			.subject("alice")
			.claim("permissions", List.of("report:read"));
		this.providerRunner.run((context) -> {
			FgaSessionConverter converter = context.getBean(FgaSessionConverter.class);
			assertThat(converter.convert(token.issuer(ISSUER).build()).getPrincipal()).satisfies((session) -> {
				assertThat(session.permissions()).isEmpty();
				assertThat(session.permissionsComplete()).isFalse();
			});
			assertThat(converter.convert(token.issuer("https://api.workos.com").build()).getPrincipal())
				.satisfies((session) -> {
					assertThat(session.permissions()).containsExactly("report:read");
					assertThat(session.permissionsComplete()).isTrue();
				});
		});
	}

	@Test
	void contextWhenApplicationHasBeansOfItsOwnThenTheseAreUsed() {
		SessionTokenValidator validator = SessionTokenValidator.forOtherProvider(Set.of("https://own.test"), Set.of(),
				ClaimNames.WORKOS, Duration.ZERO, Clock.systemUTC());
		SessionKeySource keys = new SessionKeySource(URI.create("http://127.0.0.1:1/keys"), RestClient.create(),
				Clock.systemUTC());
		FgaSessionConverter converter = new FgaSessionConverter(ClaimNames.WORKOS,
				Map.of(ISSUER, ClaimNames.WORKOS, "https://idp.test", ClaimNames.WORKOS));
		this.providerRunner.withBean(SessionTokenValidator.class, () -> validator)
			.withBean(SessionKeySource.class, () -> keys)
			.withBean(FgaSessionConverter.class, () -> converter)
			.run((context) -> {
				assertThat(context).getBean(SessionTokenValidator.class).isSameAs(validator);
				assertThat(context).getBean(SessionKeySource.class).isSameAs(keys);
				assertThat(context).getBean(FgaSessionConverter.class).isSameAs(converter);
			});
	}

	@Test
	void contextWhenValidatorOfTheApplicationTrustsIssuerOfProviderThenFails() {
		this.providerRunner
			.withBean(SessionTokenValidator.class,
					() -> new SessionTokenValidator(Set.of(ISSUER), Set.of(), "client_test", Duration.ZERO,
							Clock.systemUTC()))
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.contains("names an issuer"));
	}

	@Test
	void contextWhenDecoderOfTheApplicationThenThatOneForAllTokens() {
		this.providerRunner.withBean(FgaHttpConfigurer.JWT_DECODER_BEAN_NAME, JwtDecoder.class, () -> (token) -> {
			throw new BadJwtException("own");
		})
			.run((context) -> assertThatExceptionOfType(BadJwtException.class)
				.isThrownBy(() -> decoder(context).decode("token"))
				.withMessage("own"));
	}

	@Test
	void healthWhenProviderIsUnusedThenUpAndWhenItsKeysAreOutOfReachThenDown() {
		this.providerRunner.withPropertyValues(PREFIX + "jwk-set-uri=http://127.0.0.1:1/keys?secret").run((context) -> {
			FgaHealthIndicator health = context.getBean(FgaHealthIndicator.class);
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			assertThat(health.health().getDetails()).containsEntry("providerKeys",
					Map.of("idp", Map.of("state", "not fetched yet")));
			SessionKeySource keys = context.getBean(IdentityProviders.class).keys().get("idp");
			assertThatExceptionOfType(Exception.class)
				.isThrownBy(() -> keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null));
			assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.health().getDetails()).containsEntry("sessionKeys", Map.of("state", "not fetched yet"))
				.containsEntry("problems", List
					.of("The session keys of 'idp' are out of reach, so none of that provider's tokens can be verified"));
			assertThat(health.health().toString()).doesNotContain("127.0.0.1", "secret");
		});
	}

	@Test
	void healthWhenNoProviderThenDoesNotSpeakOfAny() {
		this.contextRunner.run((context) -> assertThat(context.getBean(FgaHealthIndicator.class).health().getDetails())
			.doesNotContainKey("providerKeys"));
	}

	@Test
	void keysWhenCannotBeFetchedThenLogNamesTheProvider(CapturedOutput output) {
		this.providerRunner.withPropertyValues(PREFIX + "jwk-set-uri=http://127.0.0.1:1/keys").run((context) -> {
			SessionKeySource keys = context.getBean(IdentityProviders.class).keys().get("idp");
			assertThatExceptionOfType(Exception.class)
				.isThrownBy(() -> keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null));
		});
		assertThat(output).contains("The session keys of 'idp' cannot be fetched, check " + PREFIX + "jwk-set-uri.");
	}

	@Test
	void endpointWhenProviderThenShowsItWithoutQuery() {
		this.providerRunner.withPropertyValues("fga.session.jwk-set-uri=https://main.test/keys?key=secret")
			.run((context) -> assertThat(context.getBean(FgaEndpoint.class).describe().configuration())
				.containsEntry("fga.session.jwk-set-uri", "https://main.test/keys")
				.containsEntry("fga.session.claims.permissions", "permissions")
				.containsEntry(PREFIX + "issuers", List.of(ISSUER, "https://idp.test"))
				.containsEntry(PREFIX + "jwk-set-uri", "https://idp.test/keys")
				.containsEntry(PREFIX + "audiences", List.of("api"))
				.containsEntry(PREFIX + "claims.user-id", "sub")
				.doesNotContainKey(PREFIX + "claims.permissions"));
	}

	private static boolean accepts(AssertableApplicationContext context, String issuer, String type) {
		Jwt token = Jwt.withTokenValue("token")
			.header("alg", "RS256")
			.header("typ", type)
			.issuer(issuer)
			.subject("alice")
			.expiresAt(Clock.systemUTC().instant().plusSeconds(60))
			.claim("client_id", "another")
			.build();
		return !context.getBean(SessionTokenValidator.class).validate(token).hasErrors();
	}

	private static JwtDecoder decoder(AssertableApplicationContext context) {
		return context.getBean(FgaHttpConfigurer.JWT_DECODER_BEAN_NAME, JwtDecoder.class);
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, null, FailureHandler.handleMessage((message, ex) -> {
				// Those that want the context are not needed here.
			}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No analysis", failure));
	}

}
