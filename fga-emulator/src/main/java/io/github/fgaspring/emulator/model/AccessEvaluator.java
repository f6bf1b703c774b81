package io.github.fgaspring.emulator.model;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who may do what. A permission comes from a role held on the resource itself, on
 * anything above it, or in the whole organization; nothing takes a permission away.
 * <p>
 * The type of the permission is not compared with the type of the resource: a role may
 * hold permissions of the types below its own, and WorkOS does not say what it answers
 * for a permission of another type.
 */
public final class AccessEvaluator {

	private final EmulatorState state;

	public AccessEvaluator(EmulatorState state) {
		this.state = state;
	}

	/**
	 * Whether a membership has a permission on a resource. WorkOS does not document its
	 * answers for an inactive or pending membership and for a permission that does not
	 * exist: both are denied here.
	 * @param membership the membership
	 * @param permission the slug of the permission, taken literally
	 * @param resource the resource
	 * @return {@code true} if a role grants it
	 */
	public boolean isGranted(Membership membership, String permission, Resource resource) {
		if (!membership.isActive() || !membership.organizationId().equals(resource.key().organizationId())) {
			return false;
		}
		return includes(membership.roles(), permission)
				|| includes(assignedRoles(membership, this.state.resources().pathToRoot(resource)), permission);
	}

	/**
	 * The roles that a membership holds in its whole organization.
	 * @param membership the membership
	 * @return the slugs without duplicates, the role of highest priority first
	 */
	public Set<String> organizationRoles(Membership membership) {
		ResourceKey organization = ResourceKey.ofOrganization(membership.organizationId());
		Set<String> roles = new LinkedHashSet<>(membership.roles());
		roles.addAll(assignedRoles(membership, List.of(organization)));
		return roles;
	}

	/**
	 * The permissions that a membership has in its whole organization.
	 * @param membership the membership
	 * @return the slugs without duplicates
	 */
	public Set<String> organizationPermissions(Membership membership) {
		Set<String> permissions = new LinkedHashSet<>();
		for (String role : organizationRoles(membership)) {
			permissions.addAll(permissionsOf(role));
		}
		return permissions;
	}

	private List<String> assignedRoles(Membership membership, Collection<ResourceKey> places) {
		return this.state.assignments()
			.of(membership.id())
			.stream()
			.filter((assignment) -> places.contains(assignment.resource()))
			.map(RoleAssignment::role)
			.toList();
	}

	private boolean includes(Collection<String> roles, String permission) {
		return roles.stream().anyMatch((role) -> permissionsOf(role).contains(permission));
	}

	private Set<String> permissionsOf(String slug) {
		Role role = this.state.accessModel().roles().get(slug);
		return (role != null) ? role.permissions() : Set.of();
	}

}
