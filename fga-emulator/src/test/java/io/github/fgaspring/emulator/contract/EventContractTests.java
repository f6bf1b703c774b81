package io.github.fgaspring.emulator.contract;

import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares every event with the tables of the contract.
 */
class EventContractTests {

	private static final String ROLES = "/authorization/roles/";

	private static final String ORGANIZATION_ROLES = "/authorization/organizations/org_contract/roles/";

	private static final String PERMISSIONS = "/authorization/permissions/";

	private static final String GROUPS = "/organizations/org_contract/groups/";

	private static final String MEMBERSHIPS = "/user_management/organization_memberships/";

	private static final String USERS = "/user_management/users/";

	private static final String ORGANIZATIONS = "/organizations/";

	private static final Map<String, String> NEW_NAME = Map.of("name", "New");

	private static final Map<String, Consumer<Fixture>> CAUSES = Map.ofEntries(
			Map.entry("authentication.password_failed", (fixture) -> fixture.failToSignIn(fixture.user())),
			Map.entry("authentication.password_succeeded", (fixture) -> fixture.signIn(fixture.user())),
			Map.entry("group.created", Fixture::group),
			Map.entry("group.updated", (fixture) -> fixture.succeed("PATCH", GROUPS + fixture.group(), NEW_NAME)),
			Map.entry("group.deleted", (fixture) -> fixture.delete(GROUPS + fixture.group())),
			Map.entry("group.member_added", (fixture) -> fixture.addToGroup(fixture.group(), fixture.membership())),
			Map.entry("group.member_removed", EventContractTests::removeFromGroup),
			Map.entry("organization.created", Fixture::organization),
			Map.entry("organization.updated",
					(fixture) -> fixture.succeed("PUT", ORGANIZATIONS + fixture.organization(), NEW_NAME)),
			Map.entry("organization.deleted", (fixture) -> fixture.delete(ORGANIZATIONS + fixture.organization())),
			Map.entry("organization_membership.created", Fixture::membership),
			Map.entry("organization_membership.updated", Fixture::inactiveMembership),
			Map.entry("organization_membership.deleted",
					(fixture) -> fixture.delete(MEMBERSHIPS + fixture.membership())),
			Map.entry("organization_role.created", Fixture::organizationRole),
			Map.entry("organization_role.updated",
					(fixture) -> fixture.succeed("PATCH", ORGANIZATION_ROLES + fixture.organizationRole(), NEW_NAME)),
			Map.entry("organization_role.deleted",
					(fixture) -> fixture.delete(ORGANIZATION_ROLES + fixture.organizationRole())),
			Map.entry("permission.created", Fixture::permission),
			Map.entry("permission.updated",
					(fixture) -> fixture.succeed("PATCH", PERMISSIONS + fixture.permission(), NEW_NAME)),
			Map.entry("permission.deleted", (fixture) -> fixture.delete(PERMISSIONS + fixture.permission())),
			Map.entry("role.created", Fixture::role),
			Map.entry("role.updated", (fixture) -> fixture.succeed("PATCH", ROLES + fixture.role(), NEW_NAME)),
			Map.entry("session.created", (fixture) -> fixture.signIn(fixture.user())),
			Map.entry("session.revoked", EventContractTests::revokeSession), Map.entry("user.created", Fixture::user),
			Map.entry("user.updated",
					(fixture) -> fixture.succeed("PUT", USERS + fixture.user(), Map.of("first_name", "Ada"))),
			Map.entry("user.deleted", (fixture) -> fixture.delete(USERS + fixture.user())));

	private static Fixture fixture;

	@BeforeAll
	static void start() {
		fixture = new Fixture();
	}

	@AfterAll
	static void stop() {
		fixture.close();
	}

	@Test
	void causesWhenComparedWithTheTableThenCoverIt() {
		assertThat(CAUSES.keySet()).isEqualTo(Contract.EVENTS.keySet());
	}

	@ParameterizedTest
	@MethodSource("types")
	void eventWhenCausedThenIsAsDeclared(String type) {
		CAUSES.get(type).accept(fixture);
		JsonNode events = fixture.get("/events?limit=1&events=" + type).json();
		assertThat(Contract.OBJECTS.deviations(events, "log of Event")).as(events.toString()).isEmpty();
		assertThat(events.get("data")).hasSize(1);
		JsonNode event = events.get("data").get(0);
		assertThat(event.get("event").stringValue()).isEqualTo(type);
		assertThat(Contract.OBJECTS.deviations(event.get("data"), Contract.EVENTS.get(type))).as(event.toString())
			.isEmpty();
	}

	static Iterable<String> types() {
		return Contract.EVENTS.keySet();
	}

	private static void removeFromGroup(Fixture fixture) {
		String group = fixture.group();
		String membership = fixture.membership();
		fixture.addToGroup(group, membership);
		fixture.delete(GROUPS + group + "/organization-memberships/" + membership);
	}

	private static void revokeSession(Fixture fixture) {
		String session = fixture.session(fixture.user());
		fixture.succeed("POST", "/user_management/sessions/revoke", Map.of("session_id", session));
	}

}
