package io.github.fgaspring.discovery;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.FgaMember;
import io.github.fgaspring.client.FgaPage;
import io.github.fgaspring.client.FgaResource;
import io.github.fgaspring.client.RemotePermissionChecker;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.RejectedQuestions;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.membership.Memberships;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Finds out what a session may do and where, and who else may: from the session's claims
 * as far as they tell, else from the Authorization API.
 *
 * @see <a href="https://workos.com/docs/fga/resource-discovery">WorkOS FGA resource
 * discovery</a>
 */
public final class ResourceDiscovery {

	private final PermissionChecker claims;

	private final RemotePermissionChecker remote;

	private final Memberships memberships;

	private final FgaClient client;

	private final Duration timeLimit;

	private final RejectedQuestions rejections = new RejectedQuestions();

	/**
	 * Creates an instance.
	 * @param claims decides what the session's claims can decide
	 * @param memberships completes sessions
	 * @param remote lists permissions
	 * @param client lists resources and members
	 * @param timeLimit how long a list of permissions, or a page of others, may take
	 */
	public ResourceDiscovery(PermissionChecker claims, Memberships memberships, RemotePermissionChecker remote,
			FgaClient client, Duration timeLimit) {
		Assert.notNull(claims, "claims cannot be null");
		Assert.notNull(memberships, "memberships cannot be null");
		Assert.notNull(remote, "remote cannot be null");
		Assert.notNull(client, "client cannot be null");
		Assert.notNull(timeLimit, "timeLimit cannot be null");
		this.claims = claims;
		this.memberships = memberships;
		this.remote = remote;
		this.client = client;
		this.timeLimit = timeLimit;
	}

	/**
	 * Lists the permissions that a session has on a resource: those that are meant for
	 * resources of its type, and those of the session that count for every resource.
	 * @param session who asks
	 * @param resource the resource
	 * @return the permission slugs, in alphabetical order
	 * @throws CheckUnavailableException if the list cannot be had at the moment
	 */
	public Set<String> permissions(FgaSession session, ResourceReference resource) {
		Assert.notNull(resource, "resource cannot be null");
		return Deadline.within(this.timeLimit, () -> {
			Set<String> permissions = new TreeSet<>(listed(session, resource));
			permissions.addAll(claimed(session, resource));
			return Collections.unmodifiableSet(permissions);
		});
	}

	/**
	 * The permissions of the session, if they count for the resource: that is the same
	 * for all of them.
	 */
	private Set<String> claimed(FgaSession session, ResourceReference resource) {
		Optional<String> any = session.permissions().stream().filter(StringUtils::hasText).findFirst();
		return (any.isPresent() && isGrantedByClaims(session, any.get(), resource)) ? session.permissions() : Set.of();
	}

	private Set<String> listed(FgaSession session, ResourceReference resource) {
		FgaSession completed = resource.isResolved() ? this.memberships.complete(session, false) : null;
		return (completed != null) ? this.remote.permissions(completed,
				Memberships.translate(resource, session, completed.organizationId())) : Set.of();
	}

	/**
	 * Lists the direct children of the organization on which a session has a permission.
	 * @param session who asks
	 * @param permission the permission slug
	 * @return the resources, which are read when they are iterated over
	 * @throws CheckUnavailableException if it cannot be found out at the moment whether
	 * the session alone grants them
	 */
	public PermittedResources list(FgaSession session, String permission) {
		return list(session, permission, ResourceReference.organization(session.organizationId()));
	}

	/**
	 * Lists the direct children of a resource on which a session has a permission.
	 * @param session who asks
	 * @param permission the permission slug
	 * @param parent the resource; {@code null} and an unresolved one have no children
	 * @return the resources, which are read when they are iterated over
	 * @throws CheckUnavailableException if it cannot be found out at the moment whether
	 * the session alone grants them
	 */
	public PermittedResources list(FgaSession session, String permission, @Nullable ResourceReference parent) {
		Assert.hasText(permission, "permission cannot be empty");
		if (session.organizationId() == null || parent == null || !parent.isResolved()) {
			return PermittedResources.none();
		}
		// What the session may do everywhere in the organization that the parent belongs
		// to, it may do to the children.
		boolean everything = Deadline.within(this.timeLimit, () -> isGrantedByClaims(session, permission, parent));
		return everything ? PermittedResources.everything(() -> children(session, permission, parent))
				: PermittedResources.some(() -> permittedChildren(session, permission, parent));
	}

	private Iterator<PermittedResource> children(FgaSession session, String permission, ResourceReference parent) {
		return iterator(permission, parent, (after) -> {
			String organizationId = this.memberships.organizationId(session);
			return (organizationId != null) ? this.client
				.children(organizationId, Memberships.translate(parent, session, organizationId), after)
				.map(ResourceDiscovery::permitted) : FgaPage.denied(DenialReason.NO_ORGANIZATION);
		});
	}

	private Iterator<PermittedResource> permittedChildren(FgaSession session, String permission,
			ResourceReference parent) {
		return iterator(permission, parent, (after) -> {
			FgaSession completed = this.memberships.complete(session, false);
			String organizationId = (completed != null) ? completed.organizationId() : null;
			String membershipId = (completed != null) ? completed.organizationMembershipId() : null;
			return (organizationId != null && membershipId != null) ? this.client
				.permittedChildren(organizationId, membershipId, permission,
						Memberships.translate(parent, session, organizationId), after)
				.map(ResourceDiscovery::permitted) : FgaPage.denied(DenialReason.NO_MEMBERSHIP);
		});
	}

	/**
	 * Lists the members of the session's organization who have a permission on a
	 * resource.
	 * @param session who asks
	 * @param resource the resource
	 * @param permission the permission slug
	 * @return the members, who are read when they are iterated over
	 */
	public PermittedMembers members(FgaSession session, ResourceReference resource, String permission) {
		Assert.notNull(resource, "resource cannot be null");
		Assert.hasText(permission, "permission cannot be empty");
		if (session.organizationId() == null || !resource.isResolved()) {
			return PermittedMembers.none();
		}
		return new PermittedMembers(() -> iterator(permission, resource, (after) -> {
			String organizationId = this.memberships.organizationId(session);
			return (organizationId != null) ? this.client
				.members(organizationId, permission, Memberships.translate(resource, session, organizationId), after)
				.map(ResourceDiscovery::permitted) : FgaPage.denied(DenialReason.NO_ORGANIZATION);
		}));
	}

	private boolean isGrantedByClaims(FgaSession session, String permission, ResourceReference resource) {
		PermissionDecision decision = this.claims.check(new PermissionQuestion(session, permission, resource, false));
		return decision != null && decision.isGranted();
	}

	private <T> Iterator<T> iterator(String permission, ResourceReference resource,
			Function<@Nullable String, FgaPage<T>> pages) {
		return new PagedIterator<>(pages, this.timeLimit,
				(reason) -> this.rejections.report(reason, List.of(permission), "the application about " + resource));
	}

	private static PermittedResource permitted(FgaResource resource) {
		return new PermittedResource(resource.id(), resource.externalId(), resource.type(), resource.name(),
				resource.parentId());
	}

	private static PermittedMember permitted(FgaMember member) {
		return new PermittedMember(member.membershipId(), member.userId(), member.email(), member.firstName(),
				member.lastName());
	}

}
