package io.github.fgaspring.authorization;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.discovery.PermissionFilter;
import io.github.fgaspring.discovery.PermittedMembers;
import io.github.fgaspring.discovery.PermittedResources;
import io.github.fgaspring.discovery.ResourceDiscovery;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.Assert;

/**
 * The same questions as {@code @RequiresPermission}, asked by the application's code, in
 * SpEL and in templates:
 * {@code @PreAuthorize("@fga.can('project:view', 'project', #id)")}. It speaks for the
 * caller of the current request; without a session everything is denied.
 * <p>
 * All methods throw {@link CheckUnavailableException} if the answer cannot be had.
 */
public final class Fga {

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	private final PermissionQuestioner questioner;

	private final PermissionFilter filter;

	private final ResourceDiscovery discovery;

	/**
	 * Creates an instance.
	 * @param securityContextHolderStrategy knows the caller
	 * @param questioner asks
	 * @param filter asks about many
	 * @param discovery lists
	 */
	public Fga(SecurityContextHolderStrategy securityContextHolderStrategy, PermissionQuestioner questioner,
			PermissionFilter filter, ResourceDiscovery discovery) {
		Assert.notNull(securityContextHolderStrategy, "securityContextHolderStrategy cannot be null");
		Assert.notNull(questioner, "questioner cannot be null");
		Assert.notNull(filter, "filter cannot be null");
		Assert.notNull(discovery, "discovery cannot be null");
		this.securityContextHolderStrategy = securityContextHolderStrategy;
		this.questioner = questioner;
		this.filter = filter;
		this.discovery = discovery;
	}

	/**
	 * Whether the caller has a permission in the whole organization.
	 * @param permission the permission slug
	 * @return {@code true} if granted
	 */
	public boolean can(String permission) {
		return check(permission).isGranted();
	}

	/**
	 * Whether the caller has a permission on a resource.
	 * @param permission the permission slug
	 * @param resourceType the resource type slug
	 * @param externalId the application's id of the resource; {@code null} is no
	 * resource, and not the organization
	 * @return {@code true} if granted
	 */
	public boolean can(String permission, String resourceType, @Nullable String externalId) {
		return check(permission, resourceType, externalId).isGranted();
	}

	/**
	 * Whether the caller has a permission on a resource.
	 * @param permission the permission slug
	 * @param resource the resource
	 * @return {@code true} if granted
	 */
	public boolean can(String permission, ResourceReference resource) {
		return check(permission, resource).isGranted();
	}

	/**
	 * Like {@link #can(String)}, with the reason.
	 * @param permission the permission slug
	 * @return the decision
	 */
	public PermissionDecision check(String permission) {
		return check(currentAuthentication(), permission, null);
	}

	/**
	 * Like {@link #can(String, String, String)}, with the reason.
	 * @param permission the permission slug
	 * @param resourceType the resource type slug
	 * @param externalId the application's id of the resource
	 * @return the decision
	 */
	public PermissionDecision check(String permission, String resourceType, @Nullable String externalId) {
		return check(permission, ResourceReference.external(resourceType, externalId));
	}

	/**
	 * Like {@link #can(String, ResourceReference)}, with the reason.
	 * @param permission the permission slug
	 * @param resource the resource
	 * @return the decision
	 */
	public PermissionDecision check(String permission, ResourceReference resource) {
		Assert.notNull(resource, "resource cannot be null");
		return check(currentAuthentication(), permission, resource);
	}

	PermissionDecision check(@Nullable Authentication authentication, String permission,
			@Nullable ResourceReference resource) {
		FgaSession session = this.questioner.session(authentication);
		if (session == null) {
			return PermissionDecision.deny(permission, DecisionSource.NONE, DenialReason.NO_SESSION);
		}
		return this.questioner.ask(new PermissionQuestion(session, permission, resource, false),
				(resource != null) ? "the application about " + resource : "the application");
	}

	/**
	 * Which permissions the caller has on a resource, to show or hide what it takes them
	 * for: those that are meant for resources of its type, and those of the session token
	 * that count for every resource. {@link #can(String, ResourceReference)} grants each
	 * of them. What a permission that is meant for another type says about the resource,
	 * only {@code can} tells.
	 * <p>
	 * That takes one call, or one for each 100 permissions. In a web request the second
	 * time takes none, and nor does a later {@code can} on the same resource. One that is
	 * named by its WorkOS id takes a call more.
	 * @param resource the resource
	 * @return the permission slugs, in alphabetical order; for a resource that WorkOS
	 * does not know, or that has an external id which cannot stand in a path, only those
	 * of the session token
	 */
	public Set<String> permissions(ResourceReference resource) {
		Assert.notNull(resource, "resource cannot be null");
		FgaSession session = currentSession();
		return (session != null) ? this.discovery.permissions(session, resource) : Set.of();
	}

	/**
	 * Like {@link #permissions(ResourceReference)}.
	 * @param resourceType the resource type slug
	 * @param externalId the application's id of the resource; {@code null} is no
	 * resource, and not the organization
	 * @return the permission slugs, in alphabetical order
	 */
	public Set<String> permissions(String resourceType, @Nullable String externalId) {
		return permissions(ResourceReference.external(resourceType, externalId));
	}

	/**
	 * Lists the direct children of the organization on which the caller has a permission.
	 * @param permission the permission slug
	 * @return the resources, like those of {@link #list(String, ResourceReference)}
	 */
	public PermittedResources list(String permission) {
		FgaSession session = currentSession();
		return (session != null) ? this.discovery.list(session, permission) : PermittedResources.none();
	}

	/**
	 * Lists the direct children of a resource on which the caller has a permission. They
	 * are read in pages of 100 while they are iterated over.
	 * <p>
	 * If the caller has the permission in the whole organization, the list
	 * {@linkplain PermittedResources#isEverything() is everything}, and the application
	 * can load the children from its own database instead. Like the fast path of
	 * {@code can}, this trusts the application to name parents of the caller's
	 * organization only, unless {@code fga.fast-path.tenancy} is {@code verify}.
	 * <p>
	 * WorkOS's documentation contradicts itself on whether its list has resources that a
	 * role on something further above gives access to. {@link #filter} asks about each.
	 * @param permission the permission slug
	 * @param parent the resource; {@code null} and an unresolved one have no children,
	 * and nor has one that WorkOS does not know
	 * @return the resources; none without a session, an organization or a membership
	 */
	public PermittedResources list(String permission, @Nullable ResourceReference parent) {
		FgaSession session = currentSession();
		return (session != null) ? this.discovery.list(session, permission, parent) : PermittedResources.none();
	}

	/**
	 * Keeps of many items those on which the caller has a permission: all at once from
	 * the claims, else by asking about each, several at the same time. Either every
	 * answer is known or this throws a {@link CheckUnavailableException}.
	 * @param <T> the type of the items
	 * @param permission the permission slug
	 * @param resourceType the resource type slug
	 * @param items the items; those that are {@code null} are left out
	 * @param externalId returns the application's id of an item; one without an id, or
	 * with one that cannot be asked about, is left out
	 * @return the permitted items in their order; none without a session
	 */
	public <T> List<T> filter(String permission, String resourceType, Iterable<? extends @Nullable T> items,
			Function<? super T, ? extends @Nullable String> externalId) {
		Assert.notNull(items, "items cannot be null");
		Assert.notNull(externalId, "externalId cannot be null");
		FgaSession session = currentSession();
		return (session != null) ? this.filter.filter(session, permission, items,
				(item) -> ResourceReference.external(resourceType, externalId.apply(item))) : List.of();
	}

	/**
	 * Lists who has a permission on a resource, directly or from above, for example to
	 * show with whom it is shared. Whether the caller may see that is not checked.
	 * <p>
	 * They are read in pages of 100 while they are iterated over.
	 * @param resource the resource
	 * @param permission the permission slug
	 * @return the members of the caller's organization; none if the resource is
	 * unresolved, unknown to WorkOS or one of another organization, and without a session
	 * or an organization
	 */
	public PermittedMembers members(ResourceReference resource, String permission) {
		Assert.notNull(resource, "resource cannot be null");
		FgaSession session = currentSession();
		return (session != null) ? this.discovery.members(session, resource, permission) : PermittedMembers.none();
	}

	/**
	 * Like {@link #members(ResourceReference, String)}.
	 * @param resourceType the resource type slug
	 * @param externalId the application's id of the resource; {@code null} is no resource
	 * @param permission the permission slug
	 * @return the members of the caller's organization
	 */
	public PermittedMembers members(String resourceType, @Nullable String externalId, String permission) {
		return members(ResourceReference.external(resourceType, externalId), permission);
	}

	private @Nullable FgaSession currentSession() {
		return this.questioner.session(currentAuthentication());
	}

	private @Nullable Authentication currentAuthentication() {
		return this.securityContextHolderStrategy.getContext().getAuthentication();
	}

}
