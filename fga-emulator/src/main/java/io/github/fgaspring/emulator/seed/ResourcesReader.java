package io.github.fgaspring.emulator.seed;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.fgaspring.emulator.model.IdSequence;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.ResourceKey;
import io.github.fgaspring.emulator.model.ResourceTree;
import io.github.fgaspring.emulator.model.ResourceType;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.RoleAssignment;
import io.github.fgaspring.emulator.model.RoleAssignments;
import org.jspecify.annotations.Nullable;

/**
 * Reads the resources of a seed and the roles assigned on them.
 */
final class ResourcesReader {

	/**
	 * The longest external id, in characters, that WorkOS accepts.
	 */
	private static final int MAX_EXTERNAL_ID_LENGTH = 128;

	private final AccessModelReader accessModel;

	private final AccountsReader accounts;

	private final IdSequence ids;

	private final Instant now;

	private final Map<ResourceKey, Resource> resources = new LinkedHashMap<>();

	private ResourcesReader(AccessModelReader accessModel, AccountsReader accounts, IdSequence ids, Instant now) {
		this.accessModel = accessModel;
		this.accounts = accounts;
		this.ids = ids;
		this.now = now;
	}

	static ResourcesReader read(SeedNode root, AccessModelReader accessModel, AccountsReader accounts, IdSequence ids,
			Instant now) {
		ResourcesReader reader = new ResourcesReader(accessModel, accounts, ids, now);
		accounts.organizations().values().forEach(reader::addOrganization);
		reader.readResources(root.list("resources"));
		return reader;
	}

	ResourceTree tree() {
		ResourceTree tree = new ResourceTree();
		this.resources.values().forEach(tree::put);
		return tree;
	}

	RoleAssignments readAssignments(SeedNode root) {
		RoleAssignments assignments = new RoleAssignments();
		this.accounts.rolesByMembership().forEach((membershipId, roles) -> {
			ResourceKey organization = ResourceKey.ofOrganization(membership(membershipId).organizationId());
			roles.forEach((role) -> add(assignments, membershipId, role, organization));
		});
		root.list("assignments").forEach((node) -> readAssignment(node, assignments));
		return assignments;
	}

	private Membership membership(String id) {
		Membership membership = this.accounts.memberships().get(id);
		if (membership == null) {
			throw new IllegalStateException("Membership " + id + " was not read");
		}
		return membership;
	}

	private void add(RoleAssignments assignments, String membershipId, String role, ResourceKey resource) {
		assignments
			.add(new RoleAssignment(this.ids.next("role_assignment"), membershipId, role, resource, null, this.now));
	}

	private void addOrganization(Organization organization) {
		add(ResourceKey.ofOrganization(organization.id()), organization.name(), null, null);
	}

	private void add(ResourceKey key, String name, @Nullable String description, @Nullable ResourceKey parent) {
		this.resources.put(key,
				new Resource(this.ids.next("authz_resource"), key, name, description, parent, this.now, this.now));
	}

	private void readResources(List<SeedNode> nodes) {
		// A child may be written before its parent: every resource first, then the tree.
		Map<ResourceKey, SeedNode> added = new LinkedHashMap<>();
		for (SeedNode node : nodes) {
			added.put(readResource(node), node);
		}
		added.forEach((key, node) -> validateParent(node, key));
		Set<ResourceKey> reaching = new HashSet<>();
		added.forEach((key, node) -> validateReachesOrganization(node, key, reaching));
	}

	private ResourceKey readResource(SeedNode node) {
		node.allowOnlyKeys("type", "external-id", "name", "description", "organization", "parent");
		ResourceType type = readType(node);
		if (ResourceType.ORGANIZATION.equals(type.slug())) {
			throw node.require("type")
				.problem("every organization is a resource already; write another type or leave the resource out");
		}
		Organization organization = node.require("organization").lookUp("organization", this.accounts.organizations());
		String externalId = readExternalId(node.require("external-id"));
		ResourceKey key = new ResourceKey(organization.id(), type.slug(), externalId);
		if (this.resources.containsKey(key)) {
			throw node.require("external-id")
				.problem("the %s '%s' is there already in '%s'; write another one".formatted(type.slug(), externalId,
						organization.id()));
		}
		add(key, node.text("name", externalId), node.optionalText("description"), readParent(node, organization.id()));
		return key;
	}

	private ResourceType readType(SeedNode node) {
		return node.require("type").lookUp("resource type", this.accessModel.resourceTypes());
	}

	private static String readExternalId(SeedNode node) {
		String externalId = node.text();
		if (externalId.length() > MAX_EXTERNAL_ID_LENGTH || !externalId.chars().allMatch((c) -> c < 128)) {
			throw node.problem(
					"WorkOS does not accept it; write at most %d ASCII characters".formatted(MAX_EXTERNAL_ID_LENGTH));
		}
		return externalId;
	}

	private static ResourceKey readParent(SeedNode node, String organizationId) {
		SeedNode parent = node.find("parent");
		return (parent != null) ? readKey(parent, organizationId) : ResourceKey.ofOrganization(organizationId);
	}

	private static ResourceKey readKey(SeedNode node, String organizationId) {
		node.allowOnlyKeys("type", "external-id");
		return new ResourceKey(organizationId, node.text("type"), node.text("external-id"));
	}

	private void validateParent(SeedNode node, ResourceKey key) {
		SeedNode parentNode = node.find("parent");
		ResourceKey parent = readParent(node, key.organizationId());
		List<String> allowed = readType(node).parents();
		if (!allowed.contains(parent.type())) {
			throw ((parentNode != null) ? parentNode : node).problem(
					"a resource of type '%s' cannot be under one of type '%s'; write a parent of one of the types: %s"
						.formatted(key.type(), parent.type(), String.join(", ", allowed)));
		}
		if (parentNode != null) {
			require(parentNode, parent);
		}
	}

	private void require(SeedNode node, ResourceKey key) {
		readType(node);
		if (!this.resources.containsKey(key)) {
			throw node.problem("there is no %s '%s' in '%s'; write one that is declared under resources:"
				.formatted(key.type(), key.externalId(), key.organizationId()));
		}
	}

	// Stops at what is known to reach its organization, so that no way is gone twice.
	private void validateReachesOrganization(SeedNode node, ResourceKey key, Set<ResourceKey> reaching) {
		Set<ResourceKey> path = new HashSet<>();
		@Nullable ResourceKey current = key;
		while (current != null && !reaching.contains(current)) {
			if (!path.add(current)) {
				throw node.require("parent")
					.problem("the parents form a cycle through %s '%s'; write another parent for one of them"
						.formatted(current.type(), current.externalId()));
			}
			Resource resource = this.resources.get(current);
			current = (resource != null) ? resource.parent() : null;
		}
		reaching.addAll(path);
	}

	private void readAssignment(SeedNode node, RoleAssignments assignments) {
		node.allowOnlyKeys("membership", "role", "resource");
		Membership membership = node.require("membership").lookUp("membership", this.accounts.memberships());
		Role role = node.require("role").lookUp("role", this.accessModel.roles());
		ResourceKey resource = readResourceOf(node, membership);
		if (!role.resourceType().equals(resource.type())) {
			throw node.require("role")
				.problem("'%s' is a role on resources of type '%s', not '%s'; %s".formatted(role.slug(),
						role.resourceType(), resource.type(), SeedNode.hint(rolesOn(resource.type()))));
		}
		if (assignments.of(membership.id(), resource).stream().anyMatch((other) -> other.role().equals(role.slug()))) {
			throw node.require("role")
				.problem("the membership '%s' holds '%s' there already; write it once".formatted(membership.id(),
						role.slug()));
		}
		add(assignments, membership.id(), role.slug(), resource);
	}

	private ResourceKey readResourceOf(SeedNode node, Membership membership) {
		SeedNode resourceNode = node.find("resource");
		if (resourceNode == null) {
			return ResourceKey.ofOrganization(membership.organizationId());
		}
		ResourceKey resource = readKey(resourceNode, membership.organizationId());
		require(resourceNode, resource);
		return resource;
	}

	private List<String> rolesOn(String type) {
		return this.accessModel.roles()
			.values()
			.stream()
			.filter((role) -> role.resourceType().equals(type))
			.map(Role::slug)
			.toList();
	}

}
