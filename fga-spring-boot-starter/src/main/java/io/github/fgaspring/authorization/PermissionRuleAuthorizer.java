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
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;

/**
 * Decides a rule for a caller and the arguments of a call: the one way of both
 * enforcement points.
 */
public final class PermissionRuleAuthorizer {

	private final PermissionQuestioner questioner;

	private final ResourceExpressionEvaluator resources;

	private final AuthorizationEventPublisher events;

	/**
	 * Creates an authorizer.
	 * @param questioner asks
	 * @param resources knows what about
	 * @param events told of every decision
	 */
	public PermissionRuleAuthorizer(PermissionQuestioner questioner, ResourceExpressionEvaluator resources,
			AuthorizationEventPublisher events) {
		Assert.notNull(questioner, "questioner cannot be null");
		Assert.notNull(resources, "resources cannot be null");
		Assert.notNull(events, "events cannot be null");
		this.questioner = questioner;
		this.resources = resources;
		this.events = events;
	}

	/**
	 * Returns the caller.
	 * @throws InsufficientAuthenticationException if there is no session, which answers
	 * 401
	 */
	Caller caller(@Nullable Authentication authentication) {
		FgaSession session = this.questioner.session(authentication);
		if (authentication == null || session == null) {
			throw new InsufficientAuthenticationException("A session is required");
		}
		return new Caller(authentication, session);
	}

	/**
	 * Decides a rule, and publishes the decision.
	 * @param arguments by position; those that the rule does not depend on are not looked
	 * at
	 * @param object what would be entered
	 * @throws CheckUnavailableException if the rule cannot be decided at the moment
	 */
	PermissionDecision authorize(Caller caller, PermissionRule rule, @Nullable Object[] arguments, Object object) {
		ResourceSource source = rule.resource();
		ResourceReference resource = (source != null) ? this.resources.evaluate(source, arguments) : null;
		return publish(caller, object, decide(caller.session(), rule, resource));
	}

	private PermissionDecision decide(FgaSession session, PermissionRule rule, @Nullable ResourceReference resource) {
		List<String> permissions = rule.permissions();
		if (permissions.size() == 1) {
			return this.questioner
				.ask(new PermissionQuestion(session, permissions.get(0), resource, rule.alwaysCurrent()), rule);
		}
		List<PermissionQuestion> questions = permissions.stream()
			.map((permission) -> new PermissionQuestion(session, permission, resource, rule.alwaysCurrent()))
			.toList();
		return this.questioner.ask(questions, rule.match(), rule);
	}

	/**
	 * Publishes a decision.
	 * @param object what would be entered
	 * @return the decision
	 */
	PermissionDecision publish(Caller caller, Object object, PermissionDecision decision) {
		this.events.publishAuthorizationEvent(caller, object, decision);
		return decision;
	}

}
