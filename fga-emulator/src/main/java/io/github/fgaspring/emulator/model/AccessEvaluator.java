package io.github.fgaspring.emulator.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what. A permission comes from a role held on the resource itself or on
 * anything above it, up to the organization; nothing takes a permission away.
 * <p>
 * WorkOS does not document its answers for an inactive or pending membership, for a
 * permission that does not exist, and for one that is declared for another type of
 * resource: all three are denied here.
 */
public final class AccessEvaluator {

	private final EmulatorState state;

	/**
	 * Creates an evaluator.
	 * @param state what the emulator knows
	 */
	public AccessEvaluator(EmulatorState state) {
		this.state = state;
	}

	/**
	 * Whether a membership has a permission on a resource.
	 * @param membership the membership
	 * @param permission the slug of the permission, taken literally
	 * @param resource the resource
	 * @return {@code true} if a role grants it
	 */
	public boolean isGranted(Membership membership, String permission, Resource resource) {
		return canUse(membership, resource) && isFor(permission, resource)
				&& includes(membership, this.state.resources().pathToRoot(resource), permission);
	}

	/**
	 * Whether a membership has a permission on a resource by a role held on that very
	 * resource.
	 * @param membership the membership
	 * @param permission the slug of the permission, taken literally
	 * @param resource the resource
	 * @return {@code true} if such a role grants it
	 */
	public boolean isGrantedDirectly(Membership membership, String permission, Resource resource) {
		return canUse(membership, resource) && isFor(permission, resource)
				&& includes(membership, List.of(resource.key()), permission);
	}

	/**
	 * The permissions that a membership has on a resource.
	 * @param membership the membership
	 * @param resource the resource
	 * @return the permissions, the oldest first
	 */
	public List<Permission> permissions(Membership membership, Resource resource) {
		if (!canUse(membership, resource)) {
			return List.of();
		}
		Set<String> granted = new LinkedHashSet<>();
		for (ResourceKey place : this.state.resources().pathToRoot(resource)) {
			for (RoleAssignment assignment : this.state.assignments().of(membership.id(), place)) {
				granted.addAll(permissionsOf(membership, assignment));
			}
		}
		return this.state.accessModel()
			.permissions()
			.stream()
			.filter((permission) -> granted.contains(permission.slug()) && isFor(permission.slug(), resource))
			.toList();
	}

	/**
	 * The roles that a membership holds in its whole organization.
	 * @param membership the membership
	 * @return the slugs without duplicates; its own roles first, then those through
	 * groups
	 */
	public Set<String> organizationRoles(Membership membership) {
		Set<String> roles = new LinkedHashSet<>(ownOrganizationRoles(membership));
		organizationAssignments(membership).forEach((assignment) -> roles.add(assignment.role()));
		return roles;
	}

	/**
	 * The roles that were given to a membership itself in its whole organization.
	 * @param membership the membership
	 * @return the slugs, the role held longest first
	 */
	public List<String> ownOrganizationRoles(Membership membership) {
		return organizationAssignments(membership).stream()
			.filter(RoleAssignment::isDirect)
			.map(RoleAssignment::role)
			.toList();
	}

	/**
	 * Whether a membership would be left without a role of its own in its organization,
	 * which WorkOS does not allow.
	 * @param membership the membership
	 * @param assignment what would be taken back, assigned to the membership itself
	 * @return {@code true} if it is the last such role
	 */
	public boolean isLastOrganizationRole(Membership membership, RoleAssignment assignment) {
		return assignment.resource().equals(ResourceKey.ofOrganization(membership.organizationId()))
				&& ownOrganizationRoles(membership).size() == 1;
	}

	/**
	 * The permissions that a membership has in its whole organization, whatever the type
	 * they are for.
	 * @param membership the membership
	 * @return the slugs without duplicates
	 */
	public Set<String> organizationPermissions(Membership membership) {
		Set<String> permissions = new LinkedHashSet<>();
		organizationAssignments(membership)
			.forEach((assignment) -> permissions.addAll(permissionsOf(membership, assignment)));
		return permissions;
	}

	private List<RoleAssignment> organizationAssignments(Membership membership) {
		return this.state.assignments().of(membership.id(), ResourceKey.ofOrganization(membership.organizationId()));
	}

	private static boolean canUse(Membership membership, Resource resource) {
		return membership.isActive() && membership.organizationId().equals(resource.key().organizationId());
	}

	private boolean isFor(String slug, Resource resource) {
		Optional<Permission> permission = this.state.accessModel().findPermission(slug);
		return permission.map(Permission::resourceType).filter(resource.key().type()::equals).isPresent();
	}

	private boolean includes(Membership membership, List<ResourceKey> places, String permission) {
		for (ResourceKey place : places) {
			for (RoleAssignment assignment : this.state.assignments().of(membership.id(), place)) {
				if (permissionsOf(membership, assignment).contains(permission)) {
					return true;
				}
			}
		}
		return false;
	}

	private Set<String> permissionsOf(Membership membership, RoleAssignment assignment) {
		return this.state.accessModel()
			.findRole(membership.organizationId(), assignment.role())
			.map(Role::permissions)
			.orElse(Set.of());
	}

}
