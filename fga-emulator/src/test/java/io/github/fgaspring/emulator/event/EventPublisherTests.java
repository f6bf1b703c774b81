package io.github.fgaspring.emulator.event;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Event;
import io.github.fgaspring.emulator.model.Group;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.MembershipStatus;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.Permission;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.Session;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.model.User;
import io.github.fgaspring.emulator.model.UserProfile;
import io.github.fgaspring.emulator.seed.Seed;
import io.github.fgaspring.emulator.seed.SeedReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class EventPublisherTests {

	private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

	private static final String TIMES = "'created_at': '2026-11-01T12:00:00.000Z', 'updated_at': '2026-11-01T12:00:00.000Z'}";

	private static final Organization INITECH = new Organization("org_initech", "Initech", null, List.of(), Map.of(),
			null, false, NOW, NOW);

	private static final User ZOE = new User("user_zoe", "zoe@acme.test", "secret",
			new UserProfile("Zoe", null, null, true, null, null, Map.of()), null, NOW, NOW);

	private static final Membership MEMBERSHIP = new Membership("om_bob_globex", "user_bob", "org_globex",
			MembershipStatus.ACTIVE, NOW, NOW);

	private static final Permission PERMISSION = new Permission("perm_1", "report:view", "View", null, "project", NOW,
			NOW);

	private static final Group GROUP = new Group("group_1", "org_acme", "Staff", null, NOW, NOW);

	private static final Session SESSION = new Session("session_1", "user_alice", "org_acme", "password", NOW, NOW,
			NOW.plusSeconds(60), null);

	private final EmulatorState state = SeedReader.read(Seed.load(Path.of("src/test/resources/acme.yaml")),
			Clock.fixed(NOW, ZoneOffset.UTC));

	private final List<Event> received = new ArrayList<>();

	private final StateChanges changes = new StateChanges(this.state,
			new EventPublisher(this.state, this.received::add));

	@ParameterizedTest
	@MethodSource
	void changeWhenItHappensThenIsToldInTheFormOfEvents(Consumer<StateChanges> change, String type,
			@Nullable String organizationId, String data) {
		change.accept(this.changes);
		Event event = this.received.get(this.received.size() - 1);
		assertThat(event.type()).isEqualTo(type);
		assertThat(event.organizationId()).isEqualTo(organizationId);
		assertThat(event.createdAt()).isEqualTo(NOW);
		JsonMapper json = JsonMapper.shared();
		assertThat(json.readTree(json.writeValueAsString(event.data())))
			.isEqualTo(json.readTree(data.replace('\'', '"')));
		assertThat(this.state.events().all()).isEqualTo(this.received);
	}

	static List<Arguments> changeWhenItHappensThenIsToldInTheFormOfEvents() {
		String organization = "{'object': 'organization', 'id': 'org_initech', 'name': 'Initech', 'domains': [], "
				+ "'metadata': {}, 'external_id': null, " + TIMES;
		String user = "{'object': 'user', 'id': 'user_zoe', 'email': 'zoe@acme.test', 'email_verified': true, "
				+ "'first_name': 'Zoe', 'last_name': null, 'name': null, 'profile_picture_url': null, "
				+ "'external_id': null, 'metadata': {}, 'last_sign_in_at': null, 'locale': null, " + TIMES;
		String membership = "{'object': 'organization_membership', 'id': 'om_bob_globex', 'user_id': 'user_bob', "
				+ "'organization_id': 'org_globex', 'status': 'active', 'directory_managed': false, "
				+ "'custom_attributes': {}, 'role': {'slug': 'member'}, 'roles': [{'slug': 'member'}], " + TIMES;
		String permission = "{'object': 'permission', 'id': 'perm_1', 'slug': 'report:view', 'name': 'View', "
				+ "'description': null, 'system': false, 'resource_type_slug': 'project', " + TIMES;
		String role = "{'object': 'role', 'slug': 'owner', 'resource_type_slug': 'organization', "
				+ "'permissions': ['org:view'], " + TIMES;
		String ownRole = "{'object': 'organization_role', 'organization_id': 'org_acme', 'slug': 'owner', "
				+ "'name': 'Owner', 'description': null, 'resource_type_slug': 'organization', "
				+ "'permissions': ['org:view'], " + TIMES;
		String group = "{'object': 'group', 'id': 'group_1', 'organization_id': 'org_acme', 'name': 'Staff', "
				+ "'description': null, " + TIMES;
		String member = "{'group_id': 'group_1', 'organization_membership_id': 'om_bob_globex'}";
		String session = "{'object': 'session', 'id': 'session_1', 'user_id': 'user_alice', "
				+ "'organization_id': 'org_acme', 'auth_method': 'password', 'status': '%s', 'ip_address': null, "
				+ "'user_agent': null, 'expires_at': '2026-11-01T12:01:00.000Z', 'ended_at': %s, " + TIMES;
		return List.of(row((changes) -> changes.create(INITECH), "organization.created", "org_initech", organization),
				row((changes) -> changes.update(INITECH), "organization.updated", "org_initech", organization),
				row((changes) -> changes.delete(INITECH), "organization.deleted", "org_initech", organization),
				row((changes) -> changes.create(ZOE), "user.created", null, user),
				row((changes) -> changes.update(ZOE), "user.updated", null, user),
				row((changes) -> changes.delete(ZOE), "user.deleted", null, user),
				row(EventPublisherTests::join, "organization_membership.created", "org_globex", membership),
				row(after(EventPublisherTests::join, (changes) -> changes.update(MEMBERSHIP)),
						"organization_membership.updated", "org_globex", membership),
				row(after(EventPublisherTests::join, (changes) -> changes.delete(MEMBERSHIP)),
						"organization_membership.deleted", "org_globex", membership),
				row((changes) -> changes.create(PERMISSION), "permission.created", null, permission),
				row((changes) -> changes.update(PERMISSION), "permission.updated", null, permission),
				row((changes) -> changes.delete(PERMISSION), "permission.deleted", null, permission),
				row((changes) -> changes.create(owner(null)), "role.created", null, role),
				row((changes) -> changes.update(owner(null)), "role.updated", null, role),
				row((changes) -> changes.delete(owner(null)), "role.deleted", null, role),
				row((changes) -> changes.create(owner("org_acme")), "organization_role.created", "org_acme", ownRole),
				row((changes) -> changes.update(owner("org_acme")), "organization_role.updated", "org_acme", ownRole),
				row((changes) -> changes.delete(owner("org_acme")), "organization_role.deleted", "org_acme", ownRole),
				row((changes) -> changes.create(GROUP), "group.created", "org_acme", group),
				row((changes) -> changes.update(GROUP), "group.updated", "org_acme", group),
				row((changes) -> changes.delete(GROUP), "group.deleted", "org_acme", group),
				row((changes) -> changes.addMember(GROUP, MEMBERSHIP), "group.member_added", "org_acme", member),
				row(after((changes) -> changes.addMember(GROUP, MEMBERSHIP),
						(changes) -> changes.removeMember(GROUP, MEMBERSHIP)), "group.member_removed", "org_acme",
						member),
				row((changes) -> changes.create(SESSION), "session.created", "org_acme",
						session.formatted("active", "null")),
				row((changes) -> changes.revoke(SESSION), "session.revoked", "org_acme",
						session.formatted("revoked", "'2026-11-01T12:00:00.000Z'")));
	}

	@Test
	void changeWhenItIsOfResourcesThenNothingIsTold() {
		this.changes.delete(this.state.resources().all());
		assertThat(this.received).isEmpty();
	}

	private static Arguments row(Consumer<StateChanges> change, String type, @Nullable String organizationId,
			String data) {
		return Arguments.of(change, type, organizationId, data);
	}

	private static Consumer<StateChanges> after(Consumer<StateChanges> first, Consumer<StateChanges> second) {
		return first.andThen(second);
	}

	private static void join(StateChanges changes) {
		Role member = new Role("role_1", "member", "Member", null, "organization", null, Set.of(), NOW, NOW);
		changes.create(MEMBERSHIP, List.of(member));
	}

	private static Role owner(@Nullable String organizationId) {
		return new Role("role_2", "owner", "Owner", null, "organization", organizationId, Set.of("org:view"), NOW, NOW);
	}

}
