package io.github.fgaspring.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.policy.OrganizationPolicies;
import io.github.fgaspring.policy.OrganizationPolicy;
import io.github.fgaspring.policy.PolicyRefusal;
import io.github.fgaspring.policy.PolicyRefusal.Reason;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OrganizationPolicyFilter} with other dispatches than the first.
 */
class OrganizationPolicyFilterTests {

	private static final TestingAuthenticationToken ALICE = new TestingAuthenticationToken("alice", "", "ROLE_USER");

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final MockFilterChain chain = new MockFilterChain();

	@AfterEach
	void forgetCaller() {
		SecurityContextHolder.clearContext();
	}

	@ParameterizedTest
	@EnumSource(names = { "ASYNC", "ERROR" })
	void filterWhenCallerWentOnAsNobodyThenAnotherDispatchDoesToo(DispatcherType dispatcherType) throws Exception {
		OrganizationPolicyFilter filter = filter(Instant.now().minusSeconds(3601));
		logIn();
		filter.doFilter(this.request, this.response, this.chain);
		assertThat(SecurityContextHolder.getContext().getAuthentication())
			.isInstanceOf(AnonymousAuthenticationToken.class);
		assertThat(StepUpChallenge.saved(this.request))
			.isEqualTo(new PolicyRefusal(Reason.AUTHENTICATION_TOO_OLD, Duration.ofHours(1), Set.of()));
		logIn();
		this.request.setDispatcherType(dispatcherType);
		filter.doFilter(this.request, this.response, new MockFilterChain());
		assertThat(SecurityContextHolder.getContext().getAuthentication())
			.isInstanceOf(AnonymousAuthenticationToken.class);
	}

	@ParameterizedTest
	@EnumSource(names = { "ASYNC", "ERROR" })
	void filterWhenCallerHasPassedThenAnotherDispatchIsNotCheckedAgain(DispatcherType dispatcherType) throws Exception {
		logIn();
		this.request.setDispatcherType(dispatcherType);
		filter(Instant.now().minusSeconds(3601)).doFilter(this.request, this.response, this.chain);
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isSameAs(ALICE);
		assertThat(this.chain.getRequest()).isNotNull();
	}

	@Test
	void filterWhenFirstDispatchIsAForwardThenChecked() throws Exception {
		logIn();
		this.request.setDispatcherType(DispatcherType.FORWARD);
		filter(Instant.now().minusSeconds(3601)).doFilter(this.request, this.response, this.chain);
		assertThat(StepUpChallenge.saved(this.request)).isNotNull();
	}

	private static void logIn() {
		SecurityContextHolder.getContext().setAuthentication(ALICE);
	}

	private static OrganizationPolicyFilter filter(Instant authenticatedAt) {
		OrganizationPolicy policy = OrganizationPolicy.builder().maxSessionAge(Duration.ofHours(1)).build();
		return new OrganizationPolicyFilter(
				(authentication) -> FgaSession.of("user_alice").authenticatedAt(authenticatedAt).build(),
				new OrganizationPolicies((organizationId) -> policy, Duration.ZERO, Clock.systemUTC()),
				SecurityContextHolder.getContextHolderStrategy(), new FgaAuthenticationEntryPoint(),
				new FgaAccessDeniedHandler(HttpStatus.FORBIDDEN), true);
	}

}
