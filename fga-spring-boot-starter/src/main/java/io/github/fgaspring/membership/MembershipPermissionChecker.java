package io.github.fgaspring.membership;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Completes the session of a question before another checker answers it, once for all
 * questions that are asked together. Questions of a caller without a membership are
 * denied here. What cannot be asked anyway, because the resource is unresolved or the
 * session has no organization, goes on as it is, and nothing is looked up.
 */
public final class MembershipPermissionChecker implements PermissionChecker {

	private final Memberships memberships;

	private final PermissionChecker delegate;

	/**
	 * Creates a decorator.
	 * @param memberships completes sessions
	 * @param delegate answers
	 */
	public MembershipPermissionChecker(Memberships memberships, PermissionChecker delegate) {
		Assert.notNull(memberships, "memberships cannot be null");
		Assert.notNull(delegate, "delegate cannot be null");
		this.memberships = memberships;
		this.delegate = delegate;
	}

	@Override
	public @Nullable PermissionDecision check(PermissionQuestion question) {
		return ask(List.of(question), (completed) -> Collections.singletonList(this.delegate.check(completed.get(0))))
			.get(0);
	}

	@Override
	public List<@Nullable PermissionDecision> checkAll(List<PermissionQuestion> questions, Match match) {
		return ask(questions, (completed) -> this.delegate.checkAll(completed, match));
	}

	@Override
	public List<@Nullable PermissionDecision> checkEach(List<PermissionQuestion> questions) {
		return ask(questions, this.delegate::checkEach);
	}

	private List<@Nullable PermissionDecision> ask(List<PermissionQuestion> questions, Next next) {
		if (questions.stream().noneMatch(MembershipPermissionChecker::canBeAsked)) {
			return next.ask(questions);
		}
		PermissionQuestion first = questions.get(0);
		Assert.isTrue(questions.stream()
			.allMatch((question) -> question.session().equals(first.session())
					&& question.alwaysCurrent() == first.alwaysCurrent()),
				"questions must be of one session");
		FgaSession session = this.memberships.complete(first.session(), first.alwaysCurrent());
		if (session == null) {
			return deny(questions);
		}
		return next.ask((session != first.session())
				? questions.stream().map((question) -> completed(question, session)).toList() : questions);
	}

	private static boolean canBeAsked(PermissionQuestion question) {
		String organizationId = question.session().organizationId();
		ResourceReference resource = (question.resource() != null) ? question.resource()
				: ResourceReference.organization(organizationId);
		return organizationId != null && resource.isResolved();
	}

	private static PermissionQuestion completed(PermissionQuestion question, FgaSession session) {
		ResourceReference resource = question.resource();
		return new PermissionQuestion(
				session, question.permission(), (resource != null)
						? Memberships.translate(resource, question.session(), session.organizationId()) : null,
				question.alwaysCurrent());
	}

	private static List<@Nullable PermissionDecision> deny(List<PermissionQuestion> questions) {
		List<@Nullable PermissionDecision> decisions = new ArrayList<>();
		questions
			.forEach((question) -> decisions.add(PermissionDecision.deny(question.permission(), DecisionSource.NONE,
					canBeAsked(question) ? DenialReason.NO_MEMBERSHIP : DenialReason.RESOURCE_UNRESOLVED)));
		return decisions;
	}

	private interface Next {

		List<@Nullable PermissionDecision> ask(List<PermissionQuestion> questions);

	}

}
