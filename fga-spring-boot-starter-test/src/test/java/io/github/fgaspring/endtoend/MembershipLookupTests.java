package io.github.fgaspring.endtoend;

import java.util.List;
import java.util.stream.Stream;

import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens do not say which membership a session is of, so WorkOS is asked.
 */
@SpringBootTest(classes = ThingApplication.class)
@AutoConfigureMockMvc
@EnableFgaEmulator(seed = "classpath:memberships.yaml")
@ExtendWith(OutputCaptureExtension.class)
class MembershipLookupTests extends AbstractEmulatorTests {

	private static final String MEMBERSHIPS = "/user_management/organization_memberships";

	@ParameterizedTest
	@CsvSource({ "user_alice, org_acme, t-1, 200", "user_alice, org_acme, t-2, 403", "user_erin, org_acme, t-1, 403",
			"user_erin, org_acme, t-2, 200", "user_alice, org_globex, t-1, 403", "user_dave, org_globex, t-1, 200" })
	void requestThenIsDecidedForTheMembershipOfThatUserThere(String user, String organization, String thing,
			int status) {
		assertThat(show(user, organization, thing)).hasStatus(status);
		assertThat(checks()).isOne();
	}

	@Test
	void requestsWhenUsersAndOrganizationsTakeTurnsThenNobodyActsForAnother() {
		for (int round = 0; round < 3; round++) {
			assertThat(show(ALICE, ACME, "t-1")).hasStatusOk();
			assertThat(show("user_erin", ACME, "t-1")).hasStatus(403);
			assertThat(show(ALICE, "org_globex", "t-1")).hasStatus(403);
			assertThat(show("user_dave", "org_globex", "t-1")).hasStatusOk();
		}
		assertThat(lookups()).hasSize(4);
		assertThat(this.emulator.requests(CHECKS)).extracting(RecordedRequest::path)
			.hasSize(12)
			.containsOnly(check("om_alice"), check("om_erin"), check("om_alice_globex"), check("om_dave"));
	}

	@ParameterizedTest
	@CsvSource({ "user_bob, membership in the organization is not active",
			"user_carol, membership in the organization is not active", "user_dave, WorkOS has no active membership",
			"user_nobody, WorkOS has no active membership" })
	void requestWhenNoMembershipIsActiveThenDeniedWithoutCheckAndTheLogSaysWhy(String user, String reason,
			CapturedOutput output) {
		grantEverything();
		assertDenied(show(user, ACME, "t-1"));
		assertDenied(current(user, ACME, "t-1"));
		assertThat(checks()).isZero();
		assertThat(output).containsOnlyOnce(reason).doesNotContain(user);
	}

	@Test
	void requestWhenOrganizationIsUnknownThenDenied() {
		grantEverything();
		assertDenied(show(ALICE, "org_nowhere", "t-1"));
		assertThat(checks()).isZero();
	}

	@ParameterizedTest
	@MethodSource("tricks")
	void requestWhenIdsTryToBeMoreThanIdsThenDenied(String user, String organization) {
		grantEverything();
		assertDenied(show(user, organization, "t-1"));
		assertThat(checks()).isZero();
	}

	static Stream<Arguments> tricks() {
		return Stream.of(of("user_nobody&user_id=user_alice", ACME), of("user_alice&organization_id=org_acme", "org_x"),
				of(ALICE, "org_x&organization_id=org_acme"), of(ALICE, "org_acme&statuses=active"),
				of("user_bob", "org_acme&statuses=inactive"), of("user_alice ", ACME), of("USER_ALICE", ACME),
				of("user_alice,user_erin", ACME), of("user_alice%00", ACME), of("{userId}", ACME),
				of("user_alice#", ACME), of("*", ACME), of(ALICE, "*"), of("\ud83d\ude00", ACME));
	}

	private static Arguments of(String user, String organization) {
		return Arguments.of(user, organization);
	}

	@Test
	void requestWhenTokenNamesMembershipThenThatCounts() {
		String token = this.emulator.sessionTokenBuilder(ALICE, ACME)
			.claim("organization_membership_id", "om_erin")
			.build();
		assertThat(send("/things/t-2", token)).hasStatusOk();
		assertThat(lookups()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "om_alice/../om_erin", "{{ organization_membership.id }}", "om alice" })
	void requestWhenTokenNamesWhatIsNoMembershipThenDeniedAndNotReplaced(String membership) {
		grantEverything();
		String token = this.emulator.sessionTokenBuilder(ALICE, ACME)
			.claim("organization_membership_id", membership)
			.build();
		assertDenied(send("/things/t-1", token));
		assertThat(checks()).isZero();
		assertThat(lookups()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT /om_alice/deactivate", "DELETE /om_alice" })
	void requestWhenMembershipEndsThenCurrentRulesDenyAtOnceAndOthersWithThem(String change) {
		assertThat(show(ALICE, ACME, "t-1")).hasStatusOk();
		assertThat(current(ALICE, ACME, "t-1")).hasStatusOk();
		String token = tokenWithoutMembership(ALICE, ACME);
		change(change);
		grantEverything();
		assertDenied(send("/always-current/t-1", token));
		int checks = checks();
		assertDenied(send("/things/t-1", token));
		assertThat(checks()).isEqualTo(checks);
	}

	@Test
	void requestWhenMembershipBeginsAgainThenCurrentRulesNoticeAtOnceAndOthersWithThem() {
		change("PUT /om_alice/deactivate");
		String token = tokenWithoutMembership(ALICE, ACME);
		assertDenied(send("/things/t-1", token));
		change("PUT /om_alice/reactivate");
		assertDenied(send("/things/t-1", token));
		assertThat(send("/always-current/t-1", token)).hasStatusOk();
		assertThat(send("/things/t-1", token)).hasStatusOk();
	}

	@Test
	void requestWhenThereAreSeveralMembershipsThenDeniedAndTheLogSaysWhatToDo(CapturedOutput output) {
		this.emulator.inject(Fault.on("GET", MEMBERSHIPS).body(list("om_alice", "om_erin")));
		assertDenied(show(ALICE, ACME, "t-1"));
		assertThat(checks()).isZero();
		assertThat(output).containsOnlyOnce("more than one active membership")
			.contains("Add organization_membership_id to the JWT template");
	}

	@ParameterizedTest
	@MethodSource("faults")
	void requestWhenLookupFailsThenNeitherGrantedNorDeniedAndNothingIsKept(Fault fault) {
		this.emulator.inject(fault);
		assertThat(show(ALICE, ACME, "t-1")).hasStatus(503)
			.containsHeader("Retry-After")
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("authorization_unavailable");
		assertThat(current(ALICE, ACME, "t-1")).hasStatus(503);
		assertThat(checks()).isZero();
		this.emulator.clearFaults();
		assertThat(show(ALICE, ACME, "t-1")).hasStatusOk();
	}

	static Stream<Fault> faults() {
		return Stream.of(Fault.on(MEMBERSHIPS).status(500), Fault.on(MEMBERSHIPS).status(401),
				Fault.on(MEMBERSHIPS).status(429), Fault.on(MEMBERSHIPS).resetConnection(),
				Fault.on(MEMBERSHIPS).truncateBody(), Fault.on(MEMBERSHIPS).body("{}"),
				Fault.on(MEMBERSHIPS).body("nonsense"),
				Fault.on(MEMBERSHIPS).body(list("om_alice").replace("user_alice", "user_erin")),
				Fault.on(MEMBERSHIPS).body(list("om_alice").replace("\"after\":null", "\"after\":\"again\"")));
	}

	@Test
	void requestWhenOutageAndMembershipIsKnownThenOnlyCurrentRulesAreUnavailable() {
		assertThat(show(ALICE, ACME, "t-1")).hasStatusOk();
		this.emulator.inject(Fault.on(MEMBERSHIPS).status(503));
		assertThat(show(ALICE, ACME, "t-1")).hasStatusOk();
		assertThat(current(ALICE, ACME, "t-1")).hasStatus(503);
		assertThat(show(ALICE, ACME, "t-1")).hasStatusOk();
	}

	@Test
	void requestWhenResourceIsUnresolvedOrClaimsDecideThenNothingIsLookedUp() {
		assertDenied(show(ALICE, ACME, "x".repeat(129)));
		assertThat(send("/organization", this.emulator.sessionToken(ALICE, ACME))).hasStatusOk();
		assertThat(send("/things/t-1", this.emulator.sessionToken(ALICE))).hasStatus(403)
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("organization_required");
		assertThat(lookups()).isEmpty();
	}

	private void assertDenied(MvcTestResult result) {
		assertThat(result).hasStatus(403).bodyJson().extractingPath("$.code").isEqualTo("permission_denied");
	}

	private MvcTestResult show(String user, String organization, String thing) {
		return send("/things/" + thing, tokenWithoutMembership(user, organization));
	}

	private MvcTestResult current(String user, String organization, String thing) {
		return send("/always-current/" + thing, tokenWithoutMembership(user, organization));
	}

	private String tokenWithoutMembership(String user, String organization) {
		return this.emulator.sessionTokenBuilder().claim("sub", user).claim("org_id", organization).build();
	}

	private MvcTestResult send(String uri, String token) {
		return this.mvc.method(HttpMethod.GET).uri(uri).header("Authorization", "Bearer " + token).exchange();
	}

	private List<RecordedRequest> lookups() {
		return this.emulator.requests(MEMBERSHIPS);
	}

	private void change(String change) {
		String[] parts = change.split(" ");
		RestClient.create(this.emulator.baseUrl().toString())
			.method(HttpMethod.valueOf(parts[0]))
			.uri(MEMBERSHIPS + parts[1])
			.headers((headers) -> headers.setBearerAuth(this.emulator.apiKey()))
			.retrieve()
			.toBodilessEntity();
	}

	private static String check(String membership) {
		return "/authorization/organization_memberships/" + membership + "/check";
	}

	private static String list(String... ids) {
		return "{\"data\":[" + String.join(",",
				Stream.of(ids)
					.map((id) -> "{\"id\":\"" + id + "\",\"user_id\":\"user_alice\","
							+ "\"organization_id\":\"org_acme\",\"status\":\"active\"}")
					.toList())
				+ "],\"list_metadata\":{\"before\":null,\"after\":null}}";
	}

}
