package io.github.fgaspring.endtoend;

import java.util.List;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.emulator.session.SessionTokenBuilder;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions name users and organizations by the application's own ids.
 */
@SpringBootTest(properties = { "fga.membership.user-ids=external", "fga.membership.organization-ids=external",
		"fga.fast-path.tenancy=verify" })
@AutoConfigureMockMvc
@EnableFgaEmulator(seed = "classpath:memberships.yaml")
class ExternalIdTests extends AbstractEmulatorTests {

	private static final String ALICES_ID = "auth0|alice";

	private static final String ACMES_ID = "acme/eu";

	private static final String USERS = "/user_management/users/external_id/**";

	private static final String ORGANIZATIONS = "/organizations/external_id/**";

	@ParameterizedTest
	@CsvSource({ "auth0|alice, acme/eu, t-1, 200", "auth0|alice, acme/eu, t-2, 403",
			"../users/user_alice, acme/eu, t-1, 403", "../users/user_alice, acme/eu, t-2, 200",
			"auth0|alice, globex, t-1, 403", "dave, globex, t-1, 200" })
	void requestThenIsDecidedForTheMembershipOfThatUserThere(String user, String organization, String thing,
			int status) {
		assertThat(get("/things/" + thing, user, organization)).hasStatus(status);
		assertThat(checks()).isOne();
	}

	@Test
	void requestThenIdsAreSentEncodedAndOnce() {
		for (int i = 0; i < 3; i++) {
			assertThat(get("/things/t-1", ALICES_ID, ACMES_ID)).hasStatusOk();
		}
		assertThat(this.emulator.requests()).extracting(RecordedRequest::path)
			.filteredOn((path) -> !path.startsWith("/sso/"))
			.containsExactly("/organizations/external_id/acme%2Feu", "/user_management/users/external_id/auth0%7Calice",
					"/user_management/organization_memberships",
					"/authorization/organization_memberships/om_alice/check",
					"/authorization/organization_memberships/om_alice/check",
					"/authorization/organization_memberships/om_alice/check");
	}

	@Test
	void requestWhenUserIsInactiveThenDeniedForAnIdOfAnyCharacters() {
		grantEverything();
		assertThat(get("/things/t-1", "a/b?c#d;e%2Ff g", ACMES_ID)).hasStatus(403);
		assertThat(this.emulator.requests("/user_management/organization_memberships").get(0).query())
			.contains("user_id=user_bob");
		assertThat(checks()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "user_alice", "unknown", "..", ".", "\ud83d\ude00", "auth0|alice ", "AUTH0|ALICE",
			"auth0%7Calice", "..%2Fuser_alice", "auth0|alice\u0000" })
	void requestWhenUserIsUnknownThenDenied(String user) {
		grantEverything();
		assertThat(get("/things/t-1", user, ACMES_ID)).hasStatus(403);
		assertThat(checks()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "org_acme", "unknown", "..", ".", "\ud83d\ude00", "acme", "acme%2Feu", "acme/eu/" })
	void requestWhenOrganizationIsUnknownThenDenied(String organization) {
		grantEverything();
		assertThat(get("/things/t-1", ALICES_ID, organization)).hasStatus(403);
		assertThat(checks()).isZero();
	}

	@Test
	void requestWhenIdCannotBeOneThenNobodyIsAsked() {
		get("/things/t-1", ALICES_ID, "\ud83d\ude00");
		get("/things/t-1", ALICES_ID, "..");
		assertThat(this.emulator.requests()).hasSize(keyFetches());
		get("/things/t-1", "\ud83d\ude00", ACMES_ID);
		assertThat(this.emulator.requests(USERS)).isEmpty();
	}

	@Test
	void requestWhenAnswerIsAboutAnotherUserThenDenied() {
		grantEverything();
		this.emulator.inject(Fault.on("GET", USERS).body("{\"id\":\"user_alice\",\"external_id\":\"auth0|alice\"}"));
		assertThat(get("/things/t-1", "user_x/../auth0|alice", ACMES_ID)).hasStatus(403);
		assertThat(checks()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { USERS, ORGANIZATIONS })
	void requestWhenLookupFailsThenNeitherGrantedNorDenied(String path) {
		this.emulator.inject(Fault.on(path).status(503));
		assertThat(get("/things/t-1", ALICES_ID, ACMES_ID)).hasStatus(503);
		this.emulator.clearFaults();
		assertThat(get("/things/t-1", ALICES_ID, ACMES_ID)).hasStatusOk();
	}

	@Test
	void requestWhenTokenNamesMembershipThenOnlyTheOrganizationIsTranslated() {
		String token = tokenBuilder(ALICES_ID, ACMES_ID).claim("organization_membership_id", "om_erin").build();
		assertThat(send("/things/t-2", token)).hasStatusOk();
		assertThat(this.emulator.requests(ORGANIZATIONS)).hasSize(1);
		assertThat(this.emulator.requests(USERS)).isEmpty();
	}

	@Test
	void requestWhenAboutTheOrganizationThenItIsCalledAsWorkOsCallsIt() {
		assertThat(get("/organization", ALICES_ID, ACMES_ID)).hasStatusOk();
		assertThat(get("/organizations?id=acme/eu", ALICES_ID, ACMES_ID)).hasStatusOk();
		assertThat(get("/organizations?id=globex", ALICES_ID, ACMES_ID)).hasStatus(403);
	}

	@Test
	void requestWhenClaimsGrantAndResourceIsOfTheOrganizationThenGrantedByThem() {
		String token = tokenBuilder(ALICES_ID, ACMES_ID).claim("permissions", List.of("thing:view")).build();
		assertThat(send("/things/t-2", token)).hasStatusOk();
		assertThat(this.emulator.requests(CHECKS)).extracting(RecordedRequest::path)
			.containsExactly("/authorization/organizations/org_acme/resources/thing/t-2");
		assertThat(send("/things/nowhere", token)).hasStatus(403);
	}

	private MvcTestResult get(String uri, String user, String organization) {
		return send(uri, tokenBuilder(user, organization).build());
	}

	private SessionTokenBuilder tokenBuilder(String user, String organization) {
		return this.emulator.sessionTokenBuilder().claim("sub", user).claim("org_id", organization);
	}

	private MvcTestResult send(String uri, String token) {
		return this.mvc.get().uri(uri).header("Authorization", "Bearer " + token).exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Things.class)
	static class Application {

	}

	@RestController
	static class Things {

		@GetMapping("/things/{id}")
		@RequiresPermission("thing:view")
		String show(@PathVariable @ResourceId("thing") String id) {
			return id;
		}

		@GetMapping("/organization")
		@RequiresPermission(value = "org:view", alwaysCurrent = true)
		String organization() {
			return "organization";
		}

		@GetMapping("/organizations")
		@RequiresPermission("org:view")
		String organization(@RequestParam @ResourceId("organization") String id) {
			return id;
		}

	}

}
