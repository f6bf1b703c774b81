package io.github.fgaspring.authorization;

import java.util.List;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.PermissionRule.ResourceSource;
import io.github.fgaspring.decision.CheckUnavailableException;
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

	public PermissionRuleAuthorizer(PermissionQuestioner questioner, ResourceExpressionEvaluator resources) {
		Assert.notNull(questioner, "questioner cannot be null");
		Assert.notNull(resources, "resources cannot be null");
		this.questioner = questioner;
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
		List<PermissionQuestion> questions = rule.permissions()
			.stream()
			.map((permission) -> new PermissionQuestion(session, permission, resource, rule.alwaysCurrent()))
			.toList();
		return this.questioner.ask(questions, rule.match(), rule);
	}

}
