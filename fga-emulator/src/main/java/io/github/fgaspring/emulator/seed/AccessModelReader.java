package io.github.fgaspring.emulator.seed;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.fgaspring.emulator.model.AccessModel;
import io.github.fgaspring.emulator.model.IdSequence;
import io.github.fgaspring.emulator.model.Permission;
import io.github.fgaspring.emulator.model.ResourceType;
import io.github.fgaspring.emulator.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * Reads the resource types, permissions and roles of a seed.
 */
final class AccessModelReader {

	private final IdSequence ids;

	private final Instant now;

	private final Map<String, ResourceType> resourceTypes = new LinkedHashMap<>();

	private final Map<String, Permission> permissions = new LinkedHashMap<>();

	private final Map<String, Role> roles = new LinkedHashMap<>();

	private AccessModelReader(IdSequence ids, Instant now) {
		this.ids = ids;
		this.now = now;
	}

	static AccessModelReader read(SeedNode root, IdSequence ids, Instant now) {
		AccessModelReader reader = new AccessModelReader(ids, now);
		reader.readResourceTypes(root.list("resource-types"));
		root.list("permissions").forEach(reader::readPermission);
		root.list("roles").forEach(reader::readRole);
		if (!reader.roles.containsKey(Role.DEFAULT)) {
			reader.roles.put(Role.DEFAULT,
					reader.role(Role.DEFAULT, "Member", null, ResourceType.ORGANIZATION, Set.of()));
		}
		return reader;
	}

	AccessModel accessModel() {
		AccessModel model = new AccessModel(this.resourceTypes.values());
		this.permissions.values().forEach(model::put);
		this.roles.values().forEach(model::put);
		return model;
	}

	Map<String, ResourceType> resourceTypes() {
		return this.resourceTypes;
	}

	Map<String, Role> roles() {
		return this.roles;
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
		node.allowOnlyKeys("slug", "name", "description", "resource-type");
		String slug = node.text("slug");
		Permission permission = permission(slug, node.text("name", slug), node.optionalText("description"),
				readResourceType(node));
		node.require("slug").declare("permission", this.permissions, permission);
	}

	private void readRole(SeedNode node) {
		node.allowOnlyKeys("slug", "name", "description", "resource-type", "permissions");
		Set<String> slugs = new LinkedHashSet<>();
		node.list("permissions").forEach((permission) -> slugs.add(permission.text()));
		String slug = node.text("slug");
		Role role = role(slug, node.text("name", slug), node.optionalText("description"), readResourceType(node),
				slugs);
		node.require("slug").declare("role", this.roles, role);
		// A permission that only roles name needs no entry of its own.
		slugs.forEach((permission) -> this.permissions.computeIfAbsent(permission,
				(undeclared) -> permission(undeclared, undeclared, null, typeOfUndeclared(undeclared, role))));
	}

	// "project:edit" is for projects if there is such a type.
	private String typeOfUndeclared(String permission, Role role) {
		String prefix = permission.replaceFirst(":.*", "");
		return this.resourceTypes.containsKey(prefix) ? prefix : role.resourceType();
	}

	private String readResourceType(SeedNode node) {
		SeedNode type = node.find("resource-type");
		return (type != null) ? type.lookUp("resource type", this.resourceTypes).slug() : ResourceType.ORGANIZATION;
	}

	private Permission permission(String slug, String name, @Nullable String description, String resourceType) {
		return new Permission(this.ids.next("perm"), slug, name, description, resourceType, this.now, this.now);
	}

	private Role role(String slug, String name, @Nullable String description, String resourceType,
			Set<String> permissions) {
		return new Role(this.ids.next("role"), slug, name, description, resourceType, null, permissions, this.now,
				this.now);
	}

}
