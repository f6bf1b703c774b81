package io.github.fgaspring.client;

import java.util.regex.Pattern;

import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;

import org.springframework.util.Assert;

/**
 * Asks the Authorization API. What cannot be asked is denied without a call: an
 * unresolved resource, or a caller whose membership is not known.
 */
public final class RemotePermissionChecker implements PermissionChecker {

	/**
	 * What a membership id can consist of. The claim comes from a template that the
	 * customer writes and goes into a path, so nothing else is let through.
	 */
	private static final Pattern MEMBERSHIP_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private final FgaClient client;

	public RemotePermissionChecker(FgaClient client) {
		Assert.notNull(client, "client cannot be null");
		this.client = client;
	}

	@Override
	public PermissionDecision check(PermissionQuestion question) {
		ResourceReference resource = (question.resource() != null) ? question.resource()
				: ResourceReference.external(ResourceReference.ORGANIZATION_TYPE, question.session().organizationId());
		if (!resource.isResolved()) {
			return deny(question, DenialReason.RESOURCE_UNRESOLVED);
		}
		String membershipId = question.session().organizationMembershipId();
		if (membershipId == null || !MEMBERSHIP_ID.matcher(membershipId).matches()) {
			return deny(question, DenialReason.NO_MEMBERSHIP);
		}
		return this.client.check(membershipId, question.permission(), resource);
	}

	private static PermissionDecision deny(PermissionQuestion question, DenialReason reason) {
		return PermissionDecision.deny(question.permission(), DecisionSource.NONE, reason);
	}

}
