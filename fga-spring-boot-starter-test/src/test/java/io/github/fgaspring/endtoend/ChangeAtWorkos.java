package io.github.fgaspring.endtoend;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What can change at WorkOS so that Alice, who edits every project of Acme, does so no
 * longer. Each is a row of the table in {@code docs/live-changes.md}.
 */
enum ChangeAtWorkos {

	SESSION_REVOKED("a session is revoked, or its user signs out", Effect.REFUSED, false, List.of("session.revoked"),
			(workos) -> {
			}, WorkosAdministrator::revokeSession),

	MEMBERSHIP_DELETED("a member is removed", Effect.REFUSED, true, List.of("organization_membership.deleted"),
			(workos) -> {
			}, (workos, token) -> workos.deleteMembership("om_alice")),

	MEMBERSHIP_DEACTIVATED("a membership is deactivated", Effect.REFUSED, true,
			List.of("organization_membership.updated"), (workos) -> {
			}, (workos, token) -> workos.deactivate("om_alice")),

	USER_DELETED("a user is deleted", Effect.REFUSED, true, List.of("user.deleted"), (workos) -> {
	}, (workos, token) -> workos.deleteUser("user_alice")),

	ORGANIZATION_DELETED("an organization is deleted", Effect.REFUSED, true, List.of("organization.deleted"),
			(workos) -> {
			}, (workos, token) -> workos.deleteOrganization("org_acme")),

	MEMBERSHIP_ROLE_CHANGED("a member gets another role in the organization", Effect.ASKED, true,
			List.of("organization_membership.updated"), (workos) -> {
			}, (workos, token) -> workos.changeRoles("om_alice", "viewer")),

	ROLE_CHANGED("the permissions of a role change", Effect.ASKED, true, List.of("role.updated"), (workos) -> {
	}, (workos, token) -> workos.changePermissions("editor", "org:view", "project:view")),

	ORGANIZATION_ROLE_CHANGED("those of an organization's own role change", Effect.ASKED, true,
			List.of("organization_role.updated"), (workos) -> {
				workos.createOrganizationRole("org_acme", "org-editor", "org:view", "project:view", "project:edit");
				workos.changeRoles("om_alice", "org-editor");
			}, (workos, token) -> workos.changePermissionsIn("org_acme", "org-editor", "org:view", "project:view")),

	PERMISSION_DELETED("a permission is deleted", Effect.ASKED, true, List.of("permission.deleted"), (workos) -> {
	}, (workos, token) -> workos.deletePermission("project:edit")),

	GROUP_MEMBER_REMOVED("a member leaves a group", Effect.ASKED, true, List.of("group.member_removed"),
			ChangeAtWorkos::letGroupEdit,
			(workos, token) -> workos.removeMember("org_acme", workos.group("org_acme"), "om_alice")),

	GROUP_DELETED("a group is deleted", Effect.ASKED, true, List.of("group.deleted"), ChangeAtWorkos::letGroupEdit,
			(workos, token) -> workos.deleteGroup("org_acme", workos.group("org_acme"))),

	GROUP_ROLE_TAKEN("a group loses a role", Effect.NONE, true, List.of(), ChangeAtWorkos::letGroupEdit,
			(workos, token) -> workos.takeRolesFromGroup(workos.group("org_acme")));

	private final String description;

	private final Effect effect;

	private final boolean knownToApi;

	private final List<String> events;

	private final Consumer<WorkosAdministrator> preparation;

	private final BiConsumer<WorkosAdministrator, String> change;

	ChangeAtWorkos(String description, Effect effect, boolean knownToApi, List<String> events,
			Consumer<WorkosAdministrator> preparation, BiConsumer<WorkosAdministrator, String> change) {
		this.description = description;
		this.effect = effect;
		this.knownToApi = knownToApi;
		this.events = events;
		this.preparation = preparation;
		this.change = change;
	}

	private static void letGroupEdit(WorkosAdministrator workos) {
		workos.createGroup("org_acme", "editor", "om_alice");
		workos.changeRoles("om_alice", "viewer");
	}

	/**
	 * What an application that is told of the change makes of Alice's token.
	 */
	Effect effect() {
		return this.effect;
	}

	/**
	 * Whether the Authorization API denies from the change on, whoever has not heard of
	 * it.
	 */
	boolean isKnownToApi() {
		return this.knownToApi;
	}

	/**
	 * The types of events that tell of the change.
	 */
	List<String> events() {
		return this.events;
	}

	/**
	 * Does what must have been before Alice gets her token.
	 */
	void prepare(WorkosAdministrator workos) {
		this.preparation.accept(workos);
	}

	/**
	 * Makes the change.
	 * @param token the token of Alice
	 */
	void make(WorkosAdministrator workos, String token) {
		this.change.accept(workos, token);
	}

	/**
	 * The row of the table.
	 */
	String toMarkdown() {
		return "| %s | %s | %s | until it expires | %s |".formatted(this.description, this.effect.withWebhooks,
				this.effect.withPolling, this.knownToApi ? "at once" : "grants: the API knows no sessions");
	}

	/**
	 * What becomes of a token that was issued before a change.
	 */
	enum Effect {

		/**
		 * It is refused.
		 */
		REFUSED("401", "401, after the next poll"),

		/**
		 * Its permissions count no longer, and the API is asked.
		 */
		ASKED("asked", "asked, after the next poll"),

		/**
		 * Nothing, because there is no event.
		 */
		NONE("no event", "no event");

		private final String withWebhooks;

		private final String withPolling;

		Effect(String withWebhooks, String withPolling) {
			this.withWebhooks = withWebhooks;
			this.withPolling = withPolling;
		}

	}

}
