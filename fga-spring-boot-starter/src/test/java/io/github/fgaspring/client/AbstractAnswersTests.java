package io.github.fgaspring.client;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;

/**
 * Questions and answers for the tests of those who answer.
 */
abstract class AbstractAnswersTests {

	static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	static final Subject SUBJECT = new Subject("org_acme", "om_alice", PROJECT);

	static Subject project(String externalId) {
		return new Subject("org_acme", "om_alice", ResourceReference.external("project", externalId));
	}

	static RemoteQuestion all(String... permissions) {
		return new RemoteQuestion(SUBJECT, List.of(permissions), Match.ALL, false, false, null);
	}

	static RemoteQuestion any(String... permissions) {
		return new RemoteQuestion(SUBJECT, List.of(permissions), Match.ANY, false, false, null);
	}

	static RemoteQuestion complete(RemoteQuestion question) {
		return question.about(question.permissions(), true);
	}

	static RemoteQuestion alwaysCurrent(RemoteQuestion question) {
		return new RemoteQuestion(question.subject(), question.permissions(), question.match(), question.complete(),
				true, question.expiresAt());
	}

	static RemoteQuestion about(Subject subject, RemoteQuestion question) {
		return new RemoteQuestion(subject, question.permissions(), question.match(), question.complete(),
				question.alwaysCurrent(), question.expiresAt());
	}

	static RemoteQuestion until(Instant expiresAt, RemoteQuestion question) {
		return new RemoteQuestion(question.subject(), question.permissions(), question.match(), question.complete(),
				question.alwaysCurrent(), expiresAt);
	}

	static PermissionDecision grant(String permission) {
		return grant(permission, DecisionSource.REMOTE);
	}

	static PermissionDecision grant(String permission, DecisionSource source) {
		return PermissionDecision.grant(permission, source);
	}

	static PermissionDecision deny(String permission) {
		return deny(permission, DecisionSource.REMOTE);
	}

	static PermissionDecision deny(String permission, DecisionSource source) {
		return PermissionDecision.deny(permission, source, DenialReason.MISSING_PERMISSION);
	}

	static RemoteAnswer answer(PermissionDecision... decisions) {
		Map<String, PermissionDecision> answer = new HashMap<>();
		for (PermissionDecision decision : decisions) {
			answer.put(decision.permissions().get(0), decision);
		}
		return RemoteAnswer.of(answer);
	}

}
