package io.github.fgaspring.test;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Instant;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionAuthentication;
import io.github.fgaspring.authentication.PrincipalFgaSessionResolver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.test.context.support.TestExecutionEvent;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

@SpringJUnitConfig
@ContextConfiguration(classes = WithFgaSessionTests.class)
@WithFgaSession
class WithFgaSessionTests {

	private Authentication beforeEach;

	@BeforeEach
	void remember() {
		this.beforeEach = SecurityContextHolder.getContext().getAuthentication();
	}

	@Test
	void sessionWhenNothingIsSaidThenIsMemberWithoutRolesAndPermissions() {
		FgaSession session = session();
		assertThat(session.userId()).isEqualTo("user_test");
		assertThat(session.sessionId()).isEqualTo("session_test");
		assertThat(session.organizationId()).isEqualTo("org_test");
		assertThat(session.organizationMembershipId()).isEqualTo("om_test");
		assertThat(session.role()).isNull();
		assertThat(session.roles()).isEmpty();
		assertThat(session.permissions()).isEmpty();
		assertThat(session.entitlements()).isEmpty();
		assertThat(session.featureFlags()).isEmpty();
		assertThat(session.impersonator()).isNull();
		assertThat(session.authenticatedAt()).isEqualTo(session.issuedAt());
		assertThat(session.issuedAt()).isBeforeOrEqualTo(Instant.now());
		assertThat(session.expiresAt()).isAfter(Instant.now());
		assertThat(session.claims()).containsOnlyKeys("iss", "jti", "sub", "sid", "org_id",
				"organization_membership_id", "iat", "exp", "auth_time");
	}

	@Test
	void authenticationIsTheOneOfTheStarter() {
		assertThat(authentication()).isInstanceOf(FgaSessionAuthentication.class)
			.matches(Authentication::isAuthenticated);
		assertThat(new PrincipalFgaSessionResolver().resolve(authentication())).isEqualTo(session());
		assertThat(authentication().getName()).isEqualTo("user_test");
	}

	@Test
	void sessionWhenNotSaidOtherwiseThenIsThereBeforeEach() {
		assertThat(this.beforeEach).isSameAs(authentication());
	}

	@Test
	@WithFgaSession(setupBefore = TestExecutionEvent.TEST_EXECUTION)
	void sessionWhenSetUpBeforeExecutionThenIsNotThereBeforeEach() {
		assertThat(this.beforeEach).isNull();
		assertThat(session().userId()).isEqualTo("user_test");
	}

	@Test
	@WithFgaSession(user = "user_alice", session = "session_1", organization = "org_acme", membership = "om_alice",
			roles = { "admin", "member" }, permissions = { "project:view", "ROLE_root" }, entitlements = "audit-logs",
			featureFlags = "beta", impersonator = "support@acme.test")
	void sessionWhenAllIsSaidThenHasIt() {
		FgaSession session = session();
		assertThat(session.userId()).isEqualTo("user_alice");
		assertThat(session.sessionId()).isEqualTo("session_1");
		assertThat(session.organizationId()).isEqualTo("org_acme");
		assertThat(session.organizationMembershipId()).isEqualTo("om_alice");
		assertThat(session.role()).isEqualTo("admin");
		assertThat(session.roles()).containsExactlyInAnyOrder("admin", "member");
		assertThat(session.permissions()).containsExactlyInAnyOrder("project:view", "ROLE_root");
		assertThat(session.entitlements()).containsExactly("audit-logs");
		assertThat(session.featureFlags()).containsExactly("beta");
		assertThat(session.impersonator()).isEqualTo("support@acme.test");
		assertThat(authentication().getAuthorities()).extracting(GrantedAuthority::getAuthority)
			.containsExactlyInAnyOrder("project:view", "ROLE_admin", "ROLE_member", "FACTOR_BEARER");
	}

	@Test
	@WithFgaSession(authenticatedAgo = "10m")
	void sessionWhenAuthenticatedAgoThenUserAuthenticatedThen() {
		assertThat(session().authenticatedAt()).isEqualTo(session().issuedAt().minusSeconds(600));
	}

	@Test
	@WithFgaSession(authenticatedAgo = "")
	void sessionWhenAuthenticatedAgoIsEmptyThenTokenDoesNotSay() {
		assertThat(session().authenticatedAt()).isNull();
		assertThat(session().claims()).doesNotContainKey("auth_time");
	}

	@Test
	@WithFgaSession(organization = "")
	void sessionWhenOrganizationIsEmptyThenHasNeitherOrganizationNorMembership() {
		assertThat(session().organizationId()).isNull();
		assertThat(session().organizationMembershipId()).isNull();
		assertThat(session().claims()).doesNotContainKeys("org_id", "organization_membership_id");
	}

	@Test
	@WithFgaSession(session = "", membership = "")
	void sessionWhenIdsAreEmptyThenAreAbsent() {
		assertThat(session().sessionId()).isNull();
		assertThat(session().organizationId()).isEqualTo("org_test");
		assertThat(session().organizationMembershipId()).isNull();
	}

	@Test
	@Administrator
	void sessionWhenComposedAnnotationThenHasWhatItSays() {
		assertThat(session().role()).isEqualTo("admin");
	}

	private static FgaSession session() {
		return (FgaSession) authentication().getPrincipal();
	}

	private static Authentication authentication() {
		return SecurityContextHolder.getContext().getAuthentication();
	}

	@Retention(RetentionPolicy.RUNTIME)
	@WithFgaSession(roles = "admin")
	@interface Administrator {

	}

	@Nested
	class InNestedClass {

		@Test
		void sessionWhenNestedClassSaysNothingThenIsThatOfTheEnclosingClass() {
			assertThat(session().userId()).isEqualTo("user_test");
		}

		@Nested
		@WithFgaSession(user = "user_bob")
		class WithItsOwn {

			@Test
			void sessionWhenNestedClassHasOneThenReplacesTheOther() {
				assertThat(session().userId()).isEqualTo("user_bob");
			}

		}

	}

}
