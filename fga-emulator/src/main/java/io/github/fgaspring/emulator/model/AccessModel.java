package io.github.fgaspring.emulator.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be granted. The resource types never change: WorkOS has no API for them.
 */
public final class AccessModel {

	private final Map<String, ResourceType> resourceTypes;

	private final Map<String, Permission> permissions;

	private final Map<String, Role> environmentRoles;

	private final Map<OrganizationSlug, Role> organizationRoles;

	/**
	 * Creates a model without permissions and roles.
	 * @param resourceTypes the types of resources
	 */
	public AccessModel(Collection<ResourceType> resourceTypes) {
		this(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
		resourceTypes.forEach((type) -> this.resourceTypes.put(type.slug(), type));
	}

	private AccessModel(Map<String, ResourceType> resourceTypes, Map<String, Permission> permissions,
			Map<String, Role> environmentRoles, Map<OrganizationSlug, Role> organizationRoles) {
		this.resourceTypes = resourceTypes;
		this.permissions = permissions;
		this.environmentRoles = environmentRoles;
		this.organizationRoles = organizationRoles;
	}

	/**
	 * Find a resource type.
	 * @param slug the slug
	 * @return the type, or empty if there is none
	 */
	public Optional<ResourceType> findResourceType(String slug) {
		return Optional.ofNullable(this.resourceTypes.get(slug));
	}

	/**
	 * Find a permission.
	 * @param slug the slug, taken literally
	 * @return the permission, or empty if there is none
	 */
	public Optional<Permission> findPermission(String slug) {
		return Optional.ofNullable(this.permissions.get(slug));
	}

	/**
	 * The permissions.
	 * @return a copy, the oldest first
	 */
	public List<Permission> permissions() {
		return List.copyOf(this.permissions.values());
	}

	/**
	 * Add a permission, or replace the one with the same slug.
	 * @param permission the permission
	 */
	public void put(Permission permission) {
		this.permissions.put(permission.slug(), permission);
	}

	/**
	 * Find a role of the whole environment.
	 * @param slug the slug
	 * @return the role, or empty if there is none
	 */
	public Optional<Role> findEnvironmentRole(String slug) {
		return Optional.ofNullable(this.environmentRoles.get(slug));
	}

	/**
	 * Find a role that only one organization has.
	 * @param organizationId the id of the organization
	 * @param slug the slug
	 * @return the role, or empty if there is none
	 */
	public Optional<Role> findOrganizationRole(String organizationId, String slug) {
		return Optional.ofNullable(this.organizationRoles.get(new OrganizationSlug(organizationId, slug)));
	}

	/**
	 * Find a role that can be assigned in an organization.
	 * @param organizationId the id of the organization
	 * @param slug the slug
	 * @return the role of the organization or of the whole environment, or empty if there
	 * is none
	 */
	public Optional<Role> findRole(String organizationId, String slug) {
		return findEnvironmentRole(slug).or(() -> findOrganizationRole(organizationId, slug));
	}

	/**
	 * The roles of the whole environment.
	 * @return a copy, the role of highest priority first
	 */
	public List<Role> environmentRoles() {
		return List.copyOf(this.environmentRoles.values());
	}

	/**
	 * The roles that only one organization has.
	 * @param organizationId the id of the organization
	 * @return a copy, the role of highest priority first
	 */
	public List<Role> organizationRoles(String organizationId) {
		return this.organizationRoles.values()
			.stream()
			.filter((role) -> organizationId.equals(role.organizationId()))
			.toList();
	}

	/**
	 * Every role there is.
	 * @return a copy, those of the environment first
	 */
	public List<Role> roles() {
		return Stream.of(this.environmentRoles.values(), this.organizationRoles.values())
			.flatMap(Collection::stream)
			.toList();
	}

	/**
	 * Add a role, or replace the one with the same slug in the same place.
	 * @param role the role
	 */
	public void put(Role role) {
		String organizationId = role.organizationId();
		if (organizationId != null) {
			this.organizationRoles.put(new OrganizationSlug(organizationId, role.slug()), role);
		}
		else {
			this.environmentRoles.put(role.slug(), role);
		}
	}

	void remove(Permission permission) {
		this.permissions.remove(permission.slug());
	}

	void remove(Role role) {
		String organizationId = role.organizationId();
		if (organizationId != null) {
			this.organizationRoles.remove(new OrganizationSlug(organizationId, role.slug()));
		}
		else {
			this.environmentRoles.remove(role.slug());
		}
	}

	AccessModel copy() {
		return new AccessModel(this.resourceTypes, new LinkedHashMap<>(this.permissions),
				new LinkedHashMap<>(this.environmentRoles), new LinkedHashMap<>(this.organizationRoles));
	}

	private record OrganizationSlug(String organizationId, String slug) {

	}

}
