package io.github.fgaspring.endtoend;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.PlainObject;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens of identity providers that have nothing to do with WorkOS, next to those of
 * WorkOS.
 */
@SpringBootTest
@AutoConfigureMockMvc
class IdentityProviderTests extends AbstractEmulatorTests {

	private static final IdentityProvider keycloak = new IdentityProvider("keycloak");

	private static final IdentityProvider auth0 = new IdentityProvider("auth0");

	private static final IdentityProvider okta = new IdentityProvider("okta");

	private static final IdentityProvider entra = new IdentityProvider("entra");

	private static final IdentityProvider cognito = new IdentityProvider("cognito");

	private static final IdentityProvider strong = new IdentityProvider("strong");

	/**
	 * Whoever has an account there writes claims as they like.
	 */
	private static final IdentityProvider lax = new IdentityProvider("lax");

	private static final IdentityProvider down = new IdentityProvider("down").down();

	private static final List<IdentityProvider> all = List.of(keycloak, auth0, okta, entra, cognito, strong, lax, down);

	private static final Map<JWSAlgorithm.Family, List<JWSAlgorithm>> algorithms = Map.of(JWSAlgorithm.Family.RSA,
			List.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS384,
					JWSAlgorithm.PS512),
			JWSAlgorithm.Family.EC, List.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512));

	private static final Map<JWSAlgorithm, JWK> ecKeys = Map.of(JWSAlgorithm.ES256,
			strong.addEcKey("ec_256", Curve.P_256), JWSAlgorithm.ES384, strong.addEcKey("ec_384", Curve.P_384),
			JWSAlgorithm.ES512, strong.addEcKey("ec_512", Curve.P_521));

	@DynamicPropertySource
	static void providers(DynamicPropertyRegistry registry) {
		register(registry, "keycloak", keycloak, Map.of("audiences", "account,https://api.example.com", "claims.roles",
				"realm_access.roles", "claims.session-id", "session_state"));
		register(registry, "auth0", auth0, Map.of("claims.organization-id", "https://example.com/org",
				"claims.organization-membership-id", "https://example.com/membership"));
		register(registry, "okta", okta, Map.of("claims.user-id", "uid", "claims.permissions", "scp"));
		register(registry, "entra", entra,
				Map.of("claims.user-id", "oid", "claims.permissions", "scp", "claims.organization-id", "tid"));
		register(registry, "cognito", cognito, Map.of("audiences", "app_1", "claims.audience", "client_id",
				"claims.roles", "cognito:groups", "claims.permissions", "scope"));
		register(registry, "strong", strong, Map.of("algorithms", "rs384,RS512,PS256,PS384,PS512,ES256,ES384,ES512"));
		register(registry, "down", down, Map.of());
		registry.add("fga.session.providers.lax.issuers", lax::issuer);
		registry.add("fga.session.providers.lax.jwk-set-uri", lax::jwkSetUri);
		registry.add("fga.session.providers.lax.audiences", () -> IdentityProvider.AUDIENCE);
	}

	private static void register(DynamicPropertyRegistry registry, String name, IdentityProvider provider,
			Map<String, String> settings) {
		String prefix = "fga.session.providers." + name + ".";
		registry.add(prefix + "issuers", provider::issuer);
		registry.add(prefix + "jwk-set-uri", provider::jwkSetUri);
		if (!settings.containsKey("audiences")) {
			registry.add(prefix + "audiences", () -> IdentityProvider.AUDIENCE);
		}
		if (!settings.containsKey("claims.organization-membership-id")) {
			registry.add(prefix + "claims.organization-membership-id", () -> "organization_membership_id");
		}
		settings.forEach((setting, value) -> registry.add(prefix + setting, () -> value));
	}

	@BeforeEach
	void forgetEntries() {
		Sessions.entered = false;
	}

	@AfterAll
	static void stop() {
		all.forEach(IdentityProvider::close);
	}

	@ParameterizedTest
	@MethodSource
	void requestWhenTokenOfProviderThenSessionByItsClaims(String token, String session) {
		assertThat(getWith("/session", token)).hasStatusOk().hasBodyTextEqualTo(session);
	}

	static Stream<Arguments> requestWhenTokenOfProviderThenSessionByItsClaims() {
		return Stream.of(arguments("Keycloak", keycloak.token((claims) -> {
			claims.put("aud", List.of("account", "realm-management"));
			claims.put("azp", "web");
			claims.put("typ", "Bearer");
			claims.put("session_state", "session_1");
			claims.put("realm_access", Map.of("roles", List.of("offline_access", "editor")));
			claims.put("resource_access", Map.of("account", Map.of("roles", List.of("manage-account"))));
			claims.put("scope", "openid thing:view");
			claims.put("permissions", List.of("org:view"));
		}), "alice session_1 org_acme om_alice roles [editor, offline_access] permissions [] false"),
				arguments("Auth0", auth0.token((claims) -> {
					claims.put("sub", "auth0|62d");
					claims.put("aud", List.of(IdentityProvider.AUDIENCE, "https://tenant.auth0.test/userinfo"));
					claims.put("azp", "spa");
					claims.put("gty", "password");
					claims.put("permissions", List.of("org:view"));
					claims.remove("org_id");
					claims.remove("organization_membership_id");
					claims.put("https://example.com/org", "org_acme");
					claims.put("https://example.com/membership", "om_alice");
				}), "auth0|62d null org_acme om_alice roles [] permissions [] false"),
				arguments("Okta", okta.token((claims) -> {
					claims.put("sub", "alice@acme.test");
					claims.put("uid", "00u1");
					claims.put("cid", "spa");
					claims.put("ver", 1);
					claims.put("scp", List.of("thing:view", "openid"));
				}), "00u1 null org_acme om_alice roles [] permissions [openid, thing:view] true"),
				arguments("Entra", entra.token((claims) -> {
					claims.put("sub", "pairwise");
					claims.put("oid", "6f9619ff");
					claims.put("tid", "tenant_1");
					claims.put("scp", "thing:view access_as_user");
					claims.put("roles", List.of("Task.Write"));
					claims.put("ver", "2.0");
				}), "6f9619ff null tenant_1 om_alice roles [Task.Write] permissions [access_as_user, thing:view] true"),
				arguments("Cognito", cognito.token((claims) -> {
					claims.remove("aud");
					claims.put("client_id", "app_1");
					claims.put("token_use", "access");
					claims.put("scope", "thing:view");
					claims.put("cognito:groups", List.of("editors"));
					claims.put("username", "alice");
				}), "alice null org_acme om_alice roles [editors] permissions [thing:view] true"));
	}

	private static Arguments arguments(String name, String token, String session) {
		return Arguments.of(Named.of(name, token), session);
	}

	@Test
	void requestWhenTokenOfProviderThenDecidedByTheApi() {
		assertThat(getWith("/things/thing-4711", keycloak.token())).hasStatusOk();
		assertThat(getWith("/things/thing-4711",
				keycloak.token((claims) -> claims.put("organization_membership_id", "om_bob"))))
			.hasStatus(403);
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenTokenNamesSomebodyElsesMembershipThenTheUsersOwnCounts() {
		assertThat(getWith("/things/thing-4711", lax.token((claims) -> claims.put("sub", BOB)))).hasStatus(403);
		assertThat(getWith("/things/thing-4711", lax.token())).hasStatus(403);
		assertThat(this.emulator.requests("/authorization/organization_memberships/om_bob/check")).hasSize(1);
		assertThat(this.emulator.requests("/authorization/organization_memberships/om_alice/check")).isEmpty();
		assertThat(getWith("/things/thing-4711", lax.token((claims) -> claims.put("sub", ALICE)))).hasStatusOk();
	}

	@Test
	void requestWhenTokenNamesAnotherOrganizationThenDeniedWithoutACheck() {
		assertThat(getWith("/things/thing-4711", lax.token((claims) -> {
			claims.put("sub", ALICE);
			claims.put("org_id", "org_globex");
		}))).hasStatus(403);
		assertThat(checks()).isZero();
	}

	@Test
	void requestWhenProviderNamesNoPermissionsThenApiIsAskedAboutTheOrganization() {
		String token = keycloak.token((claims) -> {
			claims.put("permissions", List.of("org:view"));
			claims.put("scope", "org:view");
		});
		assertThat(getWith("/organization", token)).hasStatus(403);
		assertAskedOnce("""
				{"permission_slug":"org:view","resource_external_id":"org_acme","resource_type_slug":"organization"}
				""");
		this.emulator.inject(granting());
		assertThat(getWith("/organization", token)).hasStatusOk();
	}

	@Test
	void requestWhenProviderNamesPermissionsThenTheyAreAll() {
		assertThat(getWith("/organization", okta.token((claims) -> {
			claims.put("uid", "alice");
			claims.put("scp", List.of("org:view"));
		}))).hasStatusOk();
		assertThat(getWith("/organization", okta.token((claims) -> {
			claims.put("uid", "alice");
			claims.put("scp", List.of("openid"));
		}))).hasStatus(403);
		assertThat(checks()).isZero();
	}

	@Test
	void requestWhenTokenOfWorkOsThenAsEver() {
		assertThat(getWith("/organization", token("org:view"))).hasStatusOk();
		assertThat(getWith("/organization", token())).hasStatus(403);
		assertThat(checks()).isZero();
		assertInvalid(tokenBuilder().claim("client_id", "another").build());
	}

	@ParameterizedTest
	@ValueSource(strings = { "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512" })
	void requestWhenAlgorithmIsConfiguredThenAccepted(String name) {
		JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
		JWK key = ecKeys.getOrDefault(algorithm, strong.key());
		assertThat(getWith("/session",
				IdentityProvider.sign(IdentityProvider.header(algorithm, key.getKeyID()), strong.claims((claims) -> {
				}), key)))
			.hasStatusOk();
	}

	@Test
	void requestWhenAlgorithmIsNotConfiguredThenInvalid() {
		for (JWSAlgorithm algorithm : algorithms.get(JWSAlgorithm.Family.RSA)) {
			String token = IdentityProvider.sign(IdentityProvider.header(algorithm, IdentityProvider.KEY_ID),
					keycloak.claims((claims) -> {
					}), keycloak.key());
			if (algorithm.equals(JWSAlgorithm.RS256)) {
				assertThat(getWith("/session", token)).hasStatusOk();
			}
			else {
				assertInvalid(token);
			}
		}
		for (JWSAlgorithm algorithm : algorithms.get(JWSAlgorithm.Family.EC)) {
			assertInvalid(IdentityProvider.sign(IdentityProvider.header(algorithm, IdentityProvider.KEY_ID),
					keycloak.claims((claims) -> {
					}), ecKeys.get(algorithm)));
		}
		assertInvalid(strong.token());
	}

	@Test
	void requestWhenSignedByAnotherProviderThenInvalid() {
		for (IdentityProvider signer : List.of(keycloak, auth0, strong)) {
			for (IdentityProvider named : List.of(keycloak, auth0)) {
				String token = IdentityProvider.sign(
						IdentityProvider.header(JWSAlgorithm.RS256, IdentityProvider.KEY_ID), named.claims((claims) -> {
						}), signer.key());
				if (signer == named) {
					assertThat(getWith("/session", token)).hasStatusOk();
				}
				else {
					assertInvalid(token);
				}
			}
		}
	}

	@Test
	void requestWhenProviderSpeaksForWorkOsThenInvalid() {
		for (String issuer : List.of(this.emulator.baseUrl().toString(), this.emulator.baseUrl() + "/",
				this.emulator.baseUrl() + "/user_management/" + this.emulator.clientId())) {
			assertInvalid(keycloak.token((claims) -> claims.put("iss", issuer)));
			assertInvalid(tokenOfProviderWithKeyIdOf(token(), issuer));
		}
	}

	private static String tokenOfProviderWithKeyIdOf(String token, String issuer) {
		String header = new String(Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))));
		String keyId = header.replaceAll(".*\"kid\":\"([^\"]*)\".*", "$1");
		assertThat(keyId).isNotEqualTo(header);
		return IdentityProvider.sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId),
				keycloak.claims((claims) -> claims.put("iss", issuer)), keycloak.key());
	}

	@Test
	void requestWhenWorkOsSpeaksForProviderThenInvalid() {
		assertInvalid(tokenBuilder().issuer(keycloak.issuer()).claim("aud", IdentityProvider.AUDIENCE).build());
	}

	@ParameterizedTest
	@MethodSource
	void requestWhenTokenIsNotForUsThenInvalid(Consumer<Map<String, Object>> flaw) {
		assertInvalid(keycloak.token(flaw));
	}

	static Stream<Named<Consumer<Map<String, Object>>>> requestWhenTokenIsNotForUsThenInvalid() {
		long now = Instant.now().getEpochSecond();
		return Stream.of(flaw("audience", (claims) -> claims.put("aud", "https://other.example.com")),
				flaw("audiences", (claims) -> claims.put("aud", List.of("other", "https://API.example.com"))),
				flaw("no audience", (claims) -> claims.remove("aud")),
				flaw("audience of nobody", (claims) -> claims.put("aud", List.of())),
				flaw("audience with more", (claims) -> claims.put("aud", IdentityProvider.AUDIENCE + " other")),
				flaw("audience object", (claims) -> claims.put("aud", Map.of(IdentityProvider.AUDIENCE, true))),
				flaw("ID token", (claims) -> {
					claims.put("aud", "spa");
					claims.put("nonce", "n-1");
					claims.put("at_hash", "h");
				}), flaw("expired", (claims) -> claims.put("exp", now - 60)),
				flaw("no expiry", (claims) -> claims.remove("exp")),
				flaw("no time of issue", (claims) -> claims.remove("iat")),
				flaw("issued in the future", (claims) -> claims.put("iat", now + 45)),
				flaw("issued too long ago", (claims) -> claims.put("iat", now - 86_445)),
				flaw("not yet", (claims) -> claims.put("nbf", now + 120)),
				flaw("no user", (claims) -> claims.remove("sub")),
				flaw("user is a list", (claims) -> claims.put("sub", List.of("alice"))),
				flaw("bound to a key", (claims) -> claims.put("cnf", Map.of("jkt", "thumbprint"))));
	}

	private static Named<Consumer<Map<String, Object>>> flaw(String name, Consumer<Map<String, Object>> flaw) {
		return Named.of(name, flaw);
	}

	@Test
	void requestWhenIdTokenOfCognitoThenInvalid() {
		assertInvalid(cognito.token((claims) -> {
			claims.put("aud", "app_1");
			claims.remove("client_id");
			claims.put("token_use", "id");
		}));
		assertInvalid(cognito.token((claims) -> claims.put("client_id", List.of("app_2"))));
	}

	@Test
	void requestWhenMappedUserIsMissingThenInvalid() {
		assertInvalid(okta.token());
		assertInvalid(entra.token((claims) -> claims.put("oid", List.of("6f9619ff"))));
	}

	@Test
	void requestWhenPublicKeyIsSecretOrNoSignatureThenInvalid() throws Exception {
		byte[] der = keycloak.key().toRSAPublicKey().getEncoded();
		String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(der)
				+ "\n-----END PUBLIC KEY-----";
		Map<String, Object> claims = keycloak.claims((good) -> {
		});
		for (MACSigner signer : List.of(new MACSigner(der), new MACSigner(pem), new MACSigner(pem + "\n"),
				new MACSigner(keycloak.key().toPublicJWK().toString()))) {
			assertInvalid(IdentityProvider.sign(
					new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(IdentityProvider.KEY_ID).build(), claims, signer));
		}
		assertInvalid(new PlainObject(new PlainHeader.Builder().build(), new Payload(claims)).serialize());
		String good = keycloak.token();
		assertInvalid(good.substring(0, good.lastIndexOf('.') + 1));
		String bob = keycloak.token((another) -> another.put("sub", "bob"));
		assertInvalid(bob.substring(0, bob.lastIndexOf('.')) + good.substring(good.lastIndexOf('.')));
	}

	@Test
	void requestWhenHeaderBringsItsOwnKeyThenInvalid() {
		for (String type : List.of("JWT", "at+jwt", "logout+jwt", "dpop+jwt")) {
			JWSHeader.Builder header = IdentityProvider.header(JWSAlgorithm.RS256, IdentityProvider.KEY_ID)
				.type(new JOSEObjectType(type));
			String token = IdentityProvider.sign(header, keycloak.claims((claims) -> {
			}), keycloak.key());
			assertThat(getWith("/session", token))
				.hasStatus((type.startsWith("JWT") || type.startsWith("at")) ? 200 : 401);
			assertInvalid(IdentityProvider.sign(header.jwk(keycloak.key().toPublicJWK()), keycloak.claims((claims) -> {
			}), keycloak.key()));
		}
	}

	@Test
	void requestWhenIssuerIsNobodyThenInvalidWithoutAnyFetch() {
		warmUp();
		int before = fetches();
		List<Object> issuers = new ArrayList<>(List.of(List.of(keycloak.issuer()), 1, true, "",
				Map.of("iss", keycloak.issuer()), "https://keycloak.test", "https://KEYCLOAK.test/",
				keycloak.issuer() + "x", " " + keycloak.issuer(), "https://keycloak.test.attacker.test/"));
		for (int i = 0; i < 200; i++) {
			issuers.add("https://attacker-" + i + ".test/");
		}
		for (Object issuer : issuers) {
			assertInvalid(IdentityProvider.sign(IdentityProvider.header(JWSAlgorithm.RS256, "made-up-" + issuer),
					keycloak.claims((claims) -> claims.put("iss", issuer)), keycloak.key()));
		}
		assertInvalid(keycloak.token((claims) -> claims.remove("iss")));
		assertInvalid(keycloak.token((claims) -> claims.put("iss", null)));
		assertThat(fetches()).isEqualTo(before);
	}

	@Test
	void requestWhenKeysOfOneProviderAreOutOfReachThenUnavailableForItsTokensOnly() {
		assertThat(getWith("/session", down.token())).hasStatus(503).hasHeader("Retry-After", "5");
		assertThat(getWith("/session", keycloak.token())).hasStatusOk();
		assertThat(getWith("/session", token())).hasStatusOk();
		assertThat(getWith("/session", down.token())).hasStatus(503);
	}

	@Test
	void requestWhenKeysOfWorkOsAreOutOfReachThenProvidersGoOn() {
		this.emulator.inject(Fault.on(KEYS).status(500));
		assertThat(getWith("/session", keycloak.token())).hasStatusOk();
	}

	@Test
	void requestWhenOneProviderIsFloodedThenAnotherStillRotatesItsKeys() {
		warmUp();
		for (int i = 0; i < 20; i++) {
			assertInvalid(IdentityProvider.sign(IdentityProvider.header(JWSAlgorithm.RS256, "made-up-" + i),
					auth0.claims((claims) -> {
					}), auth0.key()));
		}
		JWK rotated = entra.addRsaKey("key_2");
		assertThat(getWith("/session", IdentityProvider.sign(IdentityProvider.header(JWSAlgorithm.RS256, "key_2"),
				entra.claims((claims) -> claims.put("oid", "alice")), rotated)))
			.hasStatusOk();
		assertInvalid(IdentityProvider.sign(IdentityProvider.header(JWSAlgorithm.RS256, "key_2"),
				keycloak.claims((claims) -> {
				}), rotated));
	}

	@Test
	void requestWhenTokenIsTooLongThenInvalid() {
		assertInvalid(keycloak.token((claims) -> claims.put("groups", "x".repeat(16 * 1024))));
	}

	@Test
	void requestWhenClaimsAreOfOddShapeThenAbsentAndNeverAnError() {
		for (Object odd : List.of(1, true, "text", List.of(1), List.of("a", List.of("b")), Map.of("a", "b"), 1e300)) {
			String token = keycloak.token((claims) -> {
				claims.put("realm_access", odd);
				claims.put("realm_access.roles", odd);
				claims.put("session_state", List.of(odd));
				claims.put("role", List.of(odd));
				claims.put("entitlements", odd);
				claims.put("auth_time", odd);
				claims.put("act", odd);
			});
			assertThat(getWith("/session", token)).hasStatusOk()
				.hasBodyTextEqualTo("alice null org_acme om_alice roles [] permissions [] false");
		}
	}

	@Test
	void requestWhenLiteralClaimShadowsNestedOneThenLiteral() {
		String token = keycloak.token((claims) -> {
			claims.put("realm_access", Map.of("roles", List.of("admin")));
			claims.put("realm_access.roles", List.of("reader"));
		});
		assertThat(getWith("/session", token)).hasStatusOk()
			.hasBodyTextEqualTo("alice null org_acme om_alice roles [reader] permissions [] false");
	}

	private void warmUp() {
		assertThat(getWith("/session", keycloak.token())).hasStatusOk();
		assertThat(getWith("/session", token())).hasStatusOk();
	}

	private int fetches() {
		return keyFetches() + all.stream().mapToInt(IdentityProvider::fetches).sum();
	}

	private MvcTestResult getWith(String uri, String token) {
		return this.mvc.get().uri(uri).header("Authorization", "Bearer " + token).exchange();
	}

	private void assertInvalid(String token) {
		Sessions.entered = false;
		assertThat(getWith("/session", token)).hasStatus(401)
			.hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
		assertThat(Sessions.entered).isFalse();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Sessions.class, ThingApplication.ThingController.class })
	static class Application {

	}

	@RestController
	static class Sessions {

		static volatile boolean entered;

		@GetMapping("/session")
		String session(@AuthenticationPrincipal FgaSession session) {
			entered = true;
			return session.userId() + " " + session.sessionId() + " " + session.organizationId() + " "
					+ session.organizationMembershipId() + " roles " + sorted(session.roles()) + " permissions "
					+ sorted(session.permissions()) + " " + session.permissionsComplete();
		}

		private static Set<String> sorted(Set<String> values) {
			return new TreeSet<>(values);
		}

	}

}
