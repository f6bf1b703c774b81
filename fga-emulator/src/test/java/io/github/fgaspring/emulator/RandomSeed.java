package io.github.fgaspring.emulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.github.fgaspring.emulator.NaiveAccess.Grant;
import io.github.fgaspring.emulator.NaiveAccess.NaiveMembership;
import io.github.fgaspring.emulator.NaiveAccess.NaiveRole;
import io.github.fgaspring.emulator.seed.Seed;
import tools.jackson.databind.json.JsonMapper;

/**
 * Types, permissions, roles and memberships that nobody has chosen, as a seed and for the
 * {@link NaiveAccess oracle}.
 */
final class RandomSeed {

	static final String ORGANIZATION = "organization";

	static final List<String> ORGANIZATIONS = List.of("org_0", "org_1");

	private final Random random;

	private final NaiveAccess oracle;

	private final Map<String, List<String>> parentTypes = new LinkedHashMap<>();

	private final Map<String, Object> seed = new LinkedHashMap<>();

	RandomSeed(Random random, NaiveAccess oracle) {
		this.random = random;
		this.oracle = oracle;
		this.seed.put("resource-types", resourceTypes());
		this.seed.put("permissions", permissions());
		this.seed.put("roles", roles());
		this.seed.put("organizations", ORGANIZATIONS.stream().map((id) -> Map.of("id", id)).toList());
		addMemberships();
	}

	Seed toSeed() {
		return Seed.of(JsonMapper.shared().writeValueAsString(this.seed));
	}

	/**
	 * The types that a resource of each type can be under.
	 */
	Map<String, List<String>> parentTypes() {
		return this.parentTypes;
	}

	Set<String> anyPermissions() {
		Set<String> permissions = new LinkedHashSet<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			permissions.add(any(this.oracle.permissionTypes.keySet()));
		}
		return permissions;
	}

	private List<Map<String, Object>> resourceTypes() {
		this.parentTypes.put(ORGANIZATION, List.of());
		List<Map<String, Object>> types = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			String type = "type-" + i;
			Set<String> parents = new LinkedHashSet<>(List.of(any(this.parentTypes.keySet())));
			parents.add(any(this.parentTypes.keySet()));
			if (this.random.nextBoolean()) {
				parents.add(type);
			}
			this.parentTypes.put(type, List.copyOf(parents));
			types.add(Map.of("slug", type, "parents", parents));
		}
		return types;
	}

	private List<Map<String, Object>> permissions() {
		List<Map<String, Object>> permissions = new ArrayList<>();
		for (String type : this.parentTypes.keySet()) {
			for (String action : List.of("view", "edit")) {
				String slug = type + ":" + action;
				this.oracle.permissionTypes.put(slug, type);
				permissions.add(Map.of("slug", slug, "resource-type", type));
			}
		}
		return permissions;
	}

	private List<Map<String, Object>> roles() {
		List<Map<String, Object>> roles = new ArrayList<>();
		for (String type : this.parentTypes.keySet()) {
			for (int i = 0; i < 3; i++) {
				NaiveRole role = new NaiveRole(type + "-role-" + i, type, "", anyPermissions());
				this.oracle.roles.add(role);
				roles.add(Map.of("slug", role.slug(), "resource-type", type, "permissions", role.permissions()));
			}
		}
		return roles;
	}

	private void addMemberships() {
		List<Map<String, Object>> users = new ArrayList<>();
		List<Map<String, Object>> memberships = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			users.add(Map.of("id", "user_" + i, "email", i + "@random.test"));
			for (String organization : ORGANIZATIONS) {
				memberships.add(membership("user_" + i, organization));
			}
		}
		this.seed.put("users", users);
		this.seed.put("memberships", memberships);
	}

	private Map<String, Object> membership(String user, String organization) {
		String id = "om_" + this.oracle.memberships.size();
		String status = any(List.of("active", "active", "active", "active", "inactive", "pending"));
		this.oracle.memberships.put(id, new NaiveMembership(id, organization, status.equals("active")));
		String role = ORGANIZATION + "-role-" + this.random.nextInt(3);
		// The id of the organization's resource is known once the emulator runs.
		this.oracle.grants.add(new Grant(id, role, organization));
		return Map.of("id", id, "user", user, "organization", organization, "status", status, "roles", List.of(role));
	}

	private <T> T any(Collection<T> choices) {
		return List.copyOf(choices).get(this.random.nextInt(choices.size()));
	}

}
