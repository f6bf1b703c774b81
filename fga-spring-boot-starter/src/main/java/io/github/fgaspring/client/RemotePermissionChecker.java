package io.github.fgaspring.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Asks the Authorization API, unless the answer is known. What cannot be asked is denied
 * without a call: an unresolved resource, or a caller whose membership is not known.
 */
public final class RemotePermissionChecker implements PermissionChecker {

	/**
	 * What a membership id can consist of. The claim comes from a template that the
	 * customer writes and goes into a path, so nothing else is let through.
	 */
	private static final Pattern MEMBERSHIP_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private final RemoteAnswers answers;

	/**
	 * Creates a checker.
	 * @param client asks the API
	 * @param cache keeps answers across requests, if it is told to
	 * @param maxWait how long a thread without a deadline waits for another that asks the
	 * same
	 * @param status learns how often a call was spared
	 */
	public RemotePermissionChecker(FgaClient client, DecisionCache cache, Duration maxWait, ApiStatus status) {
		Assert.notNull(client, "client cannot be null");
		Assert.notNull(cache, "cache cannot be null");
		Assert.notNull(maxWait, "maxWait cannot be null");
		Assert.notNull(status, "status cannot be null");
		this.answers = new MemoizedAnswers(cache::generation, new CachedAnswers(cache,
				new CoalescedAnswers(cache::generation, maxWait, status, new ApiAnswers(client))));
	}

	@Override
	public PermissionDecision check(PermissionQuestion question) {
		return PermissionDecision.combine(List.of(question.permission()), checkAll(List.of(question), Match.ALL),
				Match.ALL);
	}

	@Override
	public List<@Nullable PermissionDecision> checkAll(List<PermissionQuestion> questions, Match match) {
		Assert.notEmpty(questions, "questions cannot be empty");
		PermissionQuestion first = questions.get(0);
		Assert.isTrue(questions.stream().allMatch((question) -> differInPermissionOnly(question, first)),
				"questions must differ in the permission only");
		FgaSession session = first.session();
		String organizationId = session.organizationId();
		ResourceReference resource = (first.resource() != null) ? first.resource()
				: ResourceReference.external(ResourceReference.ORGANIZATION_TYPE, organizationId);
		if (!resource.isResolved()) {
			return deny(questions, DenialReason.RESOURCE_UNRESOLVED);
		}
		if (organizationId == null) {
			return deny(questions, DenialReason.NO_ORGANIZATION);
		}
		String membershipId = session.organizationMembershipId();
		if (membershipId == null || !isMembershipId(membershipId)) {
			return deny(questions, DenialReason.NO_MEMBERSHIP);
		}
		List<String> permissions = questions.stream().map(PermissionQuestion::permission).distinct().toList();
		RemoteAnswer answer = this.answers.find(new RemoteQuestion(new Subject(organizationId, membershipId, resource),
				permissions, match, false, first.alwaysCurrent(), session.expiresAt()));
		List<@Nullable PermissionDecision> decisions = new ArrayList<>();
		questions.forEach((question) -> decisions.add(answer.get(question.permission())));
		return decisions;
	}

	/**
	 * Whether a text can be a membership id, and be asked by.
	 * @param text the text
	 * @return {@code false} if it is missing or holds other characters
	 */
	public static boolean isMembershipId(@Nullable String text) {
		return text != null && MEMBERSHIP_ID.matcher(text).matches();
	}

	private static boolean differInPermissionOnly(PermissionQuestion one, PermissionQuestion other) {
		return one.session().equals(other.session()) && Objects.equals(one.resource(), other.resource())
				&& one.alwaysCurrent() == other.alwaysCurrent();
	}

	private static List<@Nullable PermissionDecision> deny(List<PermissionQuestion> questions, DenialReason reason) {
		List<@Nullable PermissionDecision> decisions = new ArrayList<>();
		questions.forEach((question) -> decisions
			.add(PermissionDecision.deny(question.permission(), DecisionSource.NONE, reason)));
		return decisions;
	}

}
