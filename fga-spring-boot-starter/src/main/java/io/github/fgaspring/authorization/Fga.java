package io.github.fgaspring.authorization;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
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

	/**
	 * Creates an instance.
	 * @param securityContextHolderStrategy knows the caller
	 * @param questioner asks
	 */
	public Fga(SecurityContextHolderStrategy securityContextHolderStrategy, PermissionQuestioner questioner) {
		Assert.notNull(securityContextHolderStrategy, "securityContextHolderStrategy cannot be null");
		Assert.notNull(questioner, "questioner cannot be null");
		this.securityContextHolderStrategy = securityContextHolderStrategy;
		this.questioner = questioner;
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

	private @Nullable Authentication currentAuthentication() {
		return this.securityContextHolderStrategy.getContext().getAuthentication();
	}

}
