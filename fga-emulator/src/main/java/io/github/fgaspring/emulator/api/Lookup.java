package io.github.fgaspring.emulator.api;

import java.util.Optional;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Group;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.Permission;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.ResourceKey;
import io.github.fgaspring.emulator.model.ResourceType;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.User;

/**
 * Finds what a request names, or answers with status 404.
 */
final class Lookup {

	private final EmulatorState state;

	Lookup(EmulatorState state) {
		this.state = state;
	}

	Organization organization(String id) {
		return found(this.state.accounts().organizations().find(id), "Organization", id);
	}

	User user(String id) {
		return found(this.state.accounts().users().find(id), "User", id);
	}

	Organization organizationByExternalId(String externalId) {
		return found(
				this.state.accounts()
					.organizations()
					.findFirst((organization) -> externalId.equals(organization.externalId())),
				"Organization", externalId);
	}

	User userByExternalId(String externalId) {
		return found(this.state.accounts().users().findFirst((user) -> externalId.equals(user.profile().externalId())),
				"User", externalId);
	}

	Membership membership(String id) {
		return found(this.state.accounts().memberships().find(id), "Organization membership", id);
	}

	Group group(String id) {
		return found(this.state.groups().groups().find(id), "Group", id);
	}

	Group group(String organizationId, String id) {
		organization(organizationId);
		return found(
				this.state.groups().groups().find(id).filter((group) -> group.organizationId().equals(organizationId)),
				"Group", id);
	}

	Resource resource(String id) {
		return found(this.state.resources().findById(id), "Resource", id);
	}

	Resource resource(ResourceKey key) {
		return found(this.state.resources().find(key), "Resource", key.externalId());
	}

	/**
	 * The resource that a path names by its id.
	 */
	Resource resourceById(ApiRequest request) {
		return resource(request.pathVariable("resource_id"));
	}

	/**
	 * The resource that a path names by its organization, type and external id.
	 */
	Resource resourceByExternalId(ApiRequest request) {
		return resource(new ResourceKey(request.pathVariable("organization_id"),
				request.pathVariable("resource_type_slug"), request.pathVariable("external_id")));
	}

	ResourceType resourceType(String slug) {
		return found(this.state.accessModel().findResourceType(slug), "Resource type", slug);
	}

	Permission permission(String slug) {
		return found(this.state.accessModel().findPermission(slug), "Permission", slug);
	}

	Role environmentRole(String slug) {
		return found(this.state.accessModel().findEnvironmentRole(slug), "Role", slug);
	}

	Role organizationRole(String organizationId, String slug) {
		organization(organizationId);
		return found(this.state.accessModel().findOrganizationRole(organizationId, slug), "Custom role", slug);
	}

	/**
	 * A role that can be assigned on a resource; status 422 for a role on resources of
	 * another type.
	 */
	Role assignableRole(String slug, Resource resource) {
		Role role = role(resource.key().organizationId(), slug);
		String type = resource.key().type();
		if (!role.resourceType().equals(type)) {
			throw RequestBody.invalid("role_slug",
					"must be a role on resources of type '%s'; '%s' is one on resources of type '%s'".formatted(type,
							slug, role.resourceType()));
		}
		return role;
	}

	Role role(String organizationId, String slug) {
		return found(this.state.accessModel().findRole(organizationId, slug), "Role", slug);
	}

	static <T> T found(Optional<T> value, String what, String id) {
		return value.orElseThrow(() -> notFound(what, id));
	}

	static ApiException notFound(String what, String id) {
		return ApiException.notFound("%s not found: '%s'.".formatted(what, id));
	}

}
