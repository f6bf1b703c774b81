package io.github.fgaspring.client;

import java.util.Set;

import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

/**
 * The WorkOS Authorization API, as far as the starter uses it.
 * <p>
 * A bean of this type takes the place of the starter's own, with its retries, its limits
 * and its circuit breaker. It should keep to the {@link Deadline}.
 */
public interface FgaClient {

	/**
	 * Asks whether a membership has a permission on a resource.
	 * @param organizationMembershipId the membership
	 * @param permission the permission slug
	 * @param resource a resolved reference
	 * @return the API's decision
	 * @throws CheckUnavailableException if the API gave no answer that can be relied on
	 */
	PermissionDecision check(String organizationMembershipId, String permission, ResourceReference resource);

	/**
	 * Asks which permissions a membership has on a resource.
	 * @param organizationMembershipId the membership
	 * @param resource a resolved reference
	 * @param after where the page begins, {@code null} for the first one
	 * @return a page of them, or {@code null} if this client cannot ask so about the
	 * resource; then permissions are checked one by one
	 * @throws CheckUnavailableException if the API gave no answer that can be relied on
	 */
	default @Nullable EffectivePermissions effectivePermissions(String organizationMembershipId,
			ResourceReference resource, @Nullable String after) {
		return null;
	}

	/**
	 * Lists the permissions that a membership has on a resource, for those who want to
	 * know all of them. By default, the same as
	 * {@link #effectivePermissions(String, ResourceReference, String)}, which spares
	 * checks.
	 * @param organizationMembershipId the membership
	 * @param resource a resolved reference with an external id
	 * @param after where the page begins, {@code null} for the first one
	 * @return a page of them, or {@code null} if this client cannot ask so about the
	 * resource
	 * @throws CheckUnavailableException if the API gave no answer that can be relied on
	 */
	default @Nullable EffectivePermissions allPermissions(String organizationMembershipId, ResourceReference resource,
			@Nullable String after) {
		return effectivePermissions(organizationMembershipId, resource, after);
	}

	/**
	 * Looks up a resource by the id that WorkOS gave it.
	 * @param organizationId the organization that it must belong to
	 * @param resource a resolved reference
	 * @return the resource, or {@code null} if the organization has no such resource, or
	 * if this client cannot look it up
	 * @throws CheckUnavailableException if the API gave no answer that can be relied on
	 */
	default @Nullable FgaResource resource(String organizationId, ResourceReference.Id resource) {
		return null;
	}

	/**
	 * Lists the direct children of a resource on which a membership has a permission.
	 * @param organizationId the organization that all of them must belong to
	 * @param organizationMembershipId the membership
	 * @param permission the permission slug
	 * @param parent a resolved reference
	 * @param after where the page begins, {@code null} for the first one
	 * @return a page of them
	 * @throws CheckUnavailableException if the API gave no answer that can be relied on
	 * @throws UnsupportedOperationException if this client cannot list them
	 */
	default FgaPage<FgaResource> permittedChildren(String organizationId, String organizationMembershipId,
			String permission, ResourceReference parent, @Nullable String after) {
		throw new UnsupportedOperationException("This FgaClient cannot list resources");
	}

	/**
	 * Lists the direct children of a resource.
	 * @param organizationId the organization that all of them must belong to
	 * @param parent a resolved reference
	 * @param after where the page begins, {@code null} for the first one
	 * @return a page of them
	 * @throws CheckUnavailableException if the API gave no answer that can be relied on
	 * @throws UnsupportedOperationException if this client cannot list them
	 */
	default FgaPage<FgaResource> children(String organizationId, ResourceReference parent, @Nullable String after) {
		throw new UnsupportedOperationException("This FgaClient cannot list resources");
	}

	/**
	 * Lists the active memberships that have a permission on a resource, directly or from
	 * above.
	 * @param organizationId the organization that all of them must belong to
	 * @param permission the permission slug
	 * @param resource a resolved reference
	 * @param after where the page begins, {@code null} for the first one
	 * @return a page of them
	 * @throws CheckUnavailableException if the API gave no answer that can be relied on
	 * @throws UnsupportedOperationException if this client cannot list them
	 */
	default FgaPage<FgaMember> members(String organizationId, String permission, ResourceReference resource,
			@Nullable String after) {
		throw new UnsupportedOperationException("This FgaClient cannot list members");
	}

	/**
	 * Asks whether a resource belongs to an organization.
	 * @param organizationId the organization
	 * @param resource a resolved reference
	 * @return {@code false} if it does not, or if this client cannot find out
	 * @throws CheckUnavailableException if the API gave no answer that can be relied on
	 */
	default boolean isInOrganization(String organizationId, ResourceReference resource) {
		return false;
	}

	/**
	 * Asks which permissions the environment has.
	 * @return all permission slugs, or {@code null} if this client cannot list them
	 * @throws CheckUnavailableException if the API gave no answer that can be relied on
	 */
	default @Nullable Set<String> permissions() {
		return null;
	}

}
