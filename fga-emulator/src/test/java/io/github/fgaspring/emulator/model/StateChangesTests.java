package io.github.fgaspring.emulator.model;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

@TestMethodOrder(MethodOrderer.Random.class)
class StateChangesTests {

	private final World world = new World();

	private final StateChanges changes = this.world.changes;

	private final Accounts accounts = this.world.state.accounts();

	private Organization acme;

	private Organization globex;

	private User alice;

	private User bob;

	private Role member;

	private Role editor;

	private Membership aliceAtAcme;

	private Membership bobAtAcme;

	private Membership aliceAtGlobex;

	@BeforeEach
	void fillWorld() {
		this.acme = this.world.organization("acme");
		this.globex = this.world.organization("globex");
		this.alice = this.world.user("alice");
		this.bob = this.world.user("bob");
		this.member = this.world.role("member");
		this.editor = this.world.role("editor", "project", null, "project:edit");
		this.aliceAtAcme = this.world.membership("alice-at-acme", this.alice, this.acme, this.member);
		this.bobAtAcme = this.world.membership("bob-at-acme", this.bob, this.acme, this.member);
		this.aliceAtGlobex = this.world.membership("alice-at-globex", this.alice, this.globex, this.member);
		this.world.listener.take();
	}

	@Test
	void createOrganizationWhenDoneThenHasResourceOfItsOwn() {
		Organization initech = this.world.organization("initech");
		assertHeard("organization CREATED initech");
		Resource root = this.world.root(initech);
		assertThat(root.isOrganization()).isTrue();
		assertThat(root.name()).isEqualTo("initech");
		assertThat(this.world.state.resources().findById(root.id())).hasValue(root);
		assertThat(this.accounts.organizations().find("initech")).hasValue(initech);
	}

	@Test
	void updateOrganizationWhenRenamedThenRenamesItsResource() {
		Resource root = this.world.root(this.acme);
		Resource project = this.world.resource("web", root);
		Organization renamed = new Organization("acme", "Acme Ltd", null, List.of(), this.acme.metadata(), null, false,
				this.acme.createdAt(), this.world.now());
		this.changes.update(renamed);
		assertHeard("organization UPDATED acme");
		assertThat(this.accounts.organizations().find("acme")).hasValue(renamed);
		assertThat(this.world.root(this.acme)).isEqualTo(
				new Resource(root.id(), root.key(), "Acme Ltd", null, null, root.createdAt(), renamed.updatedAt()));
		assertThat(this.world.state.resources().children(root.key())).containsExactly(project);
	}

	@Test
	void deleteOrganizationWhenFullThenTakesEverythingAlong() {
		Role custom = this.world.role("org-custom", ResourceType.ORGANIZATION, this.acme);
		this.world.role("org-custom", ResourceType.ORGANIZATION, this.globex);
		Resource web = this.world.resource("web", this.world.root(this.acme));
		this.world.resource("page", web);
		Resource other = this.world.resource("other", this.world.root(this.globex));
		this.changes.assign(this.aliceAtAcme, this.editor, web);
		RoleAssignment kept = this.changes.assign(this.aliceAtGlobex, this.editor, other);
		Group group = this.world.group("group", this.acme, this.aliceAtAcme);
		this.world.group("empty", this.acme);
		Group otherGroup = this.world.group("other-group", this.globex, this.aliceAtGlobex);
		this.changes.assign(group, custom, this.world.root(this.acme));
		GroupRoleAssignment keptOfGroup = this.changes.assign(otherGroup, this.editor, other);
		this.world.session("at-acme", this.alice, this.acme);
		this.world.session("at-globex", this.alice, this.globex);
		this.world.session("nowhere", this.alice, null);
		this.world.listener.take();

		this.changes.delete(this.acme);

		assertHeard("member DELETED group alice-at-acme", "membership DELETED alice-at-acme [member]",
				"session DELETED at-acme", "membership DELETED bob-at-acme [member]", "group DELETED group",
				"group DELETED empty", "role DELETED org-custom []", "organization DELETED acme");
		assertThat(this.accounts.organizations().all()).containsExactly(this.globex);
		assertThat(this.accounts.users().all()).extracting(User::id).containsExactly("alice", "bob");
		assertThat(this.accounts.memberships().all()).containsExactly(this.aliceAtGlobex);
		assertThat(this.world.state.resources().all()).containsExactly(this.world.root(this.globex), other);
		assertThat(this.world.state.resources().children(ResourceKey.ofOrganization("acme"))).isEmpty();
		assertThat(this.world.state.assignments().all((assignment) -> assignment.isDirect()))
			.extracting(RoleAssignment::membershipId)
			.containsExactly("alice-at-globex", "alice-at-globex");
		assertThat(this.world.state.assignments().find(kept.id())).isPresent();
		assertThat(this.world.held(this.aliceAtGlobex)).containsExactly("member on globex", "editor on other",
				"editor on other");
		assertThat(this.world.state.groups().groups().all()).containsExactly(otherGroup);
		assertThat(this.world.state.groups().members(group)).isEmpty();
		assertThat(this.world.state.groups().assignments().all()).containsExactly(keptOfGroup);
		assertThat(this.world.state.accessModel().organizationRoles("acme")).isEmpty();
		assertThat(this.world.state.accessModel().organizationRoles("globex")).hasSize(1);
		assertThat(activeSessions()).containsExactly("at-globex", "nowhere");
	}

	@Test
	void userWhenCreatedAndUpdatedThenTellsSo() {
		User carol = this.world.user("carol");
		assertHeard("user CREATED carol");
		User signedIn = carol.signedIn(this.world.now());
		this.changes.update(signedIn);
		assertHeard("user UPDATED carol");
		assertThat(this.accounts.users().find("carol")).hasValue(signedIn);
	}

	@Test
	void deleteUserWhenMemberThenTakesMembershipsAndSessionsAlong() {
		this.world.session("at-acme", this.alice, this.acme);
		this.world.session("nowhere", this.alice, null);
		this.world.session("of-bob", this.bob, this.acme);
		this.changes.revoke(this.world.session("over", this.alice, null));
		this.world.group("group", this.acme, this.bobAtAcme, this.aliceAtAcme);
		this.world.listener.take();

		this.changes.delete(this.alice);

		assertHeard("member DELETED group alice-at-acme", "membership DELETED alice-at-acme [member]",
				"session DELETED at-acme", "membership DELETED alice-at-globex [member]", "session DELETED nowhere",
				"user DELETED alice");
		assertThat(this.accounts.users().all()).extracting(User::id).containsExactly("bob");
		assertThat(this.accounts.memberships().all()).containsExactly(this.bobAtAcme);
		assertThat(this.accounts.organizations().all()).containsExactly(this.acme, this.globex);
		assertThat(activeSessions()).containsExactly("of-bob");
	}

	@Test
	void createMembershipWhenRolesThenHoldsThemInItsOrganization() {
		Role admin = this.world.role("admin");
		this.world.listener.take();
		Membership membership = this.world.membership("bob-at-globex", this.bob, this.globex, admin, this.member);
		assertHeard("membership CREATED bob-at-globex [admin, member]");
		assertThat(this.accounts.findMembership("bob", "globex")).hasValue(membership);
		assertThat(this.world.held(membership)).containsExactly("admin on globex", "member on globex");
	}

	@Test
	void updateMembershipWhenStatusThenKeepsRoles() {
		Membership inactive = this.aliceAtAcme.withStatus(MembershipStatus.INACTIVE, this.world.now());
		this.changes.update(inactive);
		assertHeard("membership UPDATED alice-at-acme [member]");
		assertThat(this.accounts.memberships().find("alice-at-acme")).hasValue(inactive);
	}

	@Test
	void replaceRolesWhenSomeStayThenKeepsTheirAssignments() {
		Role admin = this.world.role("admin");
		Role auditor = this.world.role("auditor");
		Membership updated = this.changes.replaceRoles(this.aliceAtAcme, List.of(this.member, admin));
		RoleAssignment stays = ownAssignment(this.aliceAtAcme, "admin");
		this.world.listener.take();

		updated = this.changes.replaceRoles(updated, List.of(auditor, admin));

		assertHeard("membership UPDATED alice-at-acme [auditor, admin]");
		assertThat(ownAssignment(this.aliceAtAcme, "admin")).isEqualTo(stays);
		assertThat(updated.updatedAt()).isAfter(this.aliceAtAcme.updatedAt());
		assertThat(this.accounts.memberships().find("alice-at-acme")).hasValue(updated);
		assertThat(this.world.held(this.bobAtAcme)).containsExactly("member on acme");
	}

	@Test
	void replaceRolesWhenOthersComeFromGroupsAndResourcesThenKeepsThose() {
		Role admin = this.world.role("admin");
		Resource web = this.world.resource("web", this.world.root(this.acme));
		this.changes.assign(this.aliceAtAcme, this.editor, web);
		Group group = this.world.group("group", this.acme, this.aliceAtAcme);
		this.changes.assign(group, this.member, this.world.root(this.acme));

		this.changes.replaceRoles(this.aliceAtAcme, List.of(admin));

		assertThat(this.world.held(this.aliceAtAcme)).containsExactly("editor on web", "member on acme",
				"admin on acme");
	}

	@Test
	void deleteMembershipWhenDoneThenTakesOnlyItsOwnAlong() {
		Resource web = this.world.resource("web", this.world.root(this.acme));
		this.changes.assign(this.aliceAtAcme, this.editor, web);
		this.changes.assign(this.bobAtAcme, this.editor, web);
		Group group = this.world.group("group", this.acme, this.aliceAtAcme, this.bobAtAcme);
		this.changes.assign(group, this.editor, web);
		this.world.session("at-acme", this.alice, this.acme);
		this.world.session("at-globex", this.alice, this.globex);
		this.world.session("of-bob", this.bob, this.acme);
		this.world.listener.take();

		this.changes.delete(this.aliceAtAcme);

		assertHeard("member DELETED group alice-at-acme", "membership DELETED alice-at-acme [member]",
				"session DELETED at-acme");
		assertThat(this.accounts.memberships().all()).containsExactly(this.bobAtAcme, this.aliceAtGlobex);
		assertThat(this.world.held(this.aliceAtAcme)).isEmpty();
		assertThat(this.world.held(this.bobAtAcme)).containsExactly("member on acme", "editor on web", "editor on web");
		assertThat(this.world.state.groups().members(group)).containsExactly("bob-at-acme");
		assertThat(activeSessions()).containsExactly("at-globex", "of-bob");
	}

	@Test
	void permissionWhenCreatedAndUpdatedThenTellsSo() {
		Permission view = this.world.permission("project:view");
		assertHeard("permission CREATED project:view");
		Permission renamed = new Permission(view.id(), view.slug(), "View", null, "project", view.createdAt(),
				this.world.now());
		this.changes.update(renamed);
		assertHeard("permission UPDATED project:view");
		assertThat(this.world.state.accessModel().permissions()).containsExactly(renamed);
	}

	@Test
	void deletePermissionWhenInRolesThenTakesItOutOfThem() {
		Permission view = this.world.permission("project:view");
		this.world.role("viewer", "project", null, "project:view");
		Role custom = this.world.role("org-viewer", "project", this.acme, "project:view");
		this.world.listener.take();

		this.changes.delete(view);

		assertHeard("role UPDATED viewer []", "role UPDATED org-viewer []", "permission DELETED project:view");
		assertThat(this.world.state.accessModel().findPermission("project:view")).isEmpty();
		Role updated = this.world.state.accessModel().findOrganizationRole("acme", "org-viewer").orElseThrow();
		assertThat(updated.updatedAt()).isAfter(custom.updatedAt());
		assertThat(this.world.state.accessModel().findEnvironmentRole("editor")).hasValue(this.editor);
	}

	@Test
	void roleWhenCreatedUpdatedAndDeletedThenTellsSo() {
		Role ofAcme = this.world.role("org-reader", "project", this.acme);
		Role ofGlobex = this.world.role("org-reader", "project", this.globex);
		assertHeard("role CREATED org-reader []", "role CREATED org-reader []");
		Role renamed = ofAcme.renamed("Reader", null, this.world.now());
		this.changes.update(renamed);
		assertHeard("role UPDATED org-reader []");
		assertThat(this.world.state.accessModel().findRole("acme", "org-reader")).hasValue(renamed);
		this.changes.delete(renamed);
		assertHeard("role DELETED org-reader []");
		assertThat(this.world.state.accessModel().findRole("acme", "org-reader")).isEmpty();
		assertThat(this.world.state.accessModel().findRole("globex", "org-reader")).hasValue(ofGlobex);
		this.changes.delete(this.editor);
		assertHeard("role DELETED editor [project:edit]");
		assertThat(this.world.state.accessModel().environmentRoles()).containsExactly(this.member);
	}

	@Test
	void resourceWhenCreatedAndMovedThenTellsNobody() {
		Resource web = this.world.resource("web", this.world.root(this.acme));
		Resource page = this.world.resource("page", this.world.root(this.acme));
		Resource moved = new Resource(page.id(), page.key(), page.name(), null, web.key(), page.createdAt(),
				this.world.now());
		this.changes.update(moved);
		assertHeard();
		assertThat(this.world.state.resources().children(web.key())).containsExactly(moved);
	}

	@Test
	void deleteResourcesWhenAssignedThenTakesAssignmentsAlong() {
		Resource web = this.world.resource("web", this.world.root(this.acme));
		Resource page = this.world.resource("page", web);
		Resource crm = this.world.resource("crm", this.world.root(this.acme));
		Group group = this.world.group("group", this.acme, this.bobAtAcme);
		this.changes.assign(this.aliceAtAcme, this.editor, page);
		this.changes.assign(this.aliceAtAcme, this.editor, crm);
		this.changes.assign(group, this.editor, page);
		GroupRoleAssignment kept = this.changes.assign(group, this.editor, crm);
		this.world.listener.take();

		this.changes.delete(this.world.state.resources().subtree(web));

		assertHeard();
		assertThat(this.world.state.resources().children(this.world.root(this.acme).key())).containsExactly(crm);
		assertThat(this.world.state.resources().find(page.key())).isEmpty();
		assertThat(this.world.held(this.aliceAtAcme)).containsExactly("member on acme", "editor on crm");
		assertThat(this.world.held(this.bobAtAcme)).containsExactly("member on acme", "editor on crm");
		assertThat(this.world.state.groups().assignments().all()).containsExactly(kept);
	}

	@Test
	void assignWhenOnResourceThenTellsNobody() {
		Resource web = this.world.resource("web", this.world.root(this.acme));
		RoleAssignment assignment = this.changes.assign(this.aliceAtAcme, this.editor, web);
		assertThat(assignment.isDirect()).isTrue();
		assertThat(this.world.state.assignments().of("alice-at-acme", web.key())).containsExactly(assignment);
		this.changes.unassign(this.aliceAtAcme, assignment);
		assertThat(this.world.state.assignments().of("alice-at-acme", web.key())).isEmpty();
		assertHeard();
		assertThat(this.accounts.memberships().find("alice-at-acme")).hasValue(this.aliceAtAcme);
	}

	@Test
	void assignWhenOnOrganizationThenMembershipIsUpdated() {
		Role admin = this.world.role("admin");
		this.world.listener.take();
		RoleAssignment assignment = this.changes.assign(this.aliceAtAcme, admin, this.world.root(this.acme));
		assertHeard("membership UPDATED alice-at-acme [member, admin]");
		assertThat(this.accounts.memberships().find("alice-at-acme").orElseThrow().updatedAt())
			.isAfter(this.aliceAtAcme.updatedAt());
		this.changes.unassign(this.aliceAtAcme, assignment);
		assertHeard("membership UPDATED alice-at-acme [member]");
	}

	@Test
	void groupWhenCreatedAndUpdatedThenTellsSo() {
		Group group = this.world.group("group", this.acme);
		assertHeard("group CREATED group");
		Group renamed = new Group("group", "acme", "Renamed", null, group.createdAt(), this.world.now());
		this.changes.update(renamed);
		assertHeard("group UPDATED group");
		assertThat(this.world.state.groups().groups().all()).containsExactly(renamed);
	}

	@Test
	void deleteGroupWhenMembersThenTheyLoseWhatItGave() {
		Resource web = this.world.resource("web", this.world.root(this.acme));
		this.changes.assign(this.aliceAtAcme, this.editor, web);
		Group group = this.world.group("group", this.acme, this.aliceAtAcme, this.bobAtAcme);
		Group other = this.world.group("other", this.acme, this.bobAtAcme);
		this.changes.assign(group, this.editor, web);
		GroupRoleAssignment kept = this.changes.assign(other, this.editor, web);
		this.world.listener.take();

		this.changes.delete(group);

		assertHeard("group DELETED group");
		assertThat(this.world.state.groups().groups().all()).containsExactly(other);
		assertThat(this.world.state.groups().members(group)).isEmpty();
		assertThat(this.world.state.groups().assignments().all()).containsExactly(kept);
		assertThat(this.world.held(this.aliceAtAcme)).containsExactly("member on acme", "editor on web");
		assertThat(this.world.held(this.bobAtAcme)).containsExactly("member on acme", "editor on web");
	}

	@Test
	void addMemberWhenRepeatedThenGivesTheRolesOnce() {
		Resource web = this.world.resource("web", this.world.root(this.acme));
		Group group = this.world.group("group", this.acme);
		GroupRoleAssignment assignment = this.changes.assign(group, this.editor, web);
		this.world.listener.take();
		this.changes.addMember(group, this.aliceAtAcme);
		this.changes.addMember(group, this.aliceAtAcme);
		assertHeard("member CREATED group alice-at-acme");
		assertThat(this.world.state.groups().members(group)).containsExactly("alice-at-acme");
		assertThat(this.world.state.assignments().of("alice-at-acme", web.key()))
			.extracting(RoleAssignment::groupRoleAssignmentId)
			.containsExactly(assignment.id());
	}

	@Test
	void removeMemberWhenInTwoGroupsThenLosesTheRolesOfOne() {
		Resource web = this.world.resource("web", this.world.root(this.acme));
		Group group = this.world.group("group", this.acme, this.aliceAtAcme, this.bobAtAcme);
		Group other = this.world.group("other", this.acme, this.aliceAtAcme);
		this.changes.assign(group, this.editor, web);
		GroupRoleAssignment kept = this.changes.assign(other, this.editor, web);
		RoleAssignment own = this.changes.assign(this.aliceAtAcme, this.editor, web);
		this.world.listener.take();
		this.changes.removeMember(group, this.aliceAtAcme);
		this.changes.removeMember(group, this.aliceAtAcme);
		assertHeard("member DELETED group alice-at-acme");
		assertThat(this.world.state.assignments().of("alice-at-acme", web.key())).hasSize(2)
			.contains(own)
			.extracting(RoleAssignment::groupRoleAssignmentId)
			.contains(kept.id());
		assertThat(this.world.held(this.bobAtAcme)).containsExactly("member on acme", "editor on web");
	}

	@Test
	void assignToGroupWhenMembersThenEveryOneHoldsIt() {
		Resource web = this.world.resource("web", this.world.root(this.acme));
		Group group = this.world.group("group", this.acme, this.aliceAtAcme, this.bobAtAcme);
		this.world.listener.take();
		GroupRoleAssignment assignment = this.changes.assign(group, this.editor, web);
		GroupRoleAssignment other = this.changes.assign(group, this.member, this.world.root(this.acme));
		assertThat(this.world.state.groups().assignments().all()).containsExactly(assignment, other);
		assertThat(this.world.held(this.aliceAtAcme)).containsExactly("member on acme", "editor on web",
				"member on acme");
		assertThat(this.world.held(this.bobAtAcme)).isEqualTo(this.world.held(this.aliceAtAcme));
		this.changes.unassign(other);
		assertThat(this.world.state.groups().assignments().all()).containsExactly(assignment);
		assertThat(this.world.held(this.aliceAtAcme)).containsExactly("member on acme", "editor on web");
		assertHeard();
	}

	@Test
	void sessionWhenCreatedAndRevokedThenTellsSo() {
		Session session = this.world.session("session", this.alice, this.acme);
		assertHeard("session CREATED session");
		this.changes.revoke(session);
		assertHeard("session DELETED session");
		Session revoked = this.world.state.sessions().sessions().find("session").orElseThrow();
		assertThat(revoked.revokedAt()).isAfter(session.createdAt());
		assertThat(revoked.updatedAt()).isEqualTo(revoked.revokedAt());
		assertThat(activeSessions()).isEmpty();
	}

	private RoleAssignment ownAssignment(Membership membership, String role) {
		return this.world.state.assignments()
			.of(membership.id(), ResourceKey.ofOrganization(membership.organizationId()))
			.stream()
			.filter((assignment) -> assignment.role().equals(role))
			.findFirst()
			.orElseThrow();
	}

	private List<String> activeSessions() {
		return this.world.state.sessions()
			.sessions()
			.all((session) -> session.isActive(this.world.now()))
			.stream()
			.map(Session::id)
			.toList();
	}

	private void assertHeard(String... events) {
		assertThat(this.world.listener.take()).containsExactly(events);
	}

}
