package io.github.fgaspring.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.policy.PolicyRefusal.Reason;
import io.github.fgaspring.support.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link OrganizationPolicies}.
 */
@ExtendWith(OutputCaptureExtension.class)
class OrganizationPoliciesTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final Duration SKEW = Duration.ofSeconds(30);

	private final TestClock clock = new TestClock(NOW);

	@Test
	void createWhenSomethingIsMissingThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new OrganizationPolicies(null, SKEW, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new OrganizationPolicies(OrganizationPolicyProvider.NONE, SKEW.negated(), this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new OrganizationPolicies(OrganizationPolicyProvider.NONE, SKEW, null));
	}

	@Test
	void existWhenNobodyDemandsAnythingThenFalse() {
		assertThat(new OrganizationPolicies(OrganizationPolicyProvider.NONE, SKEW, this.clock).exist()).isFalse();
		assertThat(policies(OrganizationPolicy.NONE).exist()).isTrue();
	}

	@Test
	void checkWhenProviderHasNoAnswerThenFails() {
		OrganizationPolicies policies = new OrganizationPolicies((organizationId) -> null, SKEW, this.clock);
		assertThatIllegalStateException().isThrownBy(() -> check(policies, session()))
			.withMessage("OrganizationPolicyProvider must not return null");
		assertThatIllegalStateException()
			.isThrownBy(() -> policies.checkRecent(session().build(), login(), Duration.ofMinutes(5)));
	}

	@Test
	void checkThenAsksAboutTheOrganizationOfTheSession() {
		OrganizationPolicies policies = new OrganizationPolicies(
				(organizationId) -> "org_acme".equals(organizationId)
						? OrganizationPolicy.builder().blocked(true).build() : OrganizationPolicy.NONE,
				SKEW, this.clock);
		assertThat(check(policies, session().organizationId("org_acme"))).isEqualTo(refusal(Reason.BLOCKED));
		assertThat(check(policies, session().organizationId("org_globex"))).isNull();
		assertThat(check(policies, session())).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "0, false", "3599, false", "3600, false", "3601, true", "86400, true", "-30, false", "-31, true" })
	void checkWhenSessionHasAnAgeThenOlderOnesAndImpossibleOnesAreRefused(long secondsAgo, boolean refused) {
		OrganizationPolicies policies = policies(
				OrganizationPolicy.builder().maxSessionAge(Duration.ofHours(1)).build());
		PolicyRefusal refusal = check(policies, session().authenticatedAt(NOW.minusSeconds(secondsAgo)));
		assertThat(refusal).isEqualTo(
				refused ? new PolicyRefusal(Reason.AUTHENTICATION_TOO_OLD, Duration.ofHours(1), Set.of()) : null);
	}

	@Test
	void checkWhenAgeIsNotKnownThenRefused() {
		OrganizationPolicies policies = policies(
				OrganizationPolicy.builder().maxSessionAge(Duration.ofDays(36_500)).build());
		assertThat(check(policies, session())).extracting(PolicyRefusal::reason)
			.isEqualTo(Reason.AUTHENTICATION_TOO_OLD);
		assertThat(check(policies, session().authenticatedAt(Instant.MIN))).isNotNull();
		assertThat(check(policies, session().authenticatedAt(Instant.MAX))).isNotNull();
	}

	@Test
	void checkWhenSessionDoesNotSayThenTheLoginOfTheApplicationDoes() {
		OrganizationPolicies policies = policies(
				OrganizationPolicy.builder().maxSessionAge(Duration.ofHours(1)).build());
		for (String factor : List.of("PASSWORD", "OTT", "WEBAUTHN")) {
			assertThat(policies.check(session().build(), login(factor(factor, 3600)), "192.0.2.1", true)).isNull();
			assertThat(policies.check(session().build(), login(factor(factor, 3601)), "192.0.2.1", true)).isNotNull();
		}
		assertThat(policies.check(session().build(), login(factor("PASSWORD", 7200), factor("OTT", 60)), "192.0.2.1",
				true))
			.isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "BEARER", "X509", "AUTHORIZATION_CODE", "SAML_RESPONSE", "CAS" })
	void checkWhenFactorIsNothingThatTheUserHasJustDoneThenAgeIsNotKnown(String factor) {
		OrganizationPolicies policies = policies(
				OrganizationPolicy.builder().maxSessionAge(Duration.ofHours(1)).build());
		assertThat(policies.check(session().build(), login(factor(factor, 0)), "192.0.2.1", true)).isNotNull();
	}

	@Test
	void checkWhenAuthorityOnlyLooksLikeAFactorThenAgeIsNotKnown() {
		OrganizationPolicies policies = policies(
				OrganizationPolicy.builder().maxSessionAge(Duration.ofHours(1)).build());
		assertThat(policies.check(session().build(), login(new SimpleGrantedAuthority("FACTOR_PASSWORD")), "192.0.2.1",
				true))
			.isNotNull();
	}

	@Test
	void checkWhenSessionSaysThenTheLoginOfTheApplicationDoesNotCount() {
		OrganizationPolicies policies = policies(
				OrganizationPolicy.builder().maxSessionAge(Duration.ofHours(1)).build());
		FgaSession old = session().authenticatedAt(NOW.minusSeconds(7200)).build();
		assertThat(policies.check(old, login(factor("PASSWORD", 0)), "192.0.2.1", true)).isNotNull();
	}

	@Test
	void checkWhenTokenSaysIllegiblyWhoActsThenSomebodyDoes() {
		OrganizationPolicies policies = policies(
				OrganizationPolicy.builder().impersonation(ImpersonationPolicy.DENY).build());
		for (Object act : List.of("support@acme.test", Map.of("email", "support@acme.test"), List.of(), true, 1)) {
			assertThat(check(policies, session().claims(Map.of("act", act))))
				.isEqualTo(refusal(Reason.IMPERSONATION_NOT_ALLOWED));
		}
		assertThat(check(policies, session().claims(Map.of("acts", "no")))).isNull();
	}

	@Test
	void checkWhenClaimHasAnotherShapeThenIsMissing() {
		OrganizationPolicies policies = policies(
				OrganizationPolicy.builder().requiredClaim("org.plan", "pro", "true", "7").build());
		for (Object held : List.of("pro", true, 7, List.of("free", "pro"), List.of(7))) {
			assertThat(check(policies, session().claims(Map.of("org", Map.of("plan", held))))).isNull();
			assertThat(check(policies, session().claims(Map.of("org.plan", held)))).isNull();
		}
		for (Object other : List.of("PRO", "pro ", "pro,free", 7.5, false, List.of(), List.of("free"),
				Map.of("pro", true), List.of("pro", Map.of()), List.of(List.of("pro")),
				Arrays.asList("pro", (Object) null))) {
			assertThat(check(policies, session().claims(Map.of("org", Map.of("plan", other)))))
				.isEqualTo(refusal(Reason.CLAIM_MISSING));
		}
		assertThat(check(policies, session())).isEqualTo(refusal(Reason.CLAIM_MISSING));
	}

	@Test
	void checkWhenMethodIsMissingThenSaysAllThatIsDemanded() {
		OrganizationPolicies policies = policies(OrganizationPolicy.builder()
			.authenticationMethods("mfa", "hwk")
			.maxSessionAge(Duration.ofHours(1))
			.build());
		PolicyRefusal refusal = check(policies,
				session().authenticatedAt(NOW).claims(Map.of("amr", List.of("pwd", "mfa"))));
		assertThat(refusal.reason()).isEqualTo(Reason.AUTHENTICATION_METHOD_MISSING);
		assertThat(refusal.maxAge()).isEqualTo(Duration.ofHours(1));
		assertThat(refusal.authenticationMethods()).containsExactly("mfa", "hwk");
		assertThat(check(policies, session().authenticatedAt(NOW).claims(Map.of("amr", List.of("hwk", "mfa")))))
			.isNull();
	}

	@Test
	void checkWhenMethodsAreOneTextThenThatIsOneMethod() {
		OrganizationPolicies policies = policies(OrganizationPolicy.builder().authenticationMethods("mfa").build());
		assertThat(check(policies, session().claims(Map.of("amr", "mfa")))).isNull();
		assertThat(check(policies, session().claims(Map.of("amr", "pwd mfa")))).isNotNull();
		assertThat(check(policies, session().claims(Map.of("amr", Map.of("mfa", true))))).isNotNull();
	}

	@Test
	void checkRecentThenTheStrictestLimitCounts() {
		OrganizationPolicy policy = OrganizationPolicy.builder()
			.recentAuthentication(Duration.ofMinutes(2))
			.authenticationMethods("mfa")
			.build();
		assertThat(maxAge(OrganizationPolicy.NONE, 5, 299)).isNull();
		assertThat(maxAge(OrganizationPolicy.NONE, 5, 301)).isEqualTo(Duration.ofMinutes(5));
		assertThat(maxAge(policy, 5, 121)).isEqualTo(Duration.ofMinutes(2));
		assertThat(maxAge(policy, 5, 119)).isNull();
		assertThat(maxAge(policy, 1, 61)).isEqualTo(Duration.ofMinutes(1));
		OrganizationPolicy strict = policy
			.and(OrganizationPolicy.builder().maxSessionAge(Duration.ofSeconds(30)).build());
		assertThat(maxAge(strict, 5, 31)).isEqualTo(Duration.ofSeconds(30));
		assertThat(policies(policy).checkRecent(session().build(), login(), Duration.ofMinutes(5)))
			.isEqualTo(new PolicyRefusal(Reason.AUTHENTICATION_TOO_OLD, Duration.ofMinutes(2), Set.of("mfa")));
	}

	private Duration maxAge(OrganizationPolicy policy, long minutes, long secondsAgo) {
		PolicyRefusal refusal = policies(policy).checkRecent(
				session().authenticatedAt(NOW.minusSeconds(secondsAgo)).build(), login(), Duration.ofMinutes(minutes));
		return (refusal != null) ? refusal.maxAge() : null;
	}

	@Test
	void checkWhenRefusedThenIsCountedAndLoggedWithoutIds(CapturedOutput output) {
		OrganizationPolicies policies = policies(OrganizationPolicy.builder().blocked(true).build());
		check(policies, session().organizationId("org_acme"));
		check(policies, session().organizationId("org_acme"));
		policies.checkRecent(session().build(), login(), Duration.ofMinutes(5));
		assertThat(policies.getRefusals(Reason.BLOCKED)).isEqualTo(2);
		assertThat(policies.getRefusals(Reason.AUTHENTICATION_TOO_OLD)).isOne();
		assertThat(policies.getRefusals(Reason.CLAIM_MISSING)).isZero();
		assertThat(output).doesNotContain("org_acme", "user_alice");
	}

	private OrganizationPolicies policies(OrganizationPolicy policy) {
		return new OrganizationPolicies((organizationId) -> policy, SKEW, this.clock);
	}

	private static PolicyRefusal check(OrganizationPolicies policies, FgaSession.Builder session) {
		return policies.check(session.build(), login(), "192.0.2.1", true);
	}

	private static PolicyRefusal refusal(Reason reason) {
		return new PolicyRefusal(reason, null, Set.of());
	}

	private static FgaSession.Builder session() {
		return FgaSession.of("user_alice");
	}

	private static Authentication login(GrantedAuthority... authorities) {
		return new TestingAuthenticationToken("alice", null, List.of(authorities));
	}

	private static GrantedAuthority factor(String name, long secondsAgo) {
		return FactorGrantedAuthority.withFactor(name).issuedAt(NOW.minusSeconds(secondsAgo)).build();
	}

}
