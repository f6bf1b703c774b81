package io.github.fgaspring.policy;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.fgaspring.policy.OrganizationPolicy.RequiredClaim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link OrganizationPolicy}.
 */
class OrganizationPolicyTests {

	@Test
	void noneThenDemandsNothing() {
		assertThat(OrganizationPolicy.NONE).isEqualTo(
				new OrganizationPolicy(false, null, null, Set.of(), Set.of(), List.of(), ImpersonationPolicy.ALLOW));
		assertThat(OrganizationPolicy.builder().build()).isEqualTo(OrganizationPolicy.NONE);
	}

	@Test
	void createWhenLimitIsShorterThanASecondThenFails() {
		for (Duration limit : List.of(Duration.ZERO, Duration.ofSeconds(-5), Duration.ofMillis(999))) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> OrganizationPolicy.builder().maxSessionAge(limit).build())
				.withMessage("maxSessionAge cannot be shorter than a second");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> OrganizationPolicy.builder().recentAuthentication(limit).build())
				.withMessage("recentAuthentication cannot be shorter than a second");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a\"b", "a\\b", "mfa\r\nSet-Cookie: a=b", "m\u00fcfa", "\u0000", "mfa\t" })
	void createWhenMethodCannotStandInAChallengeThenFails(String method) {
		assertThat(OrganizationPolicy.isAuthenticationMethod(method)).isFalse();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OrganizationPolicy.builder().authenticationMethods(method).build())
			.withMessage("authenticationMethods must be texts without spaces and quotes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "mfa", "urn:mace:incommon:iap:silver", "http://schemas.example.org/claims/multipleauthn" })
	void createWhenMethodCanStandInAChallengeThenIsDemanded(String method) {
		assertThat(OrganizationPolicy.builder().authenticationMethods(method).build().authenticationMethods())
			.containsExactly(method);
	}

	@Test
	void createWhenClaimCannotBeDemandedThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RequiredClaim(" ", Set.of("a")))
			.withMessage("name cannot be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> new RequiredClaim("plan", Set.of()))
			.withMessage("values cannot be empty");
	}

	@Test
	void createWhenNetworkIsNoneThenFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OrganizationPolicy.builder().allowedNetworks("10.0.0.0/8", "intranet").build());
	}

	@Test
	void createThenIsImmutable() {
		Set<String> methods = new LinkedHashSet<>(Set.of("mfa"));
		OrganizationPolicy policy = OrganizationPolicy.builder().authenticationMethods(methods).build();
		methods.clear();
		assertThat(policy.authenticationMethods()).containsExactly("mfa");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> policy.authenticationMethods().clear());
	}

	@Test
	void andThenDemandsWhatBothDemand() {
		OrganizationPolicy one = OrganizationPolicy.builder()
			.maxSessionAge(Duration.ofHours(8))
			.recentAuthentication(Duration.ofMinutes(1))
			.authenticationMethods("mfa")
			.requiredClaim("plan", "pro", "enterprise")
			.allowedNetworks("10.0.0.0/8")
			.impersonation(ImpersonationPolicy.READ_ONLY)
			.build();
		OrganizationPolicy other = OrganizationPolicy.builder()
			.blocked(true)
			.maxSessionAge(Duration.ofHours(1))
			.recentAuthentication(Duration.ofMinutes(5))
			.authenticationMethods("hwk")
			.requiredClaim("plan", "enterprise")
			.allowedNetworks("10.1.0.0/16", "192.0.2.1")
			.impersonation(ImpersonationPolicy.DENY)
			.build();
		OrganizationPolicy both = OrganizationPolicy.builder()
			.blocked(true)
			.maxSessionAge(Duration.ofHours(1))
			.recentAuthentication(Duration.ofMinutes(1))
			.authenticationMethods("mfa", "hwk")
			.requiredClaim("plan", "pro", "enterprise")
			.requiredClaim("plan", "enterprise")
			.allowedNetworks("10.1.0.0/16")
			.impersonation(ImpersonationPolicy.DENY)
			.build();
		assertThat(one.and(other)).isEqualTo(both);
		assertThat(other.and(one)).isEqualTo(both);
		assertThat(one.and(one)).isEqualTo(one);
		assertThat(one.and(OrganizationPolicy.NONE)).isSameAs(one);
		assertThat(OrganizationPolicy.NONE.and(one)).isSameAs(one);
	}

	@Test
	void andWhenNoNetworkIsLeftThenNobodyGetsIn() {
		OrganizationPolicy one = OrganizationPolicy.builder().allowedNetworks("10.0.0.0/8").build();
		OrganizationPolicy other = OrganizationPolicy.builder().allowedNetworks("192.0.2.0/24").build();
		assertThat(one.and(other).blocked()).isTrue();
	}

}
