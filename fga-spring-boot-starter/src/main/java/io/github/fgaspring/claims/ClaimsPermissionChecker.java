package io.github.fgaspring.claims;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.decision.ResourceTenancy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Decides what the session's own claims can decide:
 * <ol>
 * <li>No organization: denied.</li>
 * <li>The permission is among the claims: granted, unless the answer must be current. For
 * a question about a resource this is the fast path, which can be switched off; it counts
 * the permission for every resource of the organization, but never for another
 * organization.</li>
 * <li>A question about the organization as a whole: denied, unless the answer must be
 * current or the session does not know all permissions.</li>
 * </ol>
 * Everything else is left to the next checker.
 */
public final class ClaimsPermissionChecker implements PermissionChecker {

	private static final ResourceTenancy NONE = (resource, organizationId) -> false;

	private static final ResourceTenancy TRUSTED = (resource, organizationId) -> true;

	private final ResourceTenancy tenancy;

	private ClaimsPermissionChecker(ResourceTenancy tenancy) {
		Assert.notNull(tenancy, "tenancy cannot be null");
		this.tenancy = tenancy;
	}

	/**
	 * A checker without fast path: questions about resources are left to others.
	 * @return the checker
	 */
	public static ClaimsPermissionChecker withoutFastPath() {
		return new ClaimsPermissionChecker(NONE);
	}

	/**
	 * A checker that trusts the application to name resources of the session's
	 * organization only.
	 * @return the checker
	 */
	public static ClaimsPermissionChecker trustingTenancy() {
		return new ClaimsPermissionChecker(TRUSTED);
	}

	/**
	 * A checker that grants a resource only if it is known to belong to the session's
	 * organization.
	 * @param tenancy knows
	 * @return the checker
	 */
	public static ClaimsPermissionChecker verifyingTenancy(ResourceTenancy tenancy) {
		return new ClaimsPermissionChecker(tenancy);
	}

	/**
	 * Whether this calls nobody and waits for nobody.
	 * @return {@code false} if it asks whose resources are
	 */
	public boolean isInstant() {
		return this.tenancy == NONE || this.tenancy == TRUSTED;
	}

	@Override
	public @Nullable PermissionDecision check(PermissionQuestion question) {
		String permission = question.permission();
		String organizationId = question.session().organizationId();
		if (organizationId == null) {
			return PermissionDecision.deny(permission, DecisionSource.CLAIMS, DenialReason.NO_ORGANIZATION);
		}
		if (question.alwaysCurrent()) {
			return null;
		}
		ResourceReference resource = question.resource();
		boolean held = question.session().permissions().contains(permission);
		if (held && (resource == null || isOfOrganization(resource, organizationId))) {
			return PermissionDecision.grant(permission, DecisionSource.CLAIMS);
		}
		if (resource == null && question.session().permissionsComplete()) {
			return PermissionDecision.deny(permission, DecisionSource.CLAIMS, DenialReason.MISSING_PERMISSION);
		}
		return null;
	}

	@Override
	public List<@Nullable PermissionDecision> checkEach(List<PermissionQuestion> questions) {
		if (isInstant()) {
			return PermissionChecker.super.checkEach(questions);
		}
		// All that belong are looked up together, and then known.
		Map<String, Set<ResourceReference>> held = new LinkedHashMap<>();
		for (PermissionQuestion question : questions) {
			String organizationId = question.session().organizationId();
			ResourceReference resource = question.resource();
			if (organizationId != null && resource != null && !isOrganization(resource) && resource.isResolved()
					&& !question.alwaysCurrent() && question.session().permissions().contains(question.permission())) {
				held.computeIfAbsent(organizationId, (key) -> new LinkedHashSet<>()).add(resource);
			}
		}
		held.replaceAll((organizationId, resources) -> this.tenancy.belonging(List.copyOf(resources), organizationId));
		ClaimsPermissionChecker informed = new ClaimsPermissionChecker(
				(resource, organizationId) -> held.getOrDefault(organizationId, Set.of()).contains(resource));
		List<@Nullable PermissionDecision> decisions = new ArrayList<>();
		questions.forEach((question) -> decisions.add(informed.check(question)));
		return decisions;
	}

	private static boolean isOrganization(ResourceReference resource) {
		return resource instanceof ResourceReference.External external
				&& ResourceReference.ORGANIZATION_TYPE.equals(external.type());
	}

	private boolean isOfOrganization(ResourceReference resource, String organizationId) {
		if (isOrganization(resource)) {
			return this.tenancy != NONE && organizationId.equals(((ResourceReference.External) resource).externalId());
		}
		return this.tenancy == TRUSTED
				|| (this.tenancy != NONE && resource.isResolved() && this.tenancy.belongsTo(resource, organizationId));
	}

}
