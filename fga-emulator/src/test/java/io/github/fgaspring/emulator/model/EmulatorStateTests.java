package io.github.fgaspring.emulator.model;

import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@TestMethodOrder(MethodOrderer.Random.class)
class EmulatorStateTests {

	private static final String WEBHOOK = "http://127.0.0.1/webhook";

	private final World world = new World();

	private final EmulatorState state = this.world.state;

	@BeforeEach
	void fillWorld() {
		Organization acme = this.world.organization("acme");
		User alice = this.world.user("alice");
		Membership membership = this.world.membership("om-alice", alice, acme, this.world.role("member"));
		Role editor = this.world.role("editor", "project", null, "project:edit");
		this.world.role("org-custom", "project", acme);
		this.world.permission("project:edit");
		Resource web = this.world.resource("web", this.world.root(acme));
		this.world.resource("page", web);
		Group group = this.world.group("group", acme, membership);
		this.world.changes.assign(membership, editor, web);
		this.world.changes.assign(group, editor, web);
		Session session = this.world.session("session", alice, acme);
		this.state.sessions().addRefreshToken("used", session);
		this.state.sessions().useRefreshToken("used");
		this.state.sessions().addRefreshToken("good", session);
		this.state.events().put(new Event("event", "user.created", null, this.world.now(), Map.of()));
		this.state.setJwtTemplate(JwtTemplate.parse("{\"email\": \"{{ user.email }}\"}", Instant.EPOCH));
		this.world.changes.add(webhook(WEBHOOK));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void restoreWhenChangedThenEverythingIsAsItWas(Consumer<World> change) {
		List<Object> before = this.world.everything();
		EmulatorState.Snapshot snapshot = this.state.snapshot();
		change.accept(this.world);
		assertThat(this.world.everything()).isNotEqualTo(before);
		this.state.restore(snapshot);
		assertThat(this.world.everything()).isEqualTo(before);
	}

	@ParameterizedTest
	@MethodSource("changes")
	void restoreWhenRestoredBeforeThenLaterChangesAreNotInTheSnapshot(Consumer<World> change) {
		List<Object> before = this.world.everything();
		EmulatorState.Snapshot snapshot = this.state.snapshot();
		this.state.restore(snapshot);
		change.accept(this.world);
		assertThat(this.world.everything()).isNotEqualTo(before);
		this.state.restore(snapshot);
		assertThat(this.world.everything()).isEqualTo(before);
	}

	static Stream<Named<Consumer<World>>> changes() {
		return Stream.of(change("new organization", (world) -> world.organization("globex")),
				change("no organization", (world) -> world.changes.delete(organization(world))),
				change("new user", (world) -> world.user("bob")),
				change("other user", (world) -> world.changes.update(user(world).signedIn(world.now()))),
				change("no user", (world) -> world.changes.delete(user(world))),
				change("other membership",
						(world) -> world.changes
							.update(membership(world).withStatus(MembershipStatus.INACTIVE, world.now()))),
				change("other roles",
						(world) -> world.changes.replaceRoles(membership(world), List.of(world.role("admin")))),
				change("no membership", (world) -> world.changes.delete(membership(world))),
				change("new permission", (world) -> world.permission("project:view")),
				change("no permission",
						(world) -> world.changes
							.delete(world.state.accessModel().findPermission("project:edit").orElseThrow())),
				change("new role", (world) -> world.role("admin")),
				change("other role",
						(world) -> world.changes.update(role(world, "editor").withPermissions(Set.of(), world.now()))),
				change("no role", (world) -> world.changes.delete(role(world, "org-custom"))),
				change("new resource", (world) -> world.resource("crm", resource(world, "web"))),
				change("moved resource", EmulatorStateTests::movePageUp),
				change("no resource",
						(world) -> world.changes.delete(world.state.resources().subtree(resource(world, "web")))),
				change("new assignment",
						(world) -> world.changes.assign(membership(world), role(world, "editor"),
								resource(world, "page"))),
				change("no assignment",
						(world) -> world.changes.unassign(membership(world),
								world.state.assignments().all(RoleAssignment::isDirect).get(0))),
				change("new group", (world) -> world.group("other", organization(world), membership(world))),
				change("no member", (world) -> world.changes.removeMember(group(world), membership(world))),
				change("no group", (world) -> world.changes.delete(group(world))),
				change("new group assignment",
						(world) -> world.changes.assign(group(world), role(world, "editor"), resource(world, "page"))),
				change("no group assignment",
						(world) -> world.changes.unassign(world.state.groups().assignments().all().get(0))),
				change("new session", (world) -> world.session("other", user(world), null)),
				change("no session", (world) -> world.changes.revoke(session(world))),
				change("new refresh token", (world) -> world.state.sessions().addRefreshToken("new", session(world))),
				change("used refresh token", (world) -> world.state.sessions().useRefreshToken("good")),
				change("new event",
						(world) -> world.state.events()
							.put(new Event("other", "user.deleted", null, world.now(), Map.of()))),
				change("other template",
						(world) -> world.state.setJwtTemplate(JwtTemplate.parse("{\"one\": 1}", Instant.EPOCH))),
				change("new webhook", (world) -> world.changes.add(webhook("http://127.0.0.1/new"))),
				change("no webhook", (world) -> world.changes.removeWebhook(URI.create(WEBHOOK))));
	}

	private static Webhook webhook(String url) {
		return new Webhook(URI.create(url), "whsec_test");
	}

	private static Named<Consumer<World>> change(String name, Consumer<World> change) {
		return Named.of(name, change);
	}

	private static void movePageUp(World world) {
		Resource page = resource(world, "page");
		world.changes.update(new Resource(page.id(), page.key(), page.name(), null, ResourceKey.ofOrganization("acme"),
				page.createdAt(), world.now()));
	}

	private static Organization organization(World world) {
		return world.state.accounts().organizations().find("acme").orElseThrow();
	}

	private static User user(World world) {
		return world.state.accounts().users().find("alice").orElseThrow();
	}

	private static Membership membership(World world) {
		return world.state.accounts().memberships().find("om-alice").orElseThrow();
	}

	private static Role role(World world, String slug) {
		return world.state.accessModel().findRole("acme", slug).orElseThrow();
	}

	private static Resource resource(World world, String externalId) {
		return world.state.resources().find(new ResourceKey("acme", "project", externalId)).orElseThrow();
	}

	private static Group group(World world) {
		return world.state.groups().groups().find("group").orElseThrow();
	}

	private static Session session(World world) {
		return world.state.sessions().sessions().find("session").orElseThrow();
	}

	@Test
	void restoreWhenThereWasNoTemplateThenThereIsNone() {
		World fresh = new World();
		EmulatorState.Snapshot snapshot = fresh.state.snapshot();
		fresh.state.setJwtTemplate(JwtTemplate.parse("{\"one\": 1}", Instant.EPOCH));
		fresh.state.restore(snapshot);
		assertThat(fresh.state.jwtTemplate()).isNull();
	}

	@Test
	void newIdWhenRestoredThenIsNeverGivenTwice() {
		Set<String> given = new HashSet<>();
		for (String prefix : List.of("user", "authz_resource", "user")) {
			assertThat(given.add(this.state.newId(prefix))).isTrue();
		}
		EmulatorState.Snapshot snapshot = this.state.snapshot();
		for (int i = 0; i < 3; i++) {
			this.state.restore(snapshot);
			assertThat(given.add(this.state.newId("user"))).isTrue();
			assertThat(given.add(this.state.newId("authz_resource"))).isTrue();
		}
		assertThat(given).allSatisfy((id) -> assertThat(id).contains("_emulator_"));
	}

	@Test
	void toStringWhenPrintedThenHidesTheKeyAndPasswords() {
		assertThat(this.state.toString()).contains("client_emulator").doesNotContain("sk_test_emulator");
		assertThat(user(this.world).password()).isEqualTo("secret");
		assertThat(user(this.world).toString()).contains("alice").doesNotContain("secret");
	}

}
