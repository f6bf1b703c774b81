package io.github.fgaspring.emulator.model;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.github.fgaspring.emulator.model.ChangeListener.Change;

/**
 * What can be done to the state. Whatever depends on something that is removed is removed
 * with it, and the listener hears of all of it. Whether a change is allowed is for the
 * caller to know.
 */
public final class StateChanges {

	private final EmulatorState state;

	private final ChangeListener listener;

	/**
	 * Creates an instance.
	 * @param state what the emulator knows
	 * @param listener is told of every change
	 */
	public StateChanges(EmulatorState state, ChangeListener listener) {
		this.state = state;
		this.listener = listener;
	}

	/**
	 * Add an organization and the resource that stands for it.
	 * @param organization the organization
	 */
	public void create(Organization organization) {
		this.state.accounts().organizations().put(organization);
		this.state.resources()
			.put(new Resource(this.state.newId("authz_resource"), ResourceKey.ofOrganization(organization.id()),
					organization.name(), null, null, organization.createdAt(), organization.updatedAt()));
		this.listener.organization(Change.CREATED, organization);
	}

	/**
	 * Replace an organization by a changed one.
	 * @param organization the changed organization
	 */
	public void update(Organization organization) {
		this.state.accounts().organizations().put(organization);
		this.state.resources()
			.find(ResourceKey.ofOrganization(organization.id()))
			.ifPresent((root) -> this.state.resources()
				.put(root.changed(organization.name(), root.description(), null, organization.updatedAt())));
		this.listener.organization(Change.UPDATED, organization);
	}

	/**
	 * Remove an organization with its memberships, groups, roles, resources and sessions.
	 * @param organization the organization
	 */
	public void delete(Organization organization) {
		this.state.accounts()
			.memberships()
			.all((membership) -> membership.organizationId().equals(organization.id()))
			.forEach(this::delete);
		this.state.groups()
			.groups()
			.all((group) -> group.organizationId().equals(organization.id()))
			.forEach(this::delete);
		this.state.resources()
			.find(ResourceKey.ofOrganization(organization.id()))
			.ifPresent((root) -> delete(this.state.resources().subtree(root)));
		this.state.accessModel().organizationRoles(organization.id()).forEach(this::delete);
		this.state.accounts().organizations().remove(organization);
		this.listener.organization(Change.DELETED, organization);
	}

	/**
	 * Add a person.
	 * @param user the person
	 */
	public void create(User user) {
		this.state.accounts().users().put(user);
		this.listener.user(Change.CREATED, user);
	}

	/**
	 * Replace a person by a changed one.
	 * @param user the changed person
	 */
	public void update(User user) {
		this.state.accounts().users().put(user);
		this.listener.user(Change.UPDATED, user);
	}

	/**
	 * Remove a person with all memberships and sessions.
	 * @param user the person
	 */
	public void delete(User user) {
		this.state.accounts()
			.memberships()
			.all((membership) -> membership.userId().equals(user.id()))
			.forEach(this::delete);
		revokeSessions((session) -> session.userId().equals(user.id()));
		this.state.accounts().users().remove(user);
		this.listener.user(Change.DELETED, user);
	}

	/**
	 * Add a membership.
	 * @param membership the membership
	 * @param roles the roles it holds in its organization, at least one
	 */
	public void create(Membership membership, Collection<Role> roles) {
		this.state.accounts().memberships().put(membership);
		roles.forEach((role) -> assignInOrganization(membership, role));
		this.listener.membership(Change.CREATED, membership);
	}

	/**
	 * Replace a membership by a changed one.
	 * @param membership the changed membership
	 */
	public void update(Membership membership) {
		this.state.accounts().memberships().put(membership);
		this.listener.membership(Change.UPDATED, membership);
	}

	/**
	 * Replace the roles that a membership holds in its organization.
	 * @param membership the membership
	 * @param roles the roles, at least one, that of highest priority first
	 * @return the changed membership
	 */
	public Membership replaceRoles(Membership membership, Collection<Role> roles) {
		Map<String, RoleAssignment> held = new HashMap<>();
		for (RoleAssignment assignment : ownRolesInOrganization(membership)) {
			held.put(assignment.role(), assignment);
			this.state.assignments().remove(assignment);
		}
		for (Role role : roles) {
			RoleAssignment kept = held.get(role.slug());
			if (kept != null) {
				this.state.assignments().add(kept);
			}
			else {
				assignInOrganization(membership, role);
			}
		}
		Membership updated = membership.updated(this.state.now());
		update(updated);
		return updated;
	}

	/**
	 * Remove a membership with everything that is assigned to it and with the sessions in
	 * its organization.
	 * @param membership the membership
	 */
	public void delete(Membership membership) {
		this.state.groups().groups().all().forEach((group) -> removeMember(group, membership));
		// The listener shows the roles that the membership had until now.
		this.listener.membership(Change.DELETED, membership);
		this.state.assignments()
			.all((assignment) -> assignment.membershipId().equals(membership.id()))
			.forEach(this.state.assignments()::remove);
		revokeSessions((session) -> session.userId().equals(membership.userId())
				&& membership.organizationId().equals(session.organizationId()));
		this.state.accounts().memberships().remove(membership);
	}

	/**
	 * Add a permission.
	 * @param permission the permission
	 */
	public void create(Permission permission) {
		this.state.accessModel().put(permission);
		this.listener.permission(Change.CREATED, permission);
	}

	/**
	 * Replace a permission by a changed one.
	 * @param permission the changed permission
	 */
	public void update(Permission permission) {
		this.state.accessModel().put(permission);
		this.listener.permission(Change.UPDATED, permission);
	}

	/**
	 * Remove a permission, from the roles that have it too.
	 * @param permission the permission
	 */
	public void delete(Permission permission) {
		for (Role role : this.state.accessModel().roles()) {
			if (role.permissions().contains(permission.slug())) {
				Set<String> rest = new LinkedHashSet<>(role.permissions());
				rest.remove(permission.slug());
				update(role.withPermissions(rest, this.state.now()));
			}
		}
		this.state.accessModel().remove(permission);
		this.listener.permission(Change.DELETED, permission);
	}

	/**
	 * Add a role.
	 * @param role the role
	 */
	public void create(Role role) {
		this.state.accessModel().put(role);
		this.listener.role(Change.CREATED, role);
	}

	/**
	 * Replace a role by a changed one.
	 * @param role the changed role
	 */
	public void update(Role role) {
		this.state.accessModel().put(role);
		this.listener.role(Change.UPDATED, role);
	}

	/**
	 * Remove a role that nobody holds.
	 * @param role the role
	 */
	public void delete(Role role) {
		this.state.accessModel().remove(role);
		this.listener.role(Change.DELETED, role);
	}

	/**
	 * Add a resource.
	 * @param resource the resource
	 */
	public void create(Resource resource) {
		this.state.resources().put(resource);
	}

	/**
	 * Replace a resource by a changed one, which may be under another parent.
	 * @param resource the changed resource
	 */
	public void update(Resource resource) {
		this.state.resources().put(resource);
	}

	/**
	 * Remove resources with everything that is assigned on them.
	 * @param subtree the resources, every parent before its children
	 */
	public void delete(List<Resource> subtree) {
		Set<ResourceKey> keys = new HashSet<>();
		subtree.forEach((resource) -> keys.add(resource.key()));
		this.state.groups()
			.assignments()
			.all((assignment) -> keys.contains(assignment.resource()))
			.forEach(this.state.groups().assignments()::remove);
		this.state.assignments()
			.all((assignment) -> keys.contains(assignment.resource()))
			.forEach(this.state.assignments()::remove);
		subtree.forEach(this.state.resources()::remove);
	}

	/**
	 * Let a membership hold a role on a resource.
	 * @param membership the membership
	 * @param role the role
	 * @param resource the resource
	 * @return the new assignment
	 */
	public RoleAssignment assign(Membership membership, Role role, Resource resource) {
		RoleAssignment assignment = new RoleAssignment(this.state.newId("role_assignment"), membership.id(),
				role.slug(), resource.key(), null, this.state.now());
		this.state.assignments().add(assignment);
		if (resource.isOrganization()) {
			update(membership.updated(this.state.now()));
		}
		return assignment;
	}

	/**
	 * Take a role back that was assigned to a membership itself.
	 * @param membership the membership
	 * @param assignment the assignment
	 */
	public void unassign(Membership membership, RoleAssignment assignment) {
		this.state.assignments().remove(assignment);
		if (assignment.resource().equals(ResourceKey.ofOrganization(membership.organizationId()))) {
			update(membership.updated(this.state.now()));
		}
	}

	/**
	 * Add a group without members.
	 * @param group the group
	 */
	public void create(Group group) {
		this.state.groups().groups().put(group);
		this.listener.group(Change.CREATED, group);
	}

	/**
	 * Replace a group by a changed one.
	 * @param group the changed group
	 */
	public void update(Group group) {
		this.state.groups().groups().put(group);
		this.listener.group(Change.UPDATED, group);
	}

	/**
	 * Remove a group with everything that its members hold through it.
	 * @param group the group
	 */
	public void delete(Group group) {
		this.state.groups().assignments(group).forEach(this::unassign);
		for (String member : this.state.groups().members(group)) {
			this.state.groups().removeMember(group, member);
		}
		this.state.groups().groups().remove(group);
		this.listener.group(Change.DELETED, group);
	}

	/**
	 * Let a membership join a group, and hold what is assigned to the group.
	 * @param group the group
	 * @param membership the membership
	 */
	public void addMember(Group group, Membership membership) {
		if (this.state.groups().addMember(group, membership.id())) {
			this.state.groups().assignments(group).forEach((assignment) -> pass(assignment, membership.id()));
			this.listener.groupMember(Change.CREATED, group, membership.id());
		}
	}

	/**
	 * Let a membership leave a group, and lose what it holds through the group.
	 * @param group the group
	 * @param membership the membership
	 */
	public void removeMember(Group group, Membership membership) {
		if (this.state.groups().removeMember(group, membership.id())) {
			List<String> ofGroup = this.state.groups()
				.assignments(group)
				.stream()
				.map(GroupRoleAssignment::id)
				.toList();
			this.state.assignments()
				.all((assignment) -> assignment.membershipId().equals(membership.id())
						&& ofGroup.contains(assignment.groupRoleAssignmentId()))
				.forEach(this.state.assignments()::remove);
			this.listener.groupMember(Change.DELETED, group, membership.id());
		}
	}

	/**
	 * Let every member of a group hold a role on a resource.
	 * @param group the group
	 * @param role the role
	 * @param resource the resource
	 * @return the new assignment
	 */
	public GroupRoleAssignment assign(Group group, Role role, Resource resource) {
		GroupRoleAssignment assignment = new GroupRoleAssignment(this.state.newId("gra"), group.id(), role.slug(),
				resource.key(), this.state.now());
		this.state.groups().assignments().put(assignment);
		this.state.groups().members(group).forEach((member) -> pass(assignment, member));
		return assignment;
	}

	/**
	 * Take a role back from every member of a group.
	 * @param assignment the assignment
	 */
	public void unassign(GroupRoleAssignment assignment) {
		this.state.groups().assignments().remove(assignment);
		this.state.assignments()
			.all((passed) -> assignment.id().equals(passed.groupRoleAssignmentId()))
			.forEach(this.state.assignments()::remove);
	}

	/**
	 * Give session tokens other claims from now on.
	 * @param jwtTemplate the template
	 */
	public void update(JwtTemplate jwtTemplate) {
		this.state.setJwtTemplate(jwtTemplate);
	}

	/**
	 * Send events to a webhook from now on. One at the same address is replaced.
	 * @param webhook the webhook
	 */
	public void add(Webhook webhook) {
		List<Webhook> webhooks = new ArrayList<>(this.state.webhooks());
		webhooks.removeIf((other) -> other.url().equals(webhook.url()));
		webhooks.add(webhook);
		this.state.setWebhooks(webhooks);
	}

	/**
	 * Send no more events to an address.
	 * @param url the address
	 */
	public void removeWebhook(URI url) {
		this.state.setWebhooks(this.state.webhooks().stream().filter((webhook) -> !webhook.url().equals(url)).toList());
	}

	/**
	 * Tell that somebody has tried to sign in with a password.
	 * @param attempt the attempt
	 */
	public void report(PasswordAttempt attempt) {
		this.listener.passwordAttempt(attempt);
	}

	/**
	 * Let a session begin, and remember when its person signed in.
	 * @param session the session
	 */
	public void create(Session session) {
		Table<User> users = this.state.accounts().users();
		users.find(session.userId()).ifPresent((user) -> users.put(user.signedIn(session.createdAt())));
		this.state.sessions().sessions().put(session);
		this.listener.session(Change.CREATED, session);
	}

	/**
	 * Replace a session by a changed one.
	 * @param session the changed session
	 */
	public void update(Session session) {
		this.state.sessions().sessions().put(session);
	}

	/**
	 * End a session.
	 * @param session the session
	 */
	public void revoke(Session session) {
		Session revoked = session.revoked(this.state.now());
		this.state.sessions().sessions().put(revoked);
		this.listener.session(Change.DELETED, revoked);
	}

	private void revokeSessions(Predicate<Session> test) {
		Instant now = this.state.now();
		this.state.sessions()
			.sessions()
			.all((session) -> session.isActive(now) && test.test(session))
			.forEach(this::revoke);
	}

	private List<RoleAssignment> ownRolesInOrganization(Membership membership) {
		return this.state.assignments()
			.of(membership.id(), ResourceKey.ofOrganization(membership.organizationId()))
			.stream()
			.filter(RoleAssignment::isDirect)
			.toList();
	}

	private void assignInOrganization(Membership membership, Role role) {
		this.state.assignments()
			.add(new RoleAssignment(this.state.newId("role_assignment"), membership.id(), role.slug(),
					ResourceKey.ofOrganization(membership.organizationId()), null, this.state.now()));
	}

	private void pass(GroupRoleAssignment assignment, String membershipId) {
		this.state.assignments()
			.add(new RoleAssignment(this.state.newId("role_assignment"), membershipId, assignment.role(),
					assignment.resource(), assignment.id(), this.state.now()));
	}

}
