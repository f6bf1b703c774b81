package io.github.fgaspring.emulator.seed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.emulator.model.AccessModel;
import io.github.fgaspring.emulator.model.Accounts;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.MembershipStatus;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.User;

/**
 * Reads the organizations, users and memberships of a seed.
 */
final class AccountsReader {

	private final AccessModel accessModel;

	private final Instant now;

	private final Map<String, Organization> organizations = new LinkedHashMap<>();

	private final Map<String, Organization> organizationsByExternalId = new HashMap<>();

	private final Map<String, User> users = new LinkedHashMap<>();

	private final Map<String, User> usersByEmail = new HashMap<>();

	private final Map<String, User> usersByExternalId = new HashMap<>();

	private final Map<String, Membership> memberships = new LinkedHashMap<>();

	private AccountsReader(AccessModel accessModel, Instant now) {
		this.accessModel = accessModel;
		this.now = now;
	}

	static Accounts read(SeedNode root, AccessModel accessModel, Instant now) {
		AccountsReader reader = new AccountsReader(accessModel, now);
		root.list("organizations").forEach(reader::readOrganization);
		root.list("users").forEach(reader::readUser);
		root.list("memberships").forEach(reader::readMembership);
		return new Accounts(reader.organizations, reader.users, reader.memberships);
	}

	private void readOrganization(SeedNode node) {
		node.allowOnlyKeys("id", "name", "external-id");
		String id = node.text("id");
		Organization organization = new Organization(id, node.text("name", id), node.optionalText("external-id"));
		node.require("id").declare("organization", this.organizations, organization);
		declareExternalId(node, this.organizationsByExternalId, organization);
	}

	private void readUser(SeedNode node) {
		node.allowOnlyKeys("id", "email", "password", "external-id");
		User user = new User(node.text("id"), node.text("email"), node.optionalText("password"),
				node.optionalText("external-id"), this.now);
		node.require("id").declare("user", this.users, user);
		node.require("email").declare("email", this.usersByEmail, user);
		declareExternalId(node, this.usersByExternalId, user);
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
		Membership membership = new Membership(node.text("id"), user.id(), organization.id(), readRoles(node),
				readStatus(node), this.now);
		node.require("id").declare("membership", this.memberships, membership);
	}

	private void refuseSecondMembership(SeedNode node, User user, Organization organization) {
		for (Membership other : this.memberships.values()) {
			if (other.userId().equals(user.id()) && other.organizationId().equals(organization.id())) {
				throw node.require("user")
					.problem("the membership '%s' is of the same user in the same organization; write one of them only"
						.formatted(other.id()));
			}
		}
	}

	private List<String> readRoles(SeedNode node) {
		List<String> slugs = new ArrayList<>();
		for (SeedNode role : node.list("roles")) {
			slugs.add(readRole(role).slug());
		}
		return slugs.isEmpty() ? List.of(AccessModelReader.DEFAULT_ROLE) : slugs;
	}

	private Role readRole(SeedNode node) {
		Role role = node.lookUp("role", this.accessModel.roles());
		if (!role.isOrganizationRole()) {
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
