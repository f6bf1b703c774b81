package io.github.fgaspring.decision;

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

}
