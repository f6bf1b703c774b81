package io.github.fgaspring.membership;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.RemotePermissionChecker;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Completes sessions with what WorkOS is asked by: the id of the membership, and the id
 * that WorkOS gave the organization.
 * <p>
 * What the session says counts. The {@link MembershipResolver} is asked only if the
 * session names no membership at all; one that cannot be a membership is not replaced.
 */
public final class Memberships {

	private final MembershipResolver resolver;

	private final WorkOsIds ids;

	/**
	 * Creates an instance.
	 * @param resolver finds memberships
	 * @param ids knows the ids of organizations
	 */
	public Memberships(MembershipResolver resolver, WorkOsIds ids) {
		Assert.notNull(resolver, "resolver cannot be null");
		Assert.notNull(ids, "ids cannot be null");
		this.resolver = resolver;
		this.ids = ids;
	}

	/**
	 * Completes a session.
	 * @param session the session
	 * @param alwaysCurrent whether what was kept of earlier look-ups will not do
	 * @return the same session with {@linkplain FgaSession#organizationMembershipId()
	 * membership} and {@linkplain FgaSession#organizationId() organization} as WorkOS
	 * names them, or {@code null} if it has no organization or no membership in it
	 * @throws CheckUnavailableException if that cannot be found out at the moment
	 */
	public @Nullable FgaSession complete(FgaSession session, boolean alwaysCurrent) {
		String organizationId = session.organizationId();
		if (organizationId == null) {
			return null;
		}
		return (session.organizationMembershipId() != null) ? named(session, organizationId, alwaysCurrent)
				: resolved(session, organizationId, alwaysCurrent);
	}

	/**
	 * Finds the id that WorkOS gave a session's organization.
	 * @param session the session
	 * @return the id, or {@code null} if the session has no organization or WorkOS knows
	 * no such organization
	 * @throws CheckUnavailableException if that cannot be found out at the moment
	 */
	public @Nullable String organizationId(FgaSession session) {
		String organizationId = session.organizationId();
		return (organizationId != null) ? this.ids.ofOrganization(organizationId, false) : null;
	}

	/**
	 * Names a resource as WorkOS does: the session's organization, as a resource, by the
	 * id that WorkOS gave it, and every other resource as it is.
	 * @param resource the resource
	 * @param session the session that names it
	 * @param organizationId the id that WorkOS gave the session's organization
	 * @return the resource to ask about
	 */
	public static ResourceReference translate(ResourceReference resource, FgaSession session,
			@Nullable String organizationId) {
		return resource.equals(ResourceReference.organization(session.organizationId()))
				? ResourceReference.organization(organizationId) : resource;
	}

	private @Nullable FgaSession named(FgaSession session, String organizationId, boolean alwaysCurrent) {
		if (!RemotePermissionChecker.isMembershipId(session.organizationMembershipId())) {
			return null;
		}
		String id = this.ids.ofOrganization(organizationId, alwaysCurrent);
		if (organizationId.equals(id)) {
			return session;
		}
		return (id != null) ? session.toBuilder().organizationId(id).build() : null;
	}

	private @Nullable FgaSession resolved(FgaSession session, String organizationId, boolean alwaysCurrent) {
		Membership membership = alwaysCurrent ? this.resolver.resolveCurrent(session) : this.resolver.resolve(session);
		if (membership == null || !RemotePermissionChecker.isMembershipId(membership.id())
				|| !isIn(membership, organizationId)) {
			return null;
		}
		return session.toBuilder()
			.organizationMembershipId(membership.id())
			.organizationId(membership.organizationId())
			.build();
	}

	private boolean isIn(Membership membership, String organizationId) {
		return this.ids.organizationIds() == IdKind.EXTERNAL || membership.organizationId().equals(organizationId);
	}

}
