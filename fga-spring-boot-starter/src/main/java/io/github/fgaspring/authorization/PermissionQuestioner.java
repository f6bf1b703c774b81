package io.github.fgaspring.authorization;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;

/**
 * Puts the questions of a caller to the checkers, on behalf of a rule or of the
 * application.
 */
final class PermissionQuestioner {

	private static final Log logger = LogFactory.getLog(PermissionQuestioner.class);

	private final AuthenticationTrustResolver trustResolver = new AuthenticationTrustResolverImpl();

	private final FgaSessionResolver sessionResolver;

	private final PermissionChecker checker;

	PermissionQuestioner(FgaSessionResolver sessionResolver, PermissionChecker checker) {
		Assert.notNull(sessionResolver, "sessionResolver cannot be null");
		Assert.notNull(checker, "checker cannot be null");
		this.sessionResolver = sessionResolver;
		this.checker = checker;
	}

	@Nullable FgaSession session(@Nullable Authentication authentication) {
		return (authentication != null && this.trustResolver.isAuthenticated(authentication))
				? this.sessionResolver.resolve(authentication) : null;
	}

	/**
	 * Asks. What the checkers leave undecided is denied.
	 * @param question the question
	 * @param asker who wants to know, for the log
	 */
	PermissionDecision ask(PermissionQuestion question, Object asker) {
		PermissionDecision decision = this.checker.check(question);
		if (decision == null) {
			return PermissionDecision.deny(question.permission(), DecisionSource.NONE, DenialReason.UNDECIDED);
		}
		if (logger.isDebugEnabled()) {
			logger.debug(decision + " for " + asker);
		}
		if (decision.reason() == DenialReason.REJECTED_QUESTION) {
			logger.error("WorkOS rejected the question '" + question.permission() + "' of " + asker
					+ ": check that the permission exists and fits the resource type");
		}
		return decision;
	}

}
