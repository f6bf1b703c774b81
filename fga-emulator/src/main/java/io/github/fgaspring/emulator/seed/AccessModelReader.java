package io.github.fgaspring.emulator.seed;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.fgaspring.emulator.model.AccessModel;
import io.github.fgaspring.emulator.model.Permission;
import io.github.fgaspring.emulator.model.ResourceType;
import io.github.fgaspring.emulator.model.Role;

/**
 * Reads the resource types, permissions and roles of a seed.
 */
final class AccessModelReader {

	/**
	 * The role that WorkOS gives to a membership for which no role was chosen.
	 */
	static final String DEFAULT_ROLE = "member";

	private final Map<String, ResourceType> resourceTypes = new LinkedHashMap<>();

	private final Map<String, Permission> permissions = new LinkedHashMap<>();

	private final Map<String, Role> roles = new LinkedHashMap<>();

	private AccessModelReader() {
	}

	static AccessModel read(SeedNode root) {
		AccessModelReader reader = new AccessModelReader();
		reader.readResourceTypes(root.list("resource-types"));
		root.list("permissions").forEach(reader::readPermission);
		root.list("roles").forEach(reader::readRole);
		reader.roles.putIfAbsent(DEFAULT_ROLE, new Role(DEFAULT_ROLE, ResourceType.ORGANIZATION, Set.of()));
		return new AccessModel(reader.resourceTypes, reader.permissions, reader.roles);
	}

	private void readResourceTypes(List<SeedNode> nodes) {
		this.resourceTypes.put(ResourceType.ORGANIZATION, new ResourceType(ResourceType.ORGANIZATION, List.of()));
		for (SeedNode node : nodes) {
			node.allowOnlyKeys("slug", "parents");
			List<String> parents = node.list("parents").stream().map(SeedNode::text).toList();
			ResourceType type = new ResourceType(node.text("slug"),
					parents.isEmpty() ? List.of(ResourceType.ORGANIZATION) : parents);
			node.require("slug").declare("resource type", this.resourceTypes, type);
		}
		for (SeedNode node : nodes) {
			node.list("parents").forEach((parent) -> parent.lookUp("resource type", this.resourceTypes));
		}
		for (SeedNode node : nodes) {
			validateReachesOrganization(node);
		}
	}

	// A type may be under itself (folders in folders) and types may be under each other,
	// as long as there is a way out: without one, no resource could ever be the first.
	private void validateReachesOrganization(SeedNode node) {
		Set<String> above = new LinkedHashSet<>(List.of(node.text("slug")));
		int known = 0;
		while (known < above.size()) {
			known = above.size();
			for (String slug : List.copyOf(above)) {
				above.addAll(type(slug).parents());
			}
		}
		if (!above.contains(ResourceType.ORGANIZATION)) {
			throw node.require("parents")
				.problem("the parents form a cycle that never reaches '%s'; write a parent outside of: %s"
					.formatted(ResourceType.ORGANIZATION, String.join(", ", above)));
		}
	}

	private ResourceType type(String slug) {
		ResourceType type = this.resourceTypes.get(slug);
		if (type == null) {
			throw new IllegalStateException("Resource type " + slug + " was not read");
		}
		return type;
	}

	private void readPermission(SeedNode node) {
		node.allowOnlyKeys("slug", "resource-type");
		Permission permission = new Permission(node.text("slug"), readResourceType(node));
		node.require("slug").declare("permission", this.permissions, permission);
	}

	private void readRole(SeedNode node) {
		node.allowOnlyKeys("slug", "resource-type", "permissions");
		Set<String> slugs = new LinkedHashSet<>();
		node.list("permissions").forEach((permission) -> slugs.add(permission.text()));
		Role role = new Role(node.text("slug"), readResourceType(node), slugs);
		node.require("slug").declare("role", this.roles, role);
		// A permission that only roles name needs no entry of its own.
		slugs.forEach((slug) -> this.permissions.putIfAbsent(slug, new Permission(slug, role.resourceType())));
	}

	private String readResourceType(SeedNode node) {
		SeedNode type = node.find("resource-type");
		return (type != null) ? type.lookUp("resource type", this.resourceTypes).slug() : ResourceType.ORGANIZATION;
	}

}
