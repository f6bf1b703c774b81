package io.github.fgaspring.emulator.event;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.fgaspring.emulator.model.ChangeListener;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Event;
import io.github.fgaspring.emulator.model.Group;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.PasswordAttempt;
import io.github.fgaspring.emulator.model.Permission;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.Session;
import io.github.fgaspring.emulator.model.User;
import org.jspecify.annotations.Nullable;

/**
 * Turns every change into an event, adds it to the list of events and hands it on. As
 * with WorkOS, there is no event for resources and what is assigned on them.
 */
public final class EventPublisher implements ChangeListener {

	private final EmulatorState state;

	private final EventObjects objects;

	private final Consumer<Event> subscriber;

	/**
	 * Creates a publisher.
	 * @param state what the emulator knows
	 * @param subscriber is told of every event
	 */
	public EventPublisher(EmulatorState state, Consumer<Event> subscriber) {
		this.state = state;
		this.objects = new EventObjects(state);
		this.subscriber = subscriber;
	}

	@Override
	public void organization(Change change, Organization organization) {
		publish("organization." + verb(change), organization.id(), this.objects.organization(organization));
	}

	@Override
	public void user(Change change, User user) {
		publish("user." + verb(change), null, this.objects.user(user));
	}

	@Override
	public void membership(Change change, Membership membership) {
		publish("organization_membership." + verb(change), membership.organizationId(),
				this.objects.membership(membership));
	}

	@Override
	public void permission(Change change, Permission permission) {
		publish("permission." + verb(change), null, this.objects.permission(permission));
	}

	@Override
	public void role(Change change, Role role) {
		String prefix = (role.organizationId() != null) ? "organization_role." : "role.";
		publish(prefix + verb(change), role.organizationId(), this.objects.role(role));
	}

	@Override
	public void group(Change change, Group group) {
		publish("group." + verb(change), group.organizationId(), this.objects.group(group));
	}

	@Override
	public void groupMember(Change change, Group group, String membershipId) {
		publish((change == Change.CREATED) ? "group.member_added" : "group.member_removed", group.organizationId(),
				this.objects.groupMember(group, membershipId));
	}

	@Override
	public void session(Change change, Session session) {
		publish((change == Change.CREATED) ? "session.created" : "session.revoked", session.organizationId(),
				this.objects.session(session));
	}

	@Override
	public void passwordAttempt(PasswordAttempt attempt) {
		publish(attempt.isRight() ? "authentication.password_succeeded" : "authentication.password_failed", null,
				this.objects.passwordAttempt(attempt));
	}

	private void publish(String type, @Nullable String organizationId, Map<String, @Nullable Object> data) {
		Event event = new Event(this.state.newId("event"), type, organizationId, this.state.now(), data);
		this.state.events().put(event);
		this.subscriber.accept(event);
	}

	private static String verb(Change change) {
		return change.name().toLowerCase(Locale.ROOT);
	}

}
