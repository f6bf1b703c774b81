package io.github.fgaspring.emulator.contract;

import java.util.List;
import java.util.Map;

import io.github.fgaspring.emulator.contract.ContractCalls.Calls;

/**
 * The calls about organizations and their memberships.
 */
final class OrganizationCalls {

	private static final String ORGANIZATIONS = "/organizations";

	private static final String MEMBERSHIPS = "/user_management/organization_memberships";

	private static final String MEMBERSHIP = MEMBERSHIPS + "/{id}";

	private OrganizationCalls() {
	}

	static void addTo(ContractCalls calls) {
		addOrganizations(calls);
		addMemberships(calls);
		addRolesOfMembership(calls);
	}

	private static void addOrganizations(ContractCalls calls) {
		calls.on("GET " + ORGANIZATIONS)
			.succeeds((fixture) -> Input.of())
			.succeeds("by name", (fixture) -> Input.of().query("search=Contract"));
		calls.on("POST " + ORGANIZATIONS)
			.succeeds("with everything",
					(fixture) -> Input.of()
						.body(Map.of("name", "Organization", "external_id", fixture.unique("organization"), "metadata",
								Map.of("tier", "gold"), "domain_data",
								List.of(Map.of("domain", fixture.unique("domain") + ".test", "state", "verified")))))
			.succeeds("with a name only", (fixture) -> Input.of().body(Map.of("name", "Organization")))
			.fails("400:external_id_already_used",
					(fixture) -> Input.of().body(Map.of("name", "Organization", "external_id", "contract")))
			.fails("400:invalid_metadata",
					(fixture) -> Input.of()
						.body(Map.of("name", "Organization", "metadata", Map.of("k".repeat(41), "v"))))
			.fails("422", "without a name", (fixture) -> Input.of().body(Map.of()));
		calls.on("GET " + ORGANIZATIONS + "/external_id/{external_id}").succeeds((fixture) -> Input.of("contract"));
		calls.on("GET " + ORGANIZATIONS + "/{id}").succeeds((fixture) -> Input.of(Fixture.ORGANIZATION));
		calls.on("PUT " + ORGANIZATIONS + "/{id}")
			.succeeds((fixture) -> Input.of(fixture.organization())
				.body(Map.of("name", "New", "metadata", Map.of("tier", "gold"))))
			.fails("400:external_id_already_used",
					(fixture) -> Input.of(fixture.organization()).body(Map.of("external_id", "contract")))
			.fails("400:invalid_metadata",
					(fixture) -> Input.of(fixture.organization())
						.body(Map.of("metadata", Map.of("key", "v".repeat(601)))))
			.fails("400:stripe_customer_id_already_used", (fixture) -> {
				Map<String, String> customer = Map.of("stripe_customer_id", fixture.unique("cus"));
				fixture.succeed("PUT", ORGANIZATIONS + "/" + fixture.organization(), customer);
				return Input.of(fixture.organization()).body(customer);
			})
			.fails("422", "name that is no text",
					(fixture) -> Input.of(fixture.organization()).body(Map.of("name", 1)));
		calls.on("DELETE " + ORGANIZATIONS + "/{id}").succeeds((fixture) -> Input.of(fixture.organization()));
	}

	private static void addMemberships(ContractCalls calls) {
		calls.on("GET " + MEMBERSHIPS)
			.succeeds("of a user", (fixture) -> Input.of().query("user_id=" + Fixture.USER))
			.succeeds("of an organization",
					(fixture) -> Input.of()
						.query("organization_id=" + Fixture.ORGANIZATION + "&statuses=active,inactive,pending"))
			.fails("400:missing_user_id_or_organization_id", (fixture) -> Input.of())
			.fails("422", "unknown status",
					(fixture) -> Input.of().query("user_id=" + Fixture.USER + "&statuses=unknown"));
		calls.on("GET " + MEMBERSHIP).succeeds((fixture) -> Input.of(Fixture.MEMBERSHIP));
		calls.on("DELETE " + MEMBERSHIP).succeeds((fixture) -> Input.of(fixture.membership()));
		calls.on("PUT " + MEMBERSHIP + "/deactivate")
			.succeeds("an active one", (fixture) -> Input.of(fixture.membership()))
			.succeeds("an inactive one", (fixture) -> Input.of(fixture.inactiveMembership()))
			.fails("400:cannot_deactivate_pending_organization_membership", (fixture) -> Input.of("om_pending"));
		calls.on("PUT " + MEMBERSHIP + "/reactivate")
			.succeeds("an inactive one", (fixture) -> Input.of(fixture.inactiveMembership()))
			.succeeds("an active one", (fixture) -> Input.of(fixture.membership()))
			.fails("400:cannot_reactivate_pending_organization_membership", (fixture) -> Input.of("om_pending"));
	}

	private static void addRolesOfMembership(ContractCalls calls) {
		calls.on("POST " + MEMBERSHIPS)
			.succeeds("with the default role",
					(fixture) -> Input.of()
						.body(Map.of("user_id", fixture.user(), "organization_id", Fixture.ORGANIZATION)))
			.fails("400:cannot_reactivate_pending_organization_membership",
					(fixture) -> Input.of()
						.body(Map.of("user_id", "user_pending", "organization_id", Fixture.ORGANIZATION)))
			.fails("404", "unknown user",
					(fixture) -> Input.of().body(Map.of("user_id", "unknown", "organization_id", Fixture.ORGANIZATION)))
			.fails("422:invalid_request_parameters", "without a user",
					(fixture) -> Input.of().body(Map.of("organization_id", Fixture.ORGANIZATION)));
		addRoles(calls.on("POST " + MEMBERSHIPS), (fixture, field, value) -> Input.of()
			.body(Map.of("user_id", fixture.user(), "organization_id", Fixture.ORGANIZATION, field, value)));
		addRoles(calls.on("PUT " + MEMBERSHIP),
				(fixture, field, value) -> Input.of(fixture.membership()).body(Map.of(field, value)));
		calls.on("PUT " + MEMBERSHIP)
			.fails("422:invalid_request_parameters", "role and roles", (fixture) -> Input.of(fixture.membership())
				.body(Map.of("role_slug", "member", "role_slugs", List.of("member"))));
	}

	private static void addRoles(Calls calls, Request request) {
		calls.succeeds("with a role", (fixture) -> request.with(fixture, "role_slug", "member"))
			.succeeds("with roles", (fixture) -> request.with(fixture, "role_slugs", List.of("member")))
			.fails("422:invalid_role", (fixture) -> request.with(fixture, "role_slug", "unknown"))
			.fails("422:sub_resource_scoped_role_not_allowed",
					(fixture) -> request.with(fixture, "role_slug", "workspace-admin"));
	}

	/**
	 * A request that gives a membership its roles.
	 */
	private interface Request {

		Input with(Fixture fixture, String field, Object value);

	}

}
