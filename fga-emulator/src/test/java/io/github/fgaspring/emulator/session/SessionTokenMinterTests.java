package io.github.fgaspring.emulator.session;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.fgaspring.emulator.AcmeEmulator;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SessionTokenMinterTests {

	private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

	private static final EmulatorConfig CONFIG = AcmeEmulator.config().withClock(Clock.fixed(NOW, ZoneOffset.UTC));

	private static FgaEmulator emulator;

	@BeforeAll
	static void start() {
		emulator = FgaEmulator.start(CONFIG);
	}

	@AfterAll
	static void stop() {
		emulator.close();
	}

	@Test
	void mintWhenVerifiedWithPublishedKeyThenSignatureIsValid() throws ParseException, JOSEException {
		SignedJWT token = SignedJWT.parse(emulator.sessionToken("user_alice", "org_acme"));
		JWKSet keys = JWKSet.parse(new EmulatorClient(emulator).get("/sso/jwks/client_emulator").text());
		assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
		assertThat(token.verify(new RSASSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
			.isTrue();
	}

	@Test
	void mintWhenOrganizationThenHasClaimsOfAuthKit() throws ParseException {
		JWTClaimsSet claims = claims(emulator.sessionToken("user_alice", "org_acme"));
		assertThat(claims.getClaims()).containsOnlyKeys("iss", "sub", "sid", "jti", "iat", "exp", "auth_time", "org_id",
				"role", "roles", "permissions");
		assertThat(claims.getIssuer()).isEqualTo(emulator.baseUrl() + "/user_management/client_emulator");
		assertThat(claims.getSubject()).isEqualTo("user_alice");
		assertThat(claims.getStringClaim("sid")).startsWith("session_emulator_");
		assertThat(claims.getJWTID()).startsWith("jti_emulator_");
		assertThat(claims.getIssueTime()).isEqualTo(Date.from(NOW));
		assertThat(claims.getExpirationTime()).isEqualTo(Date.from(NOW.plusSeconds(300)));
		assertThat(claims.getLongClaim("auth_time")).isEqualTo(NOW.getEpochSecond());
		assertThat(claims.getStringClaim("org_id")).isEqualTo("org_acme");
		assertThat(claims.getStringClaim("role")).isEqualTo("member");
		assertThat(claims.getStringListClaim("roles")).containsExactly("member");
		assertThat(claims.getStringListClaim("permissions")).containsExactly("org:view");
	}

	@Test
	void mintWhenSeveralRolesThenFirstIsTheRoleAndPermissionsAreTheUnion() throws ParseException {
		JWTClaimsSet claims = claims(emulator.sessionToken("user_carol", "org_acme"));
		assertThat(claims.getStringClaim("role")).isEqualTo("admin");
		assertThat(claims.getStringListClaim("roles")).containsExactly("admin", "member");
		assertThat(claims.getStringListClaim("permissions")).containsExactly("org:view", "org:manage", "project:view");
	}

	@Test
	void mintWhenRoleIsAssignedOnOrganizationThenIsInTheClaimsButResourceRolesAreNot() throws ParseException {
		JWTClaimsSet claims = claims(emulator.sessionToken("user_bob", "org_acme"));
		assertThat(claims.getStringListClaim("roles")).containsExactly("member", "auditor");
		assertThat(claims.getStringListClaim("permissions")).containsExactly("org:view", "folder:view");
	}

	@Test
	void mintWhenMembershipHasRolesThroughGroupsThenItsOwnComeFirst() throws ParseException {
		try (FgaEmulator grouped = FgaEmulator.start(CONFIG)) {
			EmulatorClient client = new EmulatorClient(grouped);
			String group = client.post("/organizations/org_acme/groups", "{\"name\": \"Staff\"}")
				.json()
				.get("id")
				.stringValue();
			client.post("/authorization/groups/" + group + "/role_assignments", "{\"role_slug\": \"admin\"}");
			client.post("/organizations/org_acme/groups/" + group + "/organization-memberships",
					"{\"organization_membership_id\": \"om_alice\"}");
			client.put("/user_management/organization_memberships/om_alice", "{\"role_slug\": \"auditor\"}");
			JWTClaimsSet claims = claims(grouped.sessionToken("user_alice", "org_acme"));
			assertThat(claims.getStringClaim("role")).isEqualTo("auditor");
			assertThat(claims.getStringListClaim("roles")).containsExactly("auditor", "admin");
		}
	}

	@Test
	void mintWhenNoOrganizationThenHasNoOrganizationClaims() throws ParseException {
		assertThat(claims(emulator.sessionToken("user_alice")).getClaims()).containsOnlyKeys("iss", "sub", "sid", "jti",
				"iat", "exp", "auth_time");
	}

	@Test
	void mintWhenCalledTwiceThenSessionsDiffer() throws ParseException {
		JWTClaimsSet first = claims(emulator.sessionToken("user_alice"));
		JWTClaimsSet second = claims(emulator.sessionToken("user_alice"));
		assertThat(first.getJWTID()).isNotEqualTo(second.getJWTID());
		assertThat(first.getStringClaim("sid")).isNotEqualTo(second.getStringClaim("sid"));
	}

	@Test
	void mintWhenLifetimeIsConfiguredThenExpiresAfterIt() throws ParseException {
		try (FgaEmulator hourly = FgaEmulator.start(CONFIG.withTokenLifetime(Duration.ofHours(1)))) {
			assertThat(claims(hourly.sessionToken("user_alice")).getExpirationTime())
				.isEqualTo(Date.from(NOW.plusSeconds(3600)));
		}
	}

	@Test
	void mintWhenTemplateThenAddsAndOverridesClaims() throws ParseException {
		Seed seed = Seed.of("""
				organizations: [{ id: org_acme }]
				users: [{ id: user_alice, email: alice@acme.test }]
				memberships: [{ id: om_alice, user: user_alice, organization: org_acme }]
				jwt-template: '{"organization_membership_id": "{{ organization_membership.id }}", "role": "boss"}'
				""");
		try (FgaEmulator templated = FgaEmulator.start(CONFIG.withSeed(seed))) {
			JWTClaimsSet claims = claims(templated.sessionToken("user_alice", "org_acme"));
			assertThat(claims.getStringClaim("organization_membership_id")).isEqualTo("om_alice");
			assertThat(claims.getStringClaim("role")).isEqualTo("boss");
			assertThat(claims(templated.sessionToken("user_alice")).getClaims())
				.doesNotContainKey("organization_membership_id");
		}
	}

	@Test
	void mintWhenTemplateSetsAudienceThatIsNoTextThenKeepsIt() throws ParseException {
		Seed seed = Seed.of("""
				users: [{ id: user_alice, email: alice@acme.test, password: alice }]
				jwt-template: '{"aud": 7}'
				""");
		try (FgaEmulator templated = FgaEmulator.start(CONFIG.withSeed(seed))) {
			String token = new EmulatorClient(templated).post("/user_management/authenticate", """
					{"client_id": "client_emulator", "client_secret": "sk_test_emulator", "grant_type": "password",
					 "email": "alice@acme.test", "password": "alice"}""").json().get("access_token").stringValue();
			assertThat(JWSObject.parse(token).getPayload().toJSONObject()).containsEntry("aud", 7L);
		}
	}

	@Test
	void mintWhenUserOrOrganizationIsUnknownThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> emulator.sessionToken("user_none"))
			.withMessage("There is no user 'user_none' in the emulator");
		assertThatIllegalArgumentException().isThrownBy(() -> emulator.sessionToken("user_alice", "org_none"))
			.withMessage("There is no organization 'org_none' in the emulator");
	}

	@Test
	void mintWhenNoActiveMembershipThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> emulator.sessionToken("user_bob", "org_globex"))
			.withMessage("User 'user_bob' has no membership in organization 'org_globex'");
		assertThatIllegalArgumentException().isThrownBy(() -> emulator.sessionToken("user_dave", "org_acme"))
			.withMessage("Membership 'om_dave' of user 'user_dave' in organization 'org_acme' is inactive, not active");
		assertThatIllegalArgumentException().isThrownBy(() -> emulator.sessionToken("user_erin", "org_acme"))
			.withMessageContaining("is pending, not active");
	}

	private static JWTClaimsSet claims(String token) throws ParseException {
		return SignedJWT.parse(token).getJWTClaimsSet();
	}

}
