package io.github.fgaspring.emulator.seed;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.fgaspring.emulator.model.Accounts;
import io.github.fgaspring.emulator.model.IdSequence;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.MembershipStatus;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.User;
import io.github.fgaspring.emulator.model.UserProfile;

/**
 * Reads the organizations, users and memberships of a seed.
 */
final class AccountsReader {

	private final Map<String, Role> declaredRoles;

	private final Instant now;

	private final Map<String, Organization> organizations = new LinkedHashMap<>();

	private final Map<String, Organization> organizationsByExternalId = new HashMap<>();

	private final Map<String, User> users = new LinkedHashMap<>();

	private final Map<String, User> usersByEmail = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final Map<String, User> usersByExternalId = new HashMap<>();

	private final Map<String, Membership> memberships = new LinkedHashMap<>();

	private final Map<String, String> membershipsByPair = new HashMap<>();

	private final Map<String, List<String>> rolesByMembership = new LinkedHashMap<>();

	private AccountsReader(Map<String, Role> declaredRoles, Instant now) {
		this.declaredRoles = declaredRoles;
		this.now = now;
	}

	static AccountsReader read(SeedNode root, Map<String, Role> declaredRoles, Instant now) {
		AccountsReader reader = new AccountsReader(declaredRoles, now);
		root.list("organizations").forEach(reader::readOrganization);
		root.list("users").forEach(reader::readUser);
		root.list("memberships").forEach(reader::readMembership);
		return reader;
	}

	Accounts accounts() {
		Accounts accounts = new Accounts();
		this.organizations.values().forEach(accounts.organizations()::put);
		this.users.values().forEach(accounts.users()::put);
		this.memberships.values().forEach(accounts.memberships()::put);
		return accounts;
	}

	Map<String, Organization> organizations() {
		return this.organizations;
	}

	Map<String, Membership> memberships() {
		return this.memberships;
	}

	// The roles in the whole organization.
	Map<String, List<String>> rolesByMembership() {
		return this.rolesByMembership;
	}

	private void readOrganization(SeedNode node) {
		node.allowOnlyKeys("id", "name", "external-id");
		String id = node.text("id");
		Organization organization = new Organization(id, node.text("name", id), node.optionalText("external-id"),
				List.of(), Map.of(), null, false, this.now, this.now);
		declareId(node, "organization", this.organizations, organization);
		declareExternalId(node, this.organizationsByExternalId, organization);
	}

	private void readUser(SeedNode node) {
		node.allowOnlyKeys("id", "email", "password", "first-name", "last-name", "external-id");
		UserProfile profile = new UserProfile(node.optionalText("first-name"), node.optionalText("last-name"), null,
				true, node.optionalText("external-id"), null, Map.of());
		User user = new User(node.text("id"), node.text("email"), node.optionalText("password"), profile, null,
				this.now, this.now);
		declareId(node, "user", this.users, user);
		node.require("email").declare("email", this.usersByEmail, user);
		declareExternalId(node, this.usersByExternalId, user);
	}

	private static <T> void declareId(SeedNode node, String what, Map<String, T> byId, T value) {
		SeedNode id = node.require("id");
		if (IdSequence.isReserved(id.text())) {
			throw id.problem("the emulator gives ids such as '%s' itself; write another one".formatted(id.text()));
		}
		id.declare(what, byId, value);
	}

	private static <T> void declareExternalId(SeedNode node, Map<String, T> byExternalId, T value) {
		SeedNode externalId = node.find("external-id");
		if (externalId != null) {
			externalId.declare("external id", byExternalId, value);
		}
	}

	private void readMembership(SeedNode node) {
		node.allowOnlyKeys("id", "user", "organization", "roles", "status");
		User user = node.require("user").lookUp("user", this.users);
		Organization organization = node.require("organization").lookUp("organization", this.organizations);
		refuseSecondMembership(node, user, organization);
		Membership membership = new Membership(node.text("id"), user.id(), organization.id(), readStatus(node),
				this.now, this.now);
		declareId(node, "membership", this.memberships, membership);
		this.rolesByMembership.put(membership.id(), readRoles(node));
	}

	private void refuseSecondMembership(SeedNode node, User user, Organization organization) {
		String other = this.membershipsByPair.putIfAbsent(user.id() + " " + organization.id(), node.text("id"));
		if (other != null) {
			throw node.require("user")
				.problem("the membership '%s' is of the same user in the same organization; write one of them only"
					.formatted(other));
		}
	}

	private List<String> readRoles(SeedNode node) {
		List<SeedNode> roles = node.list("roles");
		if (roles.isEmpty()) {
			return List.of(defaultRole(node).slug());
		}
		Set<String> slugs = new LinkedHashSet<>();
		for (SeedNode role : roles) {
			if (!slugs.add(readRole(role).slug())) {
				throw role.problem("the membership has the role '%s' already; write it once".formatted(role.text()));
			}
		}
		return List.copyOf(slugs);
	}

	private Role defaultRole(SeedNode node) {
		Role role = this.declaredRoles.get(Role.DEFAULT);
		if (role == null) {
			throw new IllegalStateException("Role " + Role.DEFAULT + " was not read");
		}
		if (!role.isHeldInOrganization()) {
			throw node.problem("without roles, a membership has the role '%s', which is one on resources of type '%s'; "
				.formatted(role.slug(), role.resourceType()) + "write roles: and an organization role");
		}
		return role;
	}

	private Role readRole(SeedNode node) {
		Role role = node.lookUp("role", this.declaredRoles);
		if (!role.isHeldInOrganization()) {
			throw node.problem(
					"'%s' is a role on resources of type '%s'; write an organization role, or assign it under assignments:"
						.formatted(role.slug(), role.resourceType()));
		}
		return role;
	}

	private static MembershipStatus readStatus(SeedNode node) {
		SeedNode status = node.find("status");
		if (status == null) {
			return MembershipStatus.ACTIVE;
		}
		return MembershipStatus.find(status.text())
			.orElseThrow(() -> status.problem("there is no status '%s'; write one of: %s".formatted(status.text(),
					String.join(", ", MembershipStatus.slugs()))));
	}

}
