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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;

/**
 * Decides a rule for a caller and the arguments of a call: the one way of both
 * enforcement points.
 */
public final class PermissionRuleAuthorizer {

	private static final Log logger = LogFactory.getLog(PermissionRuleAuthorizer.class);

	private final AuthenticationTrustResolver trustResolver = new AuthenticationTrustResolverImpl();

	private final FgaSessionResolver sessionResolver;

	private final PermissionChecker checker;

	private final ResourceExpressionEvaluator resources;

	public PermissionRuleAuthorizer(FgaSessionResolver sessionResolver, PermissionChecker checker,
			ResourceExpressionEvaluator resources) {
		Assert.notNull(sessionResolver, "sessionResolver cannot be null");
		Assert.notNull(checker, "checker cannot be null");
		Assert.notNull(resources, "resources cannot be null");
		this.sessionResolver = sessionResolver;
		this.checker = checker;
		this.resources = resources;
	}

	/**
	 * Returns the session of a caller.
	 * @throws InsufficientAuthenticationException if there is none, which answers 401
	 */
	FgaSession session(@Nullable Authentication authentication) {
		FgaSession session = (authentication != null && this.trustResolver.isAuthenticated(authentication))
				? this.sessionResolver.resolve(authentication) : null;
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
			decision = check(new PermissionQuestion(session, permission, resource, rule.alwaysCurrent()), rule);
			if (decision.isGranted() == (rule.match() == Match.ANY)) {
				return decision;
			}
		}
		return (rule.match() == Match.ANY)
				? new PermissionDecision(false, rule.permissions(), decision.source(), decision.reason()) : decision;
	}

	private PermissionDecision check(PermissionQuestion question, PermissionRule rule) {
		PermissionDecision decision = this.checker.check(question);
		if (decision == null) {
			return PermissionDecision.deny(question.permission(), DecisionSource.NONE, DenialReason.UNDECIDED);
		}
		if (decision.reason() == DenialReason.REJECTED_QUESTION) {
			logger.error("WorkOS rejected the question '" + question.permission() + "' of the rule " + rule
					+ ": check that the permission exists and fits the resource type");
		}
		return decision;
	}

}
