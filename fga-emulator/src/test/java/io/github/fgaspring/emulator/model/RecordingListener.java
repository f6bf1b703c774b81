package io.github.fgaspring.emulator.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes down what it hears, with the roles that a membership has at that moment.
 */
final class RecordingListener implements ChangeListener {

	private final List<String> heard = new ArrayList<>();

	private final AccessEvaluator access;

	RecordingListener(EmulatorState state) {
		this.access = new AccessEvaluator(state);
	}

	/**
	 * What was heard since the last time.
	 */
	List<String> take() {
		List<String> taken = List.copyOf(this.heard);
		this.heard.clear();
		return taken;
	}

	@Override
	public void organization(Change change, Organization organization) {
		this.heard.add("organization %s %s".formatted(change, organization.id()));
	}

	@Override
	public void user(Change change, User user) {
		this.heard.add("user %s %s".formatted(change, user.id()));
	}

	@Override
	public void membership(Change change, Membership membership) {
		this.heard.add(
				"membership %s %s %s".formatted(change, membership.id(), this.access.ownOrganizationRoles(membership)));
	}

	@Override
	public void permission(Change change, Permission permission) {
		this.heard.add("permission %s %s".formatted(change, permission.slug()));
	}

	@Override
	public void role(Change change, Role role) {
		this.heard.add("role %s %s %s".formatted(change, role.slug(), role.permissions()));
	}

	@Override
	public void group(Change change, Group group) {
		this.heard.add("group %s %s".formatted(change, group.id()));
	}

	@Override
	public void groupMember(Change change, Group group, String membershipId) {
		this.heard.add("member %s %s %s".formatted(change, group.id(), membershipId));
	}

	@Override
	public void session(Change change, Session session) {
		this.heard.add("session %s %s".formatted(change, session.id()));
	}

	@Override
	public void passwordAttempt(PasswordAttempt attempt) {
		this.heard.add("password %s %s".formatted(attempt.isRight(), attempt.userId()));
	}

}
