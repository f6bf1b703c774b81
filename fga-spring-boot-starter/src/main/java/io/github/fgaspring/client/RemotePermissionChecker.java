package io.github.fgaspring.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.CheckUnavailableException;
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
	 * Creates a checker for an application whose instances share no answers.
	 * @param client asks the API
	 * @param cache keeps answers across requests, if it is told to
	 * @param maxWait how long a thread without a deadline waits for another that asks the
	 * same
	 * @param status learns how often a call was spared
	 * @param pool asks about several resources at the same time
	 */
	public RemotePermissionChecker(FgaClient client, DecisionCache cache, Duration maxWait, ApiStatus status,
			CallPool pool) {
		this(client, cache, maxWait, status, pool, null);
	}

	/**
	 * Creates a checker.
	 * @param client asks the API
	 * @param cache keeps answers across requests, if it is told to
	 * @param maxWait how long a thread without a deadline waits for another that asks the
	 * same
	 * @param status learns how often a call was spared
	 * @param pool asks about several resources at the same time
	 * @param shared what instances share, {@code null} for nothing
	 */
	public RemotePermissionChecker(FgaClient client, DecisionCache cache, Duration maxWait, ApiStatus status,
			CallPool pool, @Nullable SharedDecisions shared) {
		Assert.notNull(client, "client cannot be null");
		Assert.notNull(cache, "cache cannot be null");
		Assert.notNull(maxWait, "maxWait cannot be null");
		Assert.notNull(status, "status cannot be null");
		Assert.notNull(pool, "pool cannot be null");
		RemoteAnswers asking = new KeepingAnswers(cache, new ApiAnswers(client));
		RemoteAnswers sharing = (shared != null) ? new SharedAnswers(shared, cache, asking) : asking;
		this.answers = new MemoizedAnswers(cache::generation,
				new CachedAnswers(cache, pool, new CoalescedAnswers(cache::generation, maxWait, status, sharing)));
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
		Target target = Target.of(first.session(), first.resource());
		if (target.subject == null) {
			return deny(questions, target.obstacle);
		}
		List<String> permissions = questions.stream().map(PermissionQuestion::permission).distinct().toList();
		RemoteAnswer answer = this.answers.find(question(target.subject, permissions, match, first));
		List<@Nullable PermissionDecision> decisions = new ArrayList<>();
		questions.forEach((question) -> decisions.add(answer.get(question.permission())));
		return decisions;
	}

	@Override
	public List<@Nullable PermissionDecision> checkEach(List<PermissionQuestion> questions) {
		Map<Subject, RemoteQuestion> asked = new LinkedHashMap<>();
		List<Target> targets = new ArrayList<>();
		for (PermissionQuestion question : questions) {
			Assert.isTrue(differInResourceOnly(question, questions.get(0)),
					"questions must differ in the resource only");
			Target target = Target.of(question.session(), question.resource());
			targets.add(target);
			if (target.subject != null) {
				asked.putIfAbsent(target.subject,
						question(target.subject, List.of(question.permission()), Match.ALL, question));
			}
		}
		List<RemoteAnswer> found = this.answers.findAll(List.copyOf(asked.values()));
		Map<Subject, RemoteAnswer> answers = new HashMap<>();
		for (Subject subject : asked.keySet()) {
			answers.put(subject, found.get(answers.size()));
		}
		List<@Nullable PermissionDecision> decisions = new ArrayList<>();
		for (int i = 0; i < questions.size(); i++) {
			String permission = questions.get(i).permission();
			Target target = targets.get(i);
			RemoteAnswer answer = answers.get(target.subject);
			decisions.add((answer != null) ? answer.get(permission) : deny(permission, target.obstacle));
		}
		return decisions;
	}

	/**
	 * Lists the permissions that a session has on a resource, as far as they are meant
	 * for resources of its type. In a web request, the list also answers later questions
	 * about the resource.
	 * @param session who asks
	 * @param resource the resource
	 * @return the permission slugs; none if the API knows no such resource or cannot be
	 * asked about it
	 * @throws CheckUnavailableException if the list cannot be had at the moment
	 */
	public Set<String> permissions(FgaSession session, ResourceReference resource) {
		Target target = Target.of(session, resource);
		return (target.subject != null)
				? this.answers.find(RemoteQuestion.aboutAll(target.subject, session.expiresAt())).granted() : Set.of();
	}

	private static RemoteQuestion question(Subject subject, List<String> permissions, Match match,
			PermissionQuestion question) {
		return new RemoteQuestion(subject, permissions, match, false, question.alwaysCurrent(),
				question.session().expiresAt());
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

	private static boolean differInResourceOnly(PermissionQuestion one, PermissionQuestion other) {
		return one.session().equals(other.session()) && one.permission().equals(other.permission())
				&& one.alwaysCurrent() == other.alwaysCurrent();
	}

	private static List<@Nullable PermissionDecision> deny(List<PermissionQuestion> questions, DenialReason reason) {
		List<@Nullable PermissionDecision> decisions = new ArrayList<>();
		questions.forEach((question) -> decisions.add(deny(question.permission(), reason)));
		return decisions;
	}

	private static PermissionDecision deny(String permission, DenialReason reason) {
		return PermissionDecision.deny(permission, DecisionSource.NONE, reason);
	}

	/**
	 * What to ask about.
	 *
	 * @param subject whose permissions on what, {@code null} if that cannot be asked
	 * @param obstacle why it cannot be asked; without meaning if it can
	 */
	private record Target(@Nullable Subject subject, DenialReason obstacle) {

		static Target of(FgaSession session, @Nullable ResourceReference named) {
			String organizationId = session.organizationId();
			ResourceReference resource = (named != null) ? named : ResourceReference.organization(organizationId);
			if (!resource.isResolved()) {
				return new Target(null, DenialReason.RESOURCE_UNRESOLVED);
			}
			if (organizationId == null) {
				return new Target(null, DenialReason.NO_ORGANIZATION);
			}
			String membershipId = session.organizationMembershipId();
			if (membershipId == null || !isMembershipId(membershipId)) {
				return new Target(null, DenialReason.NO_MEMBERSHIP);
			}
			return new Target(new Subject(organizationId, membershipId, resource), DenialReason.UNDECIDED);
		}

	}

}
