package io.github.fgaspring.emulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may do what, worked out in the most obvious way: every question walks up the tree
 * and looks at everything that anybody holds.
 */
final class NaiveAccess {

	/**
	 * The type of resource that each permission is for, in the order of declaration.
	 */
	final Map<String, String> permissionTypes = new LinkedHashMap<>();

	final List<NaiveRole> roles = new ArrayList<>();

	/**
	 * In the order of declaration.
	 */
	final Map<String, NaiveMembership> memberships = new LinkedHashMap<>();

	/**
	 * In the order of creation.
	 */
	final Map<String, NaiveResource> resources = new LinkedHashMap<>();

	/**
	 * The id of the parent of each resource but the organizations'.
	 */
	final Map<String, String> parents = new HashMap<>();

	/**
	 * The roles that memberships hold themselves.
	 */
	final Set<Grant> grants = new LinkedHashSet<>();

	final List<NaiveGroup> groups = new ArrayList<>();

	/**
	 * The roles that groups hold.
	 */
	final Set<Grant> groupGrants = new LinkedHashSet<>();

	boolean isGranted(NaiveMembership membership, String permission, NaiveResource resource) {
		return isPossible(membership, permission, resource) && holdsHereOrAbove(membership, permission, resource);
	}

	boolean isGrantedDirectly(NaiveMembership membership, String permission, NaiveResource resource) {
		return isPossible(membership, permission, resource) && holdsHere(membership, permission, resource);
	}

	private boolean isPossible(NaiveMembership membership, String permission, NaiveResource resource) {
		return membership.active() && membership.organization().equals(resource.organization())
				&& resource.type().equals(this.permissionTypes.get(permission));
	}

	private boolean holdsHereOrAbove(NaiveMembership membership, String permission, NaiveResource resource) {
		if (holdsHere(membership, permission, resource)) {
			return true;
		}
		String parent = this.parents.get(resource.id());
		return parent != null && holdsHereOrAbove(membership, permission, this.resources.get(parent));
	}

	private boolean holdsHere(NaiveMembership membership, String permission, NaiveResource resource) {
		for (Grant grant : held(membership)) {
			if (grant.resource().equals(resource.id())
					&& role(membership.organization(), grant.role()).permissions().contains(permission)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What a membership holds itself and what it holds through groups; twice what it
	 * holds in two ways.
	 */
	List<Grant> held(NaiveMembership membership) {
		List<Grant> held = new ArrayList<>();
		for (Grant grant : this.grants) {
			if (grant.holder().equals(membership.id())) {
				held.add(grant);
			}
		}
		for (NaiveGroup group : this.groups) {
			for (Grant grant : this.groupGrants) {
				if (group.members().contains(membership.id()) && grant.holder().equals(group.id())) {
					held.add(grant);
				}
			}
		}
		return held;
	}

	private NaiveRole role(String organization, String slug) {
		for (NaiveRole role : this.roles) {
			if (role.slug().equals(slug) && role.isIn(organization)) {
				return role;
			}
		}
		throw new IllegalArgumentException(slug);
	}

	List<NaiveResource> children(NaiveResource parent) {
		List<NaiveResource> children = new ArrayList<>();
		for (NaiveResource resource : this.resources.values()) {
			if (parent.id().equals(this.parents.get(resource.id()))) {
				children.add(resource);
			}
		}
		return children;
	}

	boolean isAtOrBelow(NaiveResource resource, NaiveResource top) {
		if (resource.equals(top)) {
			return true;
		}
		String parent = this.parents.get(resource.id());
		return parent != null && isAtOrBelow(this.resources.get(parent), top);
	}

	void removeWithChildren(NaiveResource resource) {
		children(resource).forEach(this::removeWithChildren);
		this.grants.removeIf((grant) -> grant.resource().equals(resource.id()));
		this.groupGrants.removeIf((grant) -> grant.resource().equals(resource.id()));
		this.resources.remove(resource.id());
		this.parents.remove(resource.id());
	}

	/**
	 * A role, in its organization only if there is one.
	 */
	record NaiveRole(String slug, String type, String organization, Set<String> permissions) {

		boolean isIn(String anOrganization) {
			return this.organization.isEmpty() || this.organization.equals(anOrganization);
		}

	}

	record NaiveMembership(String id, String organization, boolean active) {

	}

	record NaiveResource(String id, String type, String externalId, String organization) {

	}

	record NaiveGroup(String id, String organization, Set<String> members) {

	}

	/**
	 * A role that a membership or a group holds on a resource.
	 */
	record Grant(String holder, String role, String resource) {

	}

}
