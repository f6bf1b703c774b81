package io.github.fgaspring.authentication;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FgaSessionConverter}.
 */
class FgaSessionConverterTests {

	private static final String FACTOR = "FACTOR_BEARER";

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final FgaSessionConverter converter = new FgaSessionConverter();

	@Test
	void convertWhenAllClaimsThenSession() {
		FgaSession session = session((claims) -> {
			claims.put("sid", "session_1");
			claims.put("org_id", "org_1");
			claims.put("organization_membership_id", "om_1");
			claims.put("role", "admin");
			claims.put("roles", List.of("admin", "member"));
			claims.put("permissions", List.of("project:view", "project:edit"));
			claims.put("entitlements", List.of("audit-logs"));
			claims.put("feature_flags", List.of("beta"));
			claims.put("act", Map.of("sub", "support@acme.test"));
			claims.put("iat", NOW);
			claims.put("exp", NOW.plusSeconds(300));
			claims.put("auth_time", NOW.minusSeconds(60).getEpochSecond());
			claims.put("custom", "value");
		});
		assertThat(session.userId()).isEqualTo("user_1");
		assertThat(session.getName()).isEqualTo("user_1");
		assertThat(session.sessionId()).isEqualTo("session_1");
		assertThat(session.organizationId()).isEqualTo("org_1");
		assertThat(session.organizationMembershipId()).isEqualTo("om_1");
		assertThat(session.role()).isEqualTo("admin");
		assertThat(session.roles()).containsExactlyInAnyOrder("admin", "member");
		assertThat(session.permissions()).containsExactlyInAnyOrder("project:view", "project:edit");
		assertThat(session.entitlements()).containsExactly("audit-logs");
		assertThat(session.featureFlags()).containsExactly("beta");
		assertThat(session.impersonator()).isEqualTo("support@acme.test");
		assertThat(session.issuedAt()).isEqualTo(NOW);
		assertThat(session.expiresAt()).isEqualTo(NOW.plusSeconds(300));
		assertThat(session.authenticatedAt()).isEqualTo(NOW.minusSeconds(60));
		assertThat(session.claims()).containsEntry("custom", "value");
	}

	@Test
	void convertWhenOnlyUserThenNothingElse() {
		FgaSession session = session((claims) -> {
		});
		assertThat(session).isEqualTo(FgaSession.of("user_1").permissions().claims(Map.of("sub", "user_1")).build());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void convertWhenUserIsBlankThenTokenIsInvalid(String user) {
		assertThatExceptionOfType(InvalidBearerTokenException.class)
			.isThrownBy(() -> session((claims) -> claims.put("sub", user)));
	}

	@Test
	void convertWhenUserIsNoTextThenTokenIsInvalid() {
		assertThatExceptionOfType(InvalidBearerTokenException.class)
			.isThrownBy(() -> session((claims) -> claims.put("sub", List.of("user"))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sid", "org_id", "organization_membership_id", "role" })
	void convertWhenTextIsOfAnotherShapeThenAbsent(String claim) {
		FgaSession absent = FgaSession.of("user_1").permissions().build();
		for (Object value : List.of(1, true, List.of("org_1"), Map.of("id", "org_1"), "", "  ")) {
			FgaSession session = session((claims) -> claims.put(claim, value));
			assertThat(withoutClaims(session)).as("%s", value).isEqualTo(absent);
		}
	}

	@ParameterizedTest
	@MethodSource("malformedLists")
	void convertWhenListIsMalformedThenAbsentAsAWhole(Object value) {
		FgaSession session = session((claims) -> {
			for (String claim : List.of("roles", "permissions", "entitlements", "feature_flags")) {
				claims.put(claim, value);
			}
		});
		assertThat(withoutClaims(session)).isEqualTo(FgaSession.of("user_1").permissions().build());
		assertThat(authorities((claims) -> claims.put("permissions", value))).isEmpty();
	}

	static Stream<Object> malformedLists() {
		return Stream.of("project:view", "project:view project:edit", Map.of("project:view", true), 1,
				List.of("project:view", 1), List.of("project:view", ""), List.of("project:view", "  "),
				List.of("project:view", List.of("project:edit")), Arrays.asList("project:view", null));
	}

	@Test
	void convertWhenNamesAreOthersThenByThem() {
		ClaimNames names = new ClaimNames("oid", "session.id", "https://example.com/org", "fga.membership", "title",
				"realm_access.roles", "scope", "plan.entitlements", "flags", "delegate", "login.at", "azp");
		Instant login = NOW.minusSeconds(60);
		FgaSession session = new FgaSessionConverter(names, Map.of()).convert(token((claims) -> {
			claims.put("oid", "user_2");
			claims.put("session", Map.of("id", "session_1"));
			claims.put("https://example.com/org", "org_1");
			claims.put("fga", Map.of("membership", "om_1"));
			claims.put("title", "boss");
			claims.put("realm_access", Map.of("roles", List.of("admin")));
			claims.put("scope", "project:view project:edit");
			claims.put("plan", Map.of("entitlements", List.of("audit-logs")));
			claims.put("flags", List.of("beta"));
			claims.put("delegate", "support");
			claims.put("login", Map.of("at", login.getEpochSecond()));
			for (String usual : List.of("sid", "org_id", "organization_membership_id", "role")) {
				claims.put(usual, "usual");
			}
			for (String usual : List.of("roles", "permissions", "entitlements", "feature_flags")) {
				claims.put(usual, List.of("usual"));
			}
		})).getPrincipal();
		assertThat(withoutClaims(session)).isEqualTo(FgaSession.of("user_2")
			.sessionId("session_1")
			.organizationId("org_1")
			.organizationMembershipId("om_1")
			.role("boss")
			.roles(List.of("admin"))
			.permissions("project:view", "project:edit")
			.entitlements(List.of("audit-logs"))
			.featureFlags(List.of("beta"))
			.impersonator("support")
			.authenticatedAt(login)
			.build());
	}

	@Test
	void convertWhenIssuerHasNamesOfItsOwnThenByThem() {
		FgaSessionConverter byIssuer = new FgaSessionConverter(ClaimNames.WORKOS,
				Map.of("https://other.test", names("tenant", null)));
		Consumer<Map<String, Object>> both = (claims) -> {
			claims.put("org_id", "org_1");
			claims.put("tenant", "org_2");
			claims.put("permissions", List.of("project:view"));
		};
		assertThat(byIssuer.convert(token(both)).getPrincipal().organizationId()).isEqualTo("org_1");
		assertThat(byIssuer.convert(token(both.andThen((claims) -> claims.put("iss", "https://other.test/"))))
			.getPrincipal()
			.organizationId()).isEqualTo("org_1");
		FgaSession other = byIssuer.convert(token(both.andThen((claims) -> claims.put("iss", "https://other.test"))))
			.getPrincipal();
		assertThat(other.organizationId()).isEqualTo("org_2");
		assertThat(other.permissions()).isEmpty();
		assertThat(other.permissionsComplete()).isFalse();
	}

	@Test
	void convertWhenNoClaimNamesPermissionsThenTheyAreNotComplete() {
		FgaSessionConverter none = new FgaSessionConverter(names("org_id", null), Map.of());
		FgaSessionConverter some = new FgaSessionConverter(names("org_id", "scp"), Map.of());
		Jwt token = token((claims) -> claims.put("permissions", List.of("project:view")));
		assertThat(none.convert(token).getPrincipal().permissionsComplete()).isFalse();
		assertThat(none.convert(token).getAuthorities()).extracting(GrantedAuthority::getAuthority)
			.containsExactly(FACTOR);
		assertThat(some.convert(token).getPrincipal().permissionsComplete()).isTrue();
		assertThat(some.convert(token).getPrincipal().permissions()).isEmpty();
	}

	private static ClaimNames names(String organizationId, String permissions) {
		return new ClaimNames("sub", "sid", organizationId, "organization_membership_id", "role", "roles", permissions,
				"entitlements", "feature_flags", "act.sub", "auth_time", "aud");
	}

	@Test
	void convertWhenActorIsMalformedThenNoImpersonator() {
		assertThat(session((claims) -> claims.put("act", "support")).impersonator()).isNull();
		assertThat(session((claims) -> claims.put("act", Map.of("sub", 1))).impersonator()).isNull();
		assertThat(session((claims) -> claims.put("act", Map.of())).impersonator()).isNull();
	}

	@Test
	void convertWhenInstantIsMalformedThenAbsent() {
		assertThat(session((claims) -> claims.put("auth_time", "yesterday")).authenticatedAt()).isNull();
		assertThat(session((claims) -> claims.put("auth_time", List.of(1))).authenticatedAt()).isNull();
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE, Long.MIN_VALUE, 31556889864403200L })
	void convertWhenInstantIsOutOfRangeThenAbsent(long seconds) {
		assertThat(session((claims) -> claims.put("auth_time", seconds)).authenticatedAt()).isNull();
	}

	@Test
	void convertThenAuthoritiesArePermissionsAndRoles() {
		assertThat(authorities((claims) -> {
			claims.put("permissions", List.of("project:view", "*"));
			claims.put("role", "admin");
			claims.put("roles", List.of("admin", "member"));
		})).containsExactlyInAnyOrder("project:view", "*", "ROLE_admin", "ROLE_member");
	}

	@Test
	void convertWhenPermissionLooksLikeAnotherAuthorityThenItIsNone() {
		assertThat(authorities((claims) -> claims.put("permissions",
				List.of("ROLE_ADMIN", "FACTOR_PASSWORD", "FACTOR_BEARER", "project:view"))))
			.containsExactly("project:view");
	}

	@Test
	void convertWhenPermissionLooksLikeTheFactorThenThereIsStillOnlyOne() {
		assertThat(this.converter
			.convert(token((claims) -> claims.put("permissions", List.of("FACTOR_BEARER", "FACTOR_PASSWORD"))))
			.getAuthorities()).extracting(GrantedAuthority::getAuthority).containsExactly(FACTOR);
	}

	@Test
	void convertWhenRoleLooksLikeAnAuthorityThenItIsPrefixedAllTheSame() {
		assertThat(authorities((claims) -> claims.put("roles", List.of("ROLE_ADMIN", "FACTOR_PASSWORD"))))
			.containsExactlyInAnyOrder("ROLE_ROLE_ADMIN", "ROLE_FACTOR_PASSWORD");
	}

	@Test
	void convertThenAuthenticationKeepsNoTokenAndRevealsNothing() {
		FgaSessionAuthentication authentication = this.converter
			.convert(token((claims) -> claims.put("org_id", "org_1")));
		assertThat(authentication.isAuthenticated()).isTrue();
		assertThat(authentication.getName()).isEqualTo("user_1");
		assertThat(authentication.getCredentials()).isEqualTo("");
		assertThat(authentication.toString()).doesNotContain("user_1", "org_1", "secret-token");
	}

	private FgaSession session(Consumer<Map<String, Object>> customizer) {
		return this.converter.convert(token(customizer)).getPrincipal();
	}

	@Test
	void convertThenSaysSinceWhenTheUserIsAuthenticated() {
		assertThat(factor((claims) -> claims.put("auth_time", 1_767_225_600)).getIssuedAt())
			.isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
	}

	@Test
	void convertWhenTokenDoesNotSayThenSinceLongAgo() {
		for (Object value : List.of("1767225600", true, List.of(1_767_225_600))) {
			assertThat(factor((claims) -> claims.put("auth_time", value)).getIssuedAt()).isEqualTo(Instant.EPOCH);
		}
		assertThat(factor((claims) -> claims.put("iat", Instant.now())).getIssuedAt()).isEqualTo(Instant.EPOCH);
	}

	private FactorGrantedAuthority factor(Consumer<Map<String, Object>> customizer) {
		return (FactorGrantedAuthority) this.converter.convert(token(customizer))
			.getAuthorities()
			.stream()
			.filter((authority) -> FACTOR.equals(authority.getAuthority()))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * All but the one that every token brings.
	 */
	private List<String> authorities(Consumer<Map<String, Object>> customizer) {
		return this.converter.convert(token(customizer))
			.getAuthorities()
			.stream()
			.map(GrantedAuthority::getAuthority)
			.filter((authority) -> !FACTOR.equals(authority))
			.toList();
	}

	private static FgaSession withoutClaims(FgaSession session) {
		return session.toBuilder().claims(Map.of()).build();
	}

	private static Jwt token(Consumer<Map<String, Object>> customizer) {
		return Jwt.withTokenValue("secret-token").header("alg", "RS256").subject("user_1").claims(customizer).build();
	}

}
