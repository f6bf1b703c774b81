package io.github.fgaspring.endtoend;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.emulator.session.SessionTokenBuilder;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Claims of a valid token are what a customer's template makes of them: nothing but the
 * expected shape grants.
 */
@SpringBootTest
@AutoConfigureMockMvc
class UntrustedClaimsTests extends AbstractEmulatorTests {

	@BeforeEach
	void reset() {
		grantEverything();
		OrganizationController.entered.set(0);
	}

	@Test
	void requestWhenPermissionsHoldSlugThenGranted() {
		assertGranted("/organization", (token) -> token.claim("permissions", List.of("a", "org:manage")));
	}

	@ParameterizedTest
	@MethodSource("permissions")
	void requestWhenPermissionsDoNotHoldSlugInExpectedShapeThenDenied(Object permissions) {
		assertDenied("/organization", (token) -> token.claim("permissions", permissions));
		assertDenied("/authority", (token) -> token.claim("permissions", permissions));
	}

	static Stream<Object> permissions() {
		return Stream.of("org:manage", "org:manage org:view", "org:manage,org:view", "[\"org:manage\"]",
				Map.of("org:manage", true), Map.of("0", "org:manage"), 1, true, List.of(), List.of("*"),
				List.of("org:*"), List.of("*:manage"), List.of("ORG:MANAGE"), List.of("org:manage "),
				List.of("org:manage,org:view"), List.of("org:manage", 1), List.of("org:manage", ""),
				List.of("org:manage", " "), List.of("org:manage", List.of()), List.of(List.of("org:manage")),
				List.of(Map.of("slug", "org:manage")), Arrays.asList("org:manage", null));
	}

	@Test
	void requestWhenNoPermissionsThenDenied() {
		assertDenied("/organization", (token) -> token.claim("permissions", null));
	}

	@Test
	void requestWhenNoOrganizationThenOneIsRequired() {
		assertOrganizationRequired("/organization", (token) -> {
			token.claim("permissions", List.of("org:manage"));
			token.claim("org_id", null);
		});
		assertOrganizationRequired("/projects/p-1", (token) -> token.claim("org_id", null));
		assertThat(checks()).isZero();
	}

	@ParameterizedTest
	@MethodSource("organizations")
	void requestWhenOrganizationIsMalformedThenOneIsRequired(Object organization) {
		assertOrganizationRequired("/organization", (token) -> {
			token.claim("permissions", List.of("org:manage"));
			token.claim("org_id", organization);
		});
		assertThat(checks()).isZero();
	}

	static Stream<Object> organizations() {
		return Stream.of(1, true, "", " ", List.of("org_acme"), Map.of("id", "org_acme"));
	}

	@Test
	void requestWhenMembershipThenApiDecides() {
		this.emulator.clearFaults();
		assertGranted("/projects/p-1", (token) -> {
		});
		assertThat(checks()).isOne();
	}

	@Test
	void requestWhenNoMembershipThenTheUsersOwnIsLookedUp() {
		assertGranted("/projects/p-1", (token) -> token.claim("organization_membership_id", null));
		assertCheckedOnce();
	}

	@Test
	void requestWhenNoMembershipAndUserHasNoneThenDeniedWithoutCheck() {
		assertDenied("/projects/p-1",
				(token) -> token.claim("organization_membership_id", null).claim("sub", "user_dave"));
		assertThat(checks()).isZero();
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void requestWhenMembershipIsOfUnexpectedShapeThenIsAsIfThereWereNone(Object membership) {
		assertGranted("/projects/p-1", (token) -> token.claim("organization_membership_id", membership));
		assertCheckedOnce();
	}

	static Stream<Object> shapes() {
		return Stream.of("", " ", 1, true, List.of("om_bob"), Map.of("id", "om_bob"));
	}

	@ParameterizedTest
	@MethodSource("memberships")
	void requestWhenMembershipIsNoIdThenDeniedWithoutCall(String membership) {
		assertDenied("/projects/p-1", (token) -> token.claim("organization_membership_id", membership));
		assertThat(this.emulator.requests()).hasSize(keyFetches());
	}

	static Stream<String> memberships() {
		return Stream.of("../../x?y=1#z", "om_alice/../om_bob", "om_alice%2f..", "om_alice?x=1", "om_alice#x",
				"om_alice;x=1", "om_alice\r\nX-Header: 1", "om_alice ", " om_alice", "om_alice\n", "{membershipId}",
				"om_älice", "..", "x".repeat(129));
	}

	private void assertCheckedOnce() {
		assertThat(this.emulator.requests(CHECKS)).singleElement()
			.extracting(RecordedRequest::path)
			.isEqualTo("/authorization/organization_memberships/om_alice/check");
	}

	@Test
	void requestWhenPermissionIsRequiredAsAuthorityThenGranted() {
		assertGranted("/authority", (token) -> token.claim("permissions", List.of("org:manage")));
	}

	@Test
	void requestWhenRoleIsRequiredThenGranted() {
		assertGranted("/role", (token) -> token.claim("role", "admin"));
		assertGranted("/role", (token) -> token.claim("roles", List.of("member", "admin")));
		assertDenied("/role", (token) -> {
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/role", "/factor", "/authority" })
	void requestWhenPermissionsNameRoleOrFactorThenDenied(String path) {
		assertDenied(path, (token) -> token.claim("permissions",
				List.of("ROLE_admin", "ROLE_ADMIN", "FACTOR_PASSWORD", "FACTOR_BEARER")));
	}

	@Test
	void requestWhenRolesNamePermissionOrFactorThenDenied() {
		Consumer<SessionTokenBuilder> roles = (token) -> token.claim("roles",
				List.of("FACTOR_PASSWORD", "org:manage", "ROLE_admin"));
		assertDenied("/factor", roles);
		assertDenied("/authority", roles);
		assertDenied("/organization", roles);
		assertDenied("/role", roles);
	}

	@ParameterizedTest
	@MethodSource("strangeClaims")
	void requestWhenOtherClaimIsStrangeThenNeitherFailsNorGrants(Map<String, Object> strange) {
		assertDenied("/organization", (token) -> token.claims(strange));
	}

	static Stream<Map<String, Object>> strangeClaims() {
		return Stream.of(Map.of("auth_time", Long.MAX_VALUE), Map.of("auth_time", "x"), Map.of("act", "x"),
				Map.of("act", List.of()), Map.of("roles", "admin"), Map.of("role", List.of("admin")),
				Map.of("sid", List.of()), Map.of("entitlements", 1), Map.of("feature_flags", Map.of()),
				Map.of("admin", true, "scope", "org:manage", "scp", List.of("org:manage")),
				Map.of("authorities", List.of("org:manage")));
	}

	private void assertGranted(String path, Consumer<SessionTokenBuilder> customizer) {
		assertThat(send(path, customizer)).hasStatusOk();
	}

	private void assertDenied(String path, Consumer<SessionTokenBuilder> customizer) {
		assertForbidden(path, "permission_denied", customizer);
	}

	private void assertOrganizationRequired(String path, Consumer<SessionTokenBuilder> customizer) {
		assertForbidden(path, "organization_required", customizer);
	}

	private void assertForbidden(String path, String code, Consumer<SessionTokenBuilder> customizer) {
		int before = OrganizationController.entered.get();
		assertThat(send(path, customizer)).hasStatus(403)
			.hasHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\"")
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo(code);
		assertThat(OrganizationController.entered).hasValue(before);
	}

	private MvcTestResult send(String path, Consumer<SessionTokenBuilder> customizer) {
		SessionTokenBuilder token = tokenBuilder();
		customizer.accept(token);
		return this.mvc.get().uri(path).header("Authorization", "Bearer " + token.build()).exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import(OrganizationController.class)
	static class Application {

	}

	@RestController
	static class OrganizationController {

		static final AtomicInteger entered = new AtomicInteger();

		@GetMapping("/organization")
		@RequiresPermission("org:manage")
		String organization() {
			return "entered " + entered.incrementAndGet();
		}

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		String project(@PathVariable @ResourceId("project") String id) {
			return "entered " + entered.incrementAndGet();
		}

		@GetMapping("/authority")
		@PreAuthorize("hasAuthority('org:manage')")
		String authority() {
			return "entered " + entered.incrementAndGet();
		}

		@GetMapping("/role")
		@PreAuthorize("hasRole('admin')")
		String role() {
			return "entered " + entered.incrementAndGet();
		}

		@GetMapping("/factor")
		@PreAuthorize("hasAuthority('FACTOR_PASSWORD')")
		String factor() {
			return "entered " + entered.incrementAndGet();
		}

	}

}
