package io.github.fgaspring.claims;

import java.util.Objects;

import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the session's own claims can decide:
 * <ol>
 * <li>No organization: denied.</li>
 * <li>The permission is among the claims: granted, unless the answer must be current. For
 * a question about a resource this is the fast path, which can be switched off; it counts
 * the permission for every resource of the organization, but never for another
 * organization.</li>
 * <li>A question about the organization as a whole: denied, unless the answer must be
 * current.</li>
 * </ol>
 * Everything else is left to the next checker.
 */
public final class ClaimsPermissionChecker implements PermissionChecker {

	private final boolean fastPath;

	/**
	 * Creates a checker.
	 * @param fastPath whether a permission in the claims grants a resource as well
	 */
	public ClaimsPermissionChecker(boolean fastPath) {
		this.fastPath = fastPath;
	}

	private static boolean isOtherOrganization(PermissionQuestion question) {
		return question.resource() instanceof ResourceReference.External external
				&& ResourceReference.ORGANIZATION_TYPE.equals(external.type())
				&& !Objects.equals(external.externalId(), question.session().organizationId());
	}

	@Override
	public @Nullable PermissionDecision check(PermissionQuestion question) {
		String permission = question.permission();
		if (question.session().organizationId() == null) {
			return PermissionDecision.deny(permission, DecisionSource.CLAIMS, DenialReason.NO_ORGANIZATION);
		}
		if (question.alwaysCurrent()) {
			return null;
		}
		boolean wholeOrganization = question.resource() == null;
		if ((wholeOrganization || (this.fastPath && !isOtherOrganization(question)))
				&& question.session().permissions().contains(permission)) {
			return PermissionDecision.grant(permission, DecisionSource.CLAIMS);
		}
		return wholeOrganization
				? PermissionDecision.deny(permission, DecisionSource.CLAIMS, DenialReason.MISSING_PERMISSION) : null;
	}

}
