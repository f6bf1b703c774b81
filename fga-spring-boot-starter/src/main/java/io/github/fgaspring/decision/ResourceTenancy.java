package io.github.fgaspring.decision;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Knows which organization a resource belongs to. With
 * {@code fga.fast-path.tenancy=verify}, a permission in the session token grants a
 * resource only if this says that it belongs to the token's organization.
 * <p>
 * A bean of this type, which usually looks into the application's own database, takes the
 * place of a call to WorkOS.
 */
@FunctionalInterface
public interface ResourceTenancy {

	/**
	 * Whether a resource is known to belong to an organization.
	 * @param resource a resolved reference
	 * @param organizationId the id of the organization, as the session names it
	 * @return {@code true} if it belongs there; {@code false} if it does not, or if that
	 * is not known: then the Authorization API is asked for the permission
	 * @throws CheckUnavailableException if it cannot be found out at the moment
	 */
	boolean belongsTo(ResourceReference resource, String organizationId);

	/**
	 * Which of several resources are known to belong to an organization. By default they
	 * are looked at one by one; whoever can find them all together does so.
	 * @param resources resolved references, all different
	 * @param organizationId the id of the organization, as the session names it
	 * @return those that belong there
	 * @throws CheckUnavailableException if it cannot be found out at the moment
	 */
	default Set<ResourceReference> belonging(List<ResourceReference> resources, String organizationId) {
		return resources.stream()
			.filter((resource) -> belongsTo(resource, organizationId))
			.collect(Collectors.toUnmodifiableSet());
	}

}
