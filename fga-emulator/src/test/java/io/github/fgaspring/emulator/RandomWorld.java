package io.github.fgaspring.emulator;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.NaiveAccess.Grant;
import io.github.fgaspring.emulator.NaiveAccess.NaiveGroup;
import io.github.fgaspring.emulator.NaiveAccess.NaiveMembership;
import io.github.fgaspring.emulator.NaiveAccess.NaiveResource;
import io.github.fgaspring.emulator.NaiveAccess.NaiveRole;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An emulator with a {@link RandomSeed}, and changes over its API that nobody has chosen
 * either. Each is made once more for the {@link NaiveAccess oracle}.
 */
final class RandomWorld implements AutoCloseable {

	private static final String RESOURCES = "/authorization/resources";

	private final Random random;

	private final NaiveAccess oracle = new NaiveAccess();

	private final RandomSeed seed;

	private final FgaEmulator emulator;

	private final EmulatorClient client;

	RandomWorld(Random random) {
		this.random = random;
		this.seed = new RandomSeed(random, this.oracle);
		this.emulator = FgaEmulator.start(EmulatorConfig.defaults().withSeed(this.seed.toSeed()));
		this.client = new EmulatorClient(this.emulator);
		RandomSeed.ORGANIZATIONS.forEach(this::addOrganization);
		RandomSeed.ORGANIZATIONS.forEach(this::addOrganizationRole);
		RandomSeed.ORGANIZATIONS.forEach(this::addGroup);
		times(20, this::addResource);
		times(15, this::assign);
		times(6, this::assignToGroup);
		times(4, this::join);
		times(3, this::assignToGroup);
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
		times(2, this::leave);
		times(2, this::unassignFromGroup);
		times(2, this::replacePermissions);
		times(2, this::deactivate);
		times(4, this::addResource);
		times(4, this::assign);
		times(2, this::assignToGroup);
		times(2, this::join);
	}

	private static void times(int count, Runnable action) {
		for (int i = 0; i < count; i++) {
			action.run();
		}
	}

	private void addOrganization(String organization) {
		String id = id(this.client
			.get("/authorization/organizations/%s/resources/organization/%s".formatted(organization, organization)));
		this.oracle.resources.put(id, new NaiveResource(id, RandomSeed.ORGANIZATION, organization, organization));
		for (Grant grant : List.copyOf(this.oracle.grants)) {
			if (grant.resource().equals(organization)) {
				this.oracle.grants.remove(grant);
				this.oracle.grants.add(new Grant(grant.holder(), grant.role(), id));
			}
		}
	}

	// Both organizations have a role of this name.
	private void addOrganizationRole(String organization) {
		String type = any(this.seed.parentTypes().keySet());
		String path = "/authorization/organizations/" + organization + "/roles";
		assertStatus(201, this.client.post(path, """
				{"slug": "org-own", "name": "Own", "resource_type_slug": "%s"}""".formatted(type)));
		NaiveRole role = new NaiveRole("org-own", type, organization, this.seed.anyPermissions());
		assertStatus(200, this.client.put(path + "/org-own/permissions", permissions(role)));
		this.oracle.roles.add(role);
	}

	private void addGroup(String organization) {
		Response response = this.client.post(groups(organization), "{\"name\": \"Random\"}");
		assertStatus(201, response);
		this.oracle.groups.add(new NaiveGroup(id(response), organization, new LinkedHashSet<>()));
	}

	private void addResource() {
		NaiveResource parent = any(this.oracle.resources.values());
		List<String> types = this.seed.parentTypes()
			.keySet()
			.stream()
			.filter((type) -> this.seed.parentTypes().get(type).contains(parent.type()))
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
		Response response = this.client.post(RESOURCES, """
				{"organization_id": "%s", "resource_type_slug": "%s", "external_id": "%s", "name": "Random", %s}"""
			.formatted(parent.organization(), type, externalId, target("parent_resource", parent)));
		assertStatus(taken ? 409 : 201, response);
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
		Response response = this.client.patch(RESOURCES + "/" + resource.id(), body);
		assertThat(response.status() == 200).as(response.text()).isEqualTo(allowed.contains(parent));
		if (allowed.contains(parent)) {
			this.oracle.parents.put(resource.id(), parent.id());
		}
	}

	private boolean canBeBelow(NaiveResource resource, NaiveResource parent) {
		return resource.organization().equals(parent.organization())
				&& this.seed.parentTypes().get(resource.type()).contains(parent.type())
				&& !this.oracle.isAtOrBelow(parent, resource);
	}

	private void delete() {
		NaiveResource resource = any(this.oracle.resources.values());
		if (!resource.type().equals(RandomSeed.ORGANIZATION)) {
			assertStatus(204, this.client.delete(RESOURCES + "/" + resource.id() + "?cascade_delete=true"));
			this.oracle.removeWithChildren(resource);
		}
	}

	private void assign() {
		NaiveMembership membership = any(this.oracle.memberships.values());
		Grant grant = anyGrant(membership.id(), membership.organization());
		assertStatus(201, this.client.post(assignments(grant), body(grant)));
		this.oracle.grants.add(grant);
	}

	private void unassign() {
		Grant grant = any(this.oracle.grants);
		boolean isLast = resource(grant).type().equals(RandomSeed.ORGANIZATION) && this.oracle.grants.stream()
			.filter((other) -> other.holder().equals(grant.holder()) && other.resource().equals(grant.resource()))
			.count() == 1;
		assertStatus(isLast ? 422 : 204, this.client.delete(assignments(grant), body(grant)));
		if (!isLast) {
			this.oracle.grants.remove(grant);
		}
	}

	private void assignToGroup() {
		NaiveGroup group = any(this.oracle.groups);
		Grant grant = anyGrant(group.id(), group.organization());
		boolean isNew = this.oracle.groupGrants.add(grant);
		assertStatus(isNew ? 201 : 409, this.client.post(groupAssignments(grant), body(grant)));
	}

	private void unassignFromGroup() {
		if (!this.oracle.groupGrants.isEmpty()) {
			Grant grant = any(this.oracle.groupGrants);
			assertStatus(204, this.client.delete(groupAssignments(grant), body(grant)));
			this.oracle.groupGrants.remove(grant);
		}
	}

	private void join() {
		NaiveGroup group = any(this.oracle.groups);
		NaiveMembership membership = any(this.oracle.memberships.values());
		boolean isAllowed = membership.organization().equals(group.organization());
		assertStatus(isAllowed ? 200 : 404, this.client.post(members(group),
				"{\"organization_membership_id\": \"%s\"}".formatted(membership.id())));
		if (isAllowed) {
			group.members().add(membership.id());
		}
	}

	private void leave() {
		NaiveGroup group = any(this.oracle.groups);
		if (!group.members().isEmpty()) {
			String membership = any(group.members());
			assertStatus(204, this.client.delete(members(group) + "/" + membership));
			group.members().remove(membership);
		}
	}

	private void replacePermissions() {
		NaiveRole role = any(this.oracle.roles);
		role.permissions().clear();
		role.permissions().addAll(this.seed.anyPermissions());
		String path = role.organization().isEmpty() ? "/authorization/roles/"
				: "/authorization/organizations/" + role.organization() + "/roles/";
		assertStatus(200, this.client.put(path + role.slug() + "/permissions", permissions(role)));
	}

	private void deactivate() {
		NaiveMembership membership = any(this.oracle.memberships.values());
		if (membership.active()) {
			assertStatus(200, this.client
				.putNothing("/user_management/organization_memberships/" + membership.id() + "/deactivate"));
			this.oracle.memberships.put(membership.id(),
					new NaiveMembership(membership.id(), membership.organization(), false));
		}
	}

	private Grant anyGrant(String holder, String organization) {
		NaiveResource resource = any(this.oracle.resources.values()
			.stream()
			.filter((candidate) -> candidate.organization().equals(organization))
			.toList());
		NaiveRole role = any(this.oracle.roles.stream()
			.filter((candidate) -> candidate.type().equals(resource.type()) && candidate.isIn(organization))
			.toList());
		return new Grant(holder, role.slug(), resource.id());
	}

	private String body(Grant grant) {
		return "{\"role_slug\": \"%s\", %s}".formatted(grant.role(), target("resource", resource(grant)));
	}

	private NaiveResource resource(Grant grant) {
		return this.oracle.resources.get(grant.resource());
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

	private static String permissions(NaiveRole role) {
		Set<String> permissions = role.permissions();
		return "{\"permissions\": %s}".formatted(JsonMapper.shared().writeValueAsString(permissions));
	}

	private static String assignments(Grant grant) {
		return "/authorization/organization_memberships/" + grant.holder() + "/role_assignments";
	}

	private static String groupAssignments(Grant grant) {
		return "/authorization/groups/" + grant.holder() + "/role_assignments";
	}

	private static String groups(String organization) {
		return "/organizations/" + organization + "/groups";
	}

	private static String members(NaiveGroup group) {
		return groups(group.organization()) + "/" + group.id() + "/organization-memberships";
	}

	private static String id(Response response) {
		return response.json().get("id").stringValue();
	}

	private static void assertStatus(int expected, Response response) {
		assertThat(response.status()).as(response.text()).isEqualTo(expected);
	}

	@Override
	public void close() {
		this.emulator.close();
	}

}
