package io.github.fgaspring.emulator.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A state with a listener to its changes. Time goes on by a second whenever it is looked
 * at.
 */
final class World {

	final EmulatorState state;

	final StateChanges changes;

	final RecordingListener listener;

	World() {
		AccessModel accessModel = new AccessModel(List.of(new ResourceType(ResourceType.ORGANIZATION, List.of()),
				new ResourceType("project", List.of(ResourceType.ORGANIZATION, "project"))));
		this.state = new EmulatorState(
				new EmulatorState.Settings("sk_test_emulator", "client_emulator", new SecondsClock()), new IdSequence(),
				new EmulatorState.Contents(accessModel, new Accounts(), new ResourceTree(), new RoleAssignments(), null,
						List.of()));
		this.listener = new RecordingListener(this.state);
		this.changes = new StateChanges(this.state, this.listener);
	}

	Organization organization(String id) {
		Organization organization = new Organization(id, id, null, List.of(), Map.of(), null, false, now(), now());
		this.changes.create(organization);
		return organization;
	}

	Resource root(Organization organization) {
		return this.state.resources().find(ResourceKey.ofOrganization(organization.id())).orElseThrow();
	}

	User user(String id) {
		User user = new User(id, id + "@example.test", "secret",
				new UserProfile(null, null, null, true, null, null, Map.of()), null, now(), now());
		this.changes.create(user);
		return user;
	}

	Membership membership(String id, User user, Organization organization, Role... roles) {
		Membership membership = new Membership(id, user.id(), organization.id(), MembershipStatus.ACTIVE, now(), now());
		this.changes.create(membership, List.of(roles));
		return membership;
	}

	Permission permission(String slug) {
		Permission permission = new Permission(this.state.newId("perm"), slug, slug, null, "project", now(), now());
		this.changes.create(permission);
		return permission;
	}

	Role role(String slug, String type, @Nullable Organization organization, String... permissions) {
		Role role = new Role(this.state.newId("role"), slug, slug, null, type,
				(organization != null) ? organization.id() : null, Set.of(permissions), now(), now());
		this.changes.create(role);
		return role;
	}

	Role role(String slug) {
		return role(slug, ResourceType.ORGANIZATION, null);
	}

	Resource resource(String externalId, Resource parent) {
		Resource resource = new Resource(this.state.newId("authz_resource"),
				new ResourceKey(parent.key().organizationId(), "project", externalId), externalId, null, parent.key(),
				now(), now());
		this.changes.create(resource);
		return resource;
	}

	Group group(String id, Organization organization, Membership... members) {
		Group group = new Group(id, organization.id(), id, null, now(), now());
		this.changes.create(group);
		Stream.of(members).forEach((member) -> this.changes.addMember(group, member));
		return group;
	}

	Session session(String id, User user, @Nullable Organization organization) {
		Session session = new Session(id, user.id(), (organization != null) ? organization.id() : null, "password",
				now(), now(), now().plus(Duration.ofDays(1)), null);
		this.changes.create(session);
		return session;
	}

	Instant now() {
		return this.state.now();
	}

	/**
	 * What a membership holds, each as {@code role on resource}.
	 */
	List<String> held(Membership membership) {
		return this.state.assignments()
			.all((assignment) -> assignment.membershipId().equals(membership.id()))
			.stream()
			.map((assignment) -> assignment.role() + " on " + assignment.resource().externalId())
			.toList();
	}

	/**
	 * Everything in the state, to be compared.
	 */
	List<Object> everything() {
		Accounts accounts = this.state.accounts();
		List<Resource> resources = this.state.resources().all();
		List<Group> groups = this.state.groups().groups().all();
		return List.of(accounts.organizations().all(), accounts.users().all(), accounts.memberships().all(),
				this.state.accessModel().permissions(), this.state.accessModel().roles(),
				this.state.accessModel().findResourceType("project"), resources,
				resources.stream().map((resource) -> this.state.resources().find(resource.key())).toList(),
				resources.stream().map((resource) -> this.state.resources().children(resource.key())).toList(),
				this.state.assignments().all((assignment) -> true), indexed(), groups,
				groups.stream().map((group) -> List.copyOf(this.state.groups().members(group))).toList(),
				this.state.groups().assignments().all(), this.state.sessions().sessions().all(), refreshTokens(),
				this.state.events().all(), String.valueOf(this.state.jwtTemplate()), this.state.webhooks());
	}

	private List<Object> indexed() {
		return this.state.accounts()
			.memberships()
			.all()
			.stream()
			.<Object>flatMap((membership) -> this.state.resources()
				.all()
				.stream()
				.map((resource) -> this.state.assignments().of(membership.id(), resource.key())))
			.toList();
	}

	private List<Object> refreshTokens() {
		return Stream.of("good", "used", "new")
			.<Object>flatMap((token) -> Stream.of(this.state.sessions().findByRefreshToken(token),
					this.state.sessions().isUsed(token)))
			.toList();
	}

	/**
	 * A clock that goes on by a second whenever it is looked at.
	 */
	private static final class SecondsClock extends Clock {

		private Instant last = Instant.parse("2026-11-01T12:00:00Z");

		@Override
		public Instant instant() {
			this.last = this.last.plusSeconds(1);
			return this.last;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			throw new UnsupportedOperationException();
		}

	}

}
