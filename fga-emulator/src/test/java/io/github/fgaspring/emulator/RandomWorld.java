package io.github.fgaspring.emulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.NaiveAccess.Grant;
import io.github.fgaspring.emulator.NaiveAccess.NaiveMembership;
import io.github.fgaspring.emulator.NaiveAccess.NaiveResource;
import io.github.fgaspring.emulator.NaiveAccess.NaiveRole;
import io.github.fgaspring.emulator.seed.Seed;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An emulator with types, roles, trees and assignments that nobody has chosen, and the
 * same once more for the {@link NaiveAccess oracle}.
 */
final class RandomWorld implements AutoCloseable {

	private static final String ORGANIZATION = "organization";

	private static final List<String> ORGANIZATIONS = List.of("org_0", "org_1");

	private final Random random;

	private final NaiveAccess oracle = new NaiveAccess();

	private final Map<String, List<String>> parentTypes = new LinkedHashMap<>();

	private final FgaEmulator emulator;

	private final EmulatorClient client;

	RandomWorld(Random random) {
		this.random = random;
		this.emulator = FgaEmulator.start(EmulatorConfig.defaults().withSeed(Seed.of(seed())));
		this.client = new EmulatorClient(this.emulator);
		ORGANIZATIONS.forEach(this::addOrganization);
		times(20, this::addResource);
		times(20, this::assign);
	}

	NaiveAccess oracle() {
		return this.oracle;
	}

	EmulatorClient client() {
		return this.client;
	}

	/**
	 * Change a little of everything.
	 */
	void change() {
		times(8, this::move);
		times(3, this::delete);
		times(4, this::unassign);
		times(4, this::addResource);
		times(4, this::assign);
	}

	private void times(int count, Runnable action) {
		for (int i = 0; i < count; i++) {
			action.run();
		}
	}

	private String seed() {
		Map<String, Object> seed = new LinkedHashMap<>();
		seed.put("resource-types", resourceTypes());
		seed.put("permissions", permissions());
		seed.put("roles", roles());
		seed.put("organizations", ORGANIZATIONS.stream().map((id) -> Map.of("id", id)).toList());
		List<Map<String, Object>> users = new ArrayList<>();
		List<Map<String, Object>> memberships = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			users.add(Map.of("id", "user_" + i, "email", i + "@random.test"));
			for (String organization : ORGANIZATIONS) {
				memberships.add(membership("user_" + i, organization));
			}
		}
		seed.put("users", users);
		seed.put("memberships", memberships);
		return JsonMapper.shared().writeValueAsString(seed);
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
				Set<String> permissions = new LinkedHashSet<>();
				times(this.random.nextInt(4), () -> permissions.add(any(this.oracle.permissionTypes.keySet())));
				NaiveRole role = new NaiveRole(type + "-role-" + i, type, permissions);
				this.oracle.roles.put(role.slug(), role);
				roles.add(Map.of("slug", role.slug(), "resource-type", type, "permissions", permissions));
			}
		}
		return roles;
	}

	private Map<String, Object> membership(String user, String organization) {
		String id = "om_" + this.oracle.memberships.size();
		String status = any(List.of("active", "active", "active", "active", "inactive", "pending"));
		this.oracle.memberships.put(id, new NaiveMembership(id, organization, status.equals("active")));
		String role = any(rolesOn(ORGANIZATION)).slug();
		// The id of the resource is known when the emulator runs.
		this.oracle.grants.add(new Grant(id, role, organization));
		return Map.of("id", id, "user", user, "organization", organization, "status", status, "roles", List.of(role));
	}

	private List<NaiveRole> rolesOn(String type) {
		return this.oracle.roles.values().stream().filter((role) -> role.type().equals(type)).toList();
	}

	private void addOrganization(String organization) {
		String id = id(this.client
			.get("/authorization/organizations/%s/resources/organization/%s".formatted(organization, organization)));
		this.oracle.resources.put(id, new NaiveResource(id, ORGANIZATION, organization, organization));
		for (Grant grant : List.copyOf(this.oracle.grants)) {
			if (grant.resource().equals(organization)) {
				this.oracle.grants.remove(grant);
				this.oracle.grants.add(new Grant(grant.membership(), grant.role(), id));
			}
		}
	}

	private void addResource() {
		NaiveResource parent = any(this.oracle.resources.values());
		List<String> types = this.parentTypes.keySet()
			.stream()
			.filter((type) -> this.parentTypes.get(type).contains(parent.type()))
			.toList();
		if (types.isEmpty()) {
			return;
		}
		String type = any(types);
		String externalId = "r" + this.random.nextInt(12);
		boolean taken = this.oracle.resources.values()
			.stream()
			.anyMatch((other) -> other.organization().equals(parent.organization()) && other.type().equals(type)
					&& other.externalId().equals(externalId));
		Response response = this.client.post("/authorization/resources", """
				{"organization_id": "%s", "resource_type_slug": "%s", "external_id": "%s", "name": "Random", %s}"""
			.formatted(parent.organization(), type, externalId, target("parent_resource", parent)));
		assertThat(response.status()).as(response.text()).isEqualTo(taken ? 409 : 201);
		if (!taken) {
			NaiveResource resource = new NaiveResource(id(response), type, externalId, parent.organization());
			this.oracle.resources.put(resource.id(), resource);
			this.oracle.parents.put(resource.id(), parent.id());
		}
	}

	private void move() {
		NaiveResource resource = any(this.oracle.resources.values());
		List<NaiveResource> allowed = this.oracle.resources.values()
			.stream()
			.filter((parent) -> canBeBelow(resource, parent))
			.toList();
		boolean mayFail = allowed.isEmpty() || this.random.nextInt(3) == 0;
		NaiveResource parent = any(mayFail ? this.oracle.resources.values() : allowed);
		// By its external id, the parent would be looked for in the same organization.
		String body = "{%s}".formatted(
				mayFail ? "\"parent_resource_id\": \"%s\"".formatted(parent.id()) : target("parent_resource", parent));
		Response response = this.client.patch("/authorization/resources/" + resource.id(), body);
		assertThat(response.status() == 200).as(response.text()).isEqualTo(allowed.contains(parent));
		if (allowed.contains(parent)) {
			this.oracle.parents.put(resource.id(), parent.id());
		}
	}

	private boolean canBeBelow(NaiveResource resource, NaiveResource parent) {
		return resource.organization().equals(parent.organization())
				&& this.parentTypes.get(resource.type()).contains(parent.type())
				&& !this.oracle.isAtOrBelow(parent, resource);
	}

	private void delete() {
		NaiveResource resource = any(this.oracle.resources.values());
		if (resource.type().equals(ORGANIZATION)) {
			return;
		}
		Response response = this.client.delete("/authorization/resources/" + resource.id() + "?cascade_delete=true");
		assertThat(response.status()).isEqualTo(204);
		this.oracle.removeWithChildren(resource);
	}

	private void assign() {
		NaiveMembership membership = any(this.oracle.memberships.values());
		NaiveResource resource = any(this.oracle.resources.values()
			.stream()
			.filter((candidate) -> candidate.organization().equals(membership.organization()))
			.toList());
		NaiveRole role = any(rolesOn(resource.type()));
		Response response = this.client.post(assignments(membership.id()),
				"{\"role_slug\": \"%s\", %s}".formatted(role.slug(), target("resource", resource)));
		assertThat(response.status()).as(response.text()).isEqualTo(201);
		this.oracle.grants.add(new Grant(membership.id(), role.slug(), resource.id()));
	}

	private void unassign() {
		Grant grant = any(this.oracle.grants);
		NaiveResource resource = this.oracle.resources.get(grant.resource());
		boolean isLast = resource.type().equals(ORGANIZATION) && this.oracle.grants.stream()
			.filter((other) -> other.membership().equals(grant.membership())
					&& other.resource().equals(grant.resource()))
			.count() == 1;
		Response response = this.client.delete(assignments(grant.membership()),
				"{\"role_slug\": \"%s\", %s}".formatted(grant.role(), target("resource", resource)));
		assertThat(response.status()).as(response.text()).isEqualTo(isLast ? 422 : 204);
		if (!isLast) {
			this.oracle.grants.remove(grant);
		}
	}

	/**
	 * Fields that name a resource, in one way or the other.
	 */
	String target(String prefix, NaiveResource resource) {
		if (this.random.nextBoolean()) {
			return "\"%s_id\": \"%s\"".formatted(prefix, resource.id());
		}
		return "\"%s_type_slug\": \"%s\", \"%s_external_id\": \"%s\"".formatted(prefix, resource.type(), prefix,
				resource.externalId());
	}

	<T> T any(Collection<T> choices) {
		return List.copyOf(choices).get(this.random.nextInt(choices.size()));
	}

	private static String assignments(String membership) {
		return "/authorization/organization_memberships/" + membership + "/role_assignments";
	}

	private static String id(Response response) {
		return response.json().get("id").stringValue();
	}

	@Override
	public void close() {
		this.emulator.close();
	}

}
