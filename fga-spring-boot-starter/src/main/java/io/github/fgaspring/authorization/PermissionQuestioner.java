package io.github.fgaspring.authorization;

import java.util.List;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.RejectedQuestions;
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
public final class PermissionQuestioner {

	private static final Log logger = LogFactory.getLog(PermissionQuestioner.class);

	private final AuthenticationTrustResolver trustResolver = new AuthenticationTrustResolverImpl();

	private final RejectedQuestions rejections = new RejectedQuestions();

	private final FgaSessionResolver sessionResolver;

	private final PermissionChecker checker;

	/**
	 * Creates a questioner.
	 * @param sessionResolver finds the session of a caller
	 * @param checker answers
	 */
	public PermissionQuestioner(FgaSessionResolver sessionResolver, PermissionChecker checker) {
		Assert.notNull(sessionResolver, "sessionResolver cannot be null");
		Assert.notNull(checker, "checker cannot be null");
		this.sessionResolver = sessionResolver;
		this.checker = checker;
	}

	/**
	 * The session of a caller, {@code null} if there is none or nobody is logged in.
	 */
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
		return report(
				(decision != null) ? decision
						: PermissionDecision.deny(question.permission(), DecisionSource.NONE, DenialReason.UNDECIDED),
				asker);
	}

	/**
	 * Asks several questions that differ in the permission only. What the checkers leave
	 * undecided is denied.
	 * @param questions the questions
	 * @param match whether all permissions are needed or any of them
	 * @param asker who wants to know, for the log
	 */
	PermissionDecision ask(List<PermissionQuestion> questions, Match match, Object asker) {
		if (questions.size() == 1) {
			return ask(questions.get(0), asker);
		}
		return report(PermissionDecision.combine(questions.stream().map(PermissionQuestion::permission).toList(),
				this.checker.checkAll(questions, match), match), asker);
	}

	private PermissionDecision report(PermissionDecision decision, Object asker) {
		if (logger.isDebugEnabled()) {
			logger.debug(decision + " for " + asker);
		}
		if (decision.source() == DecisionSource.STALE) {
			logger.info("The decision cache has granted " + decision.permissions() + " to " + asker
					+ " because the WorkOS API does not answer");
		}
		this.rejections.report(decision.reason(), decision.permissions(), asker);
		return decision;
	}

}
