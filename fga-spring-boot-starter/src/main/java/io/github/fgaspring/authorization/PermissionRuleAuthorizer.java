package io.github.fgaspring.authorization;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authorization.PermissionRule.ResourceSource;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;

/**
 * Decides a rule for a caller and the arguments of a call: the one way of both
 * enforcement points.
 */
public final class PermissionRuleAuthorizer {

	private final PermissionQuestioner questioner;

	private final ResourceExpressionEvaluator resources;

	public PermissionRuleAuthorizer(FgaSessionResolver sessionResolver, PermissionChecker checker,
			ResourceExpressionEvaluator resources) {
		Assert.notNull(resources, "resources cannot be null");
		this.questioner = new PermissionQuestioner(sessionResolver, checker);
		this.resources = resources;
	}

	/**
	 * Returns the session of a caller.
	 * @throws InsufficientAuthenticationException if there is none, which answers 401
	 */
	FgaSession session(@Nullable Authentication authentication) {
		FgaSession session = this.questioner.session(authentication);
		if (session == null) {
			throw new InsufficientAuthenticationException("A session is required");
		}
		return session;
	}

	/**
	 * Decides a rule.
	 * @param arguments by position; those that the rule does not depend on are not looked
	 * at
	 * @throws CheckUnavailableException if the rule cannot be decided at the moment
	 */
	PermissionDecision authorize(FgaSession session, PermissionRule rule, @Nullable Object[] arguments) {
		ResourceSource source = rule.resource();
		ResourceReference resource = (source != null) ? this.resources.evaluate(source, arguments) : null;
		PermissionDecision decision = PermissionDecision.deny(rule.permissions().get(0), DecisionSource.NONE,
				DenialReason.UNDECIDED);
		for (String permission : rule.permissions()) {
			decision = this.questioner.ask(new PermissionQuestion(session, permission, resource, rule.alwaysCurrent()),
					rule);
			if (decision.isGranted() == (rule.match() == Match.ANY)) {
				return decision;
			}
		}
		return (rule.match() == Match.ANY)
				? new PermissionDecision(false, rule.permissions(), decision.source(), decision.reason()) : decision;
	}

}
