package io.github.fgaspring.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.policy.PolicyRefusal.Reason;
import io.github.fgaspring.support.TestClock;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.TestingAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any policy and any request, against an evaluation that looks at everything and is in no
 * hurry.
 */
class OrganizationPoliciesOracleTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	/**
	 * Which of the addresses each network holds.
	 */
	private static final Map<String, Set<String>> NETWORKS = Map.of("10.0.0.0/8", Set.of("10.1.2.3", "10.2.0.1"),
			"10.1.0.0/16", Set.of("10.1.2.3"), "10.1.2.3", Set.of("10.1.2.3"), "0.0.0.0/0",
			Set.of("10.1.2.3", "10.2.0.1", "32.1.13.184"), "2001:db8::/32", Set.of("2001:db8::1"), "::/0",
			Set.of("2001:db8::1", "::1"), "32.1.13.0/24", Set.of("32.1.13.184"));

	private static final List<String> ADDRESSES = List.of("10.1.2.3", "10.2.0.1", "32.1.13.184", "2001:db8::1", "::1",
			"unknown");

	private static final Map<String, Set<String>> CLAIM_VALUES = Map.of("one", Set.of("a"), "either", Set.of("a", "b"),
			"other", Set.of("c"));

	@Property(tries = 5000)
	void checkThenFindsTheFirstOfAllThatIsWrong(@ForAll("policies") OrganizationPolicy policy,
			@ForAll("requests") Request request) {
		List<Reason> wrong = violations(policy, request);
		PolicyRefusal refusal = check(policy, request);
		assertThat((refusal != null) ? refusal.reason() : null).isEqualTo(wrong.isEmpty() ? null : wrong.get(0));
	}

	@Property(tries = 5000)
	void checkWhenPoliciesAreCombinedThenRefusesWhatEitherRefuses(@ForAll("policies") OrganizationPolicy one,
			@ForAll("policies") OrganizationPolicy other, @ForAll("requests") Request request) {
		boolean refused = !violations(one, request).isEmpty() || !violations(other, request).isEmpty();
		assertThat(check(one.and(other), request) != null).isEqualTo(refused);
		assertThat(check(other.and(one), request) != null).isEqualTo(refused);
	}

	@Property(tries = 2000)
	void checkRecentThenTheShortestLimitCounts(@ForAll("policies") OrganizationPolicy policy,
			@ForAll("requests") Request request, @ForAll("limits") Duration limit) {
		List<Duration> limits = new ArrayList<>(List.of(limit));
		if (policy.maxSessionAge() != null) {
			limits.add(policy.maxSessionAge());
		}
		if (policy.recentAuthentication() != null) {
			limits.add(policy.recentAuthentication());
		}
		boolean refused = limits.stream().anyMatch((one) -> isTooOld(one, request));
		PolicyRefusal refusal = policies(policy).checkRecent(request.session(), login(), limit);
		assertThat(refusal != null).isEqualTo(refused);
		if (refusal != null) {
			assertThat(limits).contains(refusal.maxAge())
				.allSatisfy((one) -> assertThat(refusal.maxAge()).isLessThanOrEqualTo(one));
		}
	}

	private static List<Reason> violations(OrganizationPolicy policy, Request request) {
		List<Reason> wrong = new ArrayList<>();
		if (policy.blocked()) {
			wrong.add(Reason.BLOCKED);
		}
		boolean inside = policy.allowedNetworks()
			.stream()
			.anyMatch((network) -> NETWORKS.get(network).contains(request.address));
		if (!policy.allowedNetworks().isEmpty() && !inside) {
			wrong.add(Reason.NETWORK_NOT_ALLOWED);
		}
		if (!policy.requiredClaims()
			.stream()
			.allMatch((claim) -> request.claim.stream().anyMatch(claim.values()::contains))) {
			wrong.add(Reason.CLAIM_MISSING);
		}
		boolean allowed = switch (policy.impersonation()) {
			case ALLOW -> true;
			case READ_ONLY -> !request.impersonated || request.reading;
			case DENY -> !request.impersonated;
		};
		if (!allowed) {
			wrong.add(Reason.IMPERSONATION_NOT_ALLOWED);
		}
		if (policy.maxSessionAge() != null && isTooOld(policy.maxSessionAge(), request)) {
			wrong.add(Reason.AUTHENTICATION_TOO_OLD);
		}
		for (String method : policy.authenticationMethods()) {
			if (!request.methods.contains(method)) {
				wrong.add(Reason.AUTHENTICATION_METHOD_MISSING);
			}
		}
		return wrong;
	}

	private static boolean isTooOld(Duration limit, Request request) {
		return request.secondsAgo == null || request.secondsAgo > limit.toSeconds() || request.secondsAgo < -30;
	}

	private static PolicyRefusal check(OrganizationPolicy policy, Request request) {
		return policies(policy).check(request.session(), login(), request.address, request.reading);
	}

	private static OrganizationPolicies policies(OrganizationPolicy policy) {
		return new OrganizationPolicies((organizationId) -> policy, Duration.ofSeconds(30), new TestClock(NOW));
	}

	private static TestingAuthenticationToken login() {
		return new TestingAuthenticationToken("alice", null, "ROLE_USER");
	}

	@Provide
	Arbitrary<OrganizationPolicy> policies() {
		Arbitrary<Boolean> blocked = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
		Arbitrary<Duration> limit = limits().injectNull(0.5);
		Arbitrary<Set<String>> claims = Arbitraries.of(CLAIM_VALUES.keySet()).set().ofMaxSize(2);
		Arbitrary<Set<String>> methods = Arbitraries.of("mfa", "hwk").set().ofMaxSize(2);
		Arbitrary<List<String>> networks = Arbitraries.of(NETWORKS.keySet()).list().ofMaxSize(3);
		return Combinators
			.combine(blocked, limit, limit, methods, claims, networks, Arbitraries.of(ImpersonationPolicy.class))
			.as((isBlocked, maxAge, recent, amr, names, allowed, impersonation) -> {
				OrganizationPolicy.Builder policy = OrganizationPolicy.builder()
					.blocked(isBlocked)
					.maxSessionAge(maxAge)
					.recentAuthentication(recent)
					.authenticationMethods(amr)
					.allowedNetworks(allowed)
					.impersonation(impersonation);
				names.forEach((name) -> policy.requiredClaim("claim", CLAIM_VALUES.get(name)));
				return policy.build();
			});
	}

	@Provide
	Arbitrary<Duration> limits() {
		return Arbitraries.of(1L, 60L, 300L, 3600L).map(Duration::ofSeconds);
	}

	@Provide
	Arbitrary<Request> requests() {
		Arbitrary<Long> ago = Arbitraries.of(-3600L, -31L, -30L, 0L, 1L, 2L, 60L, 61L, 300L, 301L, 3600L, 3601L)
			.injectNull(0.1);
		return Combinators
			.combine(ago, Arbitraries.of("pwd", "mfa", "hwk").set().ofMaxSize(3),
					Arbitraries.of("a", "b", "c").set().ofMaxSize(3), Arbitraries.of(ADDRESSES),
					Arbitraries.of(true, false), Arbitraries.of(true, false))
			.as(Request::new);
	}

	record Request(@Nullable Long secondsAgo, Set<String> methods, Set<String> claim, String address,
			boolean impersonated, boolean reading) {

		FgaSession session() {
			Map<String, Object> claims = new HashMap<>();
			claims.put("amr", List.copyOf(this.methods));
			claims.put("claim", List.copyOf(this.claim));
			return FgaSession.of("user_alice")
				.authenticatedAt((this.secondsAgo != null) ? NOW.minusSeconds(this.secondsAgo) : null)
				.impersonator(this.impersonated ? "support" : null)
				.claims(claims)
				.build();
		}

	}

}
