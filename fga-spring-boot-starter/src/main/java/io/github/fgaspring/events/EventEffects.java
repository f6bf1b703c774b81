package io.github.fgaspring.events;

import java.util.ArrayList;
import java.util.List;

import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What events mean for sessions, and for what is cached.
 * <p>
 * Sessions may name users and organizations by external ids, so these are concerned too.
 * Unlike an id of WorkOS, an external id can come back with another user or organization,
 * so only tokens that were issued before are refused because of it.
 */
final class EventEffects {

	/**
	 * The types of events that have effects.
	 */
	static final List<String> TYPES = List.of("session.revoked", "organization_membership.created",
			"organization_membership.updated", "organization_membership.deleted", "user.updated", "user.deleted",
			"organization.updated", "organization.deleted", "role.created", "role.updated", "role.deleted",
			"permission.created", "permission.updated", "permission.deleted", "organization_role.created",
			"organization_role.updated", "organization_role.deleted", "group.updated", "group.deleted",
			"group.member_added", "group.member_removed");

	private static final int MAX_ID_LENGTH = 255;

	private final FgaEvent event;

	private final List<LiveChange> changes = new ArrayList<>();

	private EventEffects(FgaEvent event) {
		this.event = event;
	}

	/**
	 * Finds out what an event means.
	 * @param event the event
	 * @return the changes; none if it concerns neither sessions nor what is cached
	 * @throws UnusableEventException if the event does not say what it concerns
	 */
	static List<LiveChange> of(FgaEvent event) {
		EventEffects effects = new EventEffects(event);
		switch (event.type()) {
			case "session.revoked" -> effects.add(Kind.ENDED, FgaScope.session(effects.text("id")));
			case "organization_membership.created" -> effects.add(Kind.EVICTED, effects.userInOrganization());
			case "organization_membership.updated" -> effects.addMembershipUpdate();
			case "organization_membership.deleted" -> effects.addMembership(Kind.ENDED);
			case "user.updated" -> effects.addUser(Kind.EVICTED, Kind.EVICTED);
			case "user.deleted" -> effects.addUser(Kind.ENDED, Kind.REVOKED);
			case "organization.updated" -> effects.addOrganization(Kind.EVICTED, Kind.EVICTED);
			case "organization.deleted" -> effects.addOrganization(Kind.ENDED, Kind.REVOKED);
			case "group.updated", "group.deleted" ->
				effects.add(Kind.OUTDATED, FgaScope.organization(effects.text("organization_id")));
			case "group.member_added", "group.member_removed" ->
				effects.add(Kind.OUTDATED, FgaScope.membership(effects.text("organization_membership_id")));
			default -> effects.addRoleOrPermission();
		}
		return effects.changes;
	}

	private void addMembershipUpdate() {
		addMembership("active".equals(text("status")) ? Kind.OUTDATED : Kind.REVOKED);
	}

	/**
	 * The same user can become a member again, with another membership.
	 */
	private void addMembership(Kind kind) {
		add(kind, FgaScope.membership(text("id")));
		add((kind != Kind.ENDED) ? kind : Kind.REVOKED, userInOrganization());
	}

	private void addUser(Kind kind, Kind externalKind) {
		add(kind, FgaScope.user(text("id")));
		String externalId = optionalText("external_id");
		if (externalId != null) {
			add(externalKind, FgaScope.user(externalId));
		}
	}

	private void addOrganization(Kind kind, Kind externalKind) {
		add(kind, FgaScope.organization(text("id")));
		String externalId = optionalText("external_id");
		if (externalId != null) {
			add(externalKind, FgaScope.organization(externalId));
		}
	}

	/**
	 * Whatever has become of them: there may be more to come than creation, update and
	 * deletion.
	 */
	private void addRoleOrPermission() {
		String type = this.event.type();
		if (type.startsWith("organization_role.")) {
			add(Kind.OUTDATED, FgaScope.organization(text("organization_id")));
		}
		else if (type.startsWith("role.") || type.startsWith("permission.")) {
			add(Kind.OUTDATED, FgaScope.everything());
		}
	}

	private FgaScope userInOrganization() {
		return FgaScope.userInOrganization(text("user_id"), text("organization_id"));
	}

	private void add(Kind kind, FgaScope scope) {
		this.changes.add(new LiveChange(kind, scope, this.event.created()));
	}

	private String text(String field) {
		String text = optionalText(field);
		if (text == null) {
			throw unusable(field);
		}
		return text;
	}

	private @Nullable String optionalText(String field) {
		Object value = this.event.data().get(field);
		if (value == null) {
			return null;
		}
		if (!(value instanceof String text) || !StringUtils.hasText(text) || text.length() > MAX_ID_LENGTH) {
			throw unusable(field);
		}
		return text;
	}

	private UnusableEventException unusable(String field) {
		return new UnusableEventException("An event of type " + this.event.type() + " has no usable '" + field + "'");
	}

}
