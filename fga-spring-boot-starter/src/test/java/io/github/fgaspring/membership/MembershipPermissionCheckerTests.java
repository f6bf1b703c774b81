package io.github.fgaspring.membership;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.ApiCalls;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MembershipPermissionCheckerTests {

	private static final String PERMISSION = "project:view";

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private static final ResourceReference OTHER = ResourceReference.id("resource_1");

	private static final ResourceReference UNRESOLVED = ResourceReference.external("project", " ");

	private static final FgaSession SESSION = FgaSession.of("user_alice").organizationId("acme").build();

	private static final FgaSession COMPLETED = SESSION.toBuilder()
		.organizationId("org_acme")
		.organizationMembershipId("om_alice")
		.build();

	private final List<FgaSession> resolved = new ArrayList<>();

	private final RecordingChecker delegate = new RecordingChecker();

	private Membership membership = new Membership("om_alice", "org_acme");

	private final MembershipPermissionChecker checker = checker(this::resolve);

	@Test
	void createWhenSomethingIsMissingThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new MembershipPermissionChecker(null, this.delegate));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MembershipPermissionChecker(new Memberships(this::resolve, ids()), null));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void checkThenDelegateIsAskedTheSameForTheCompletedSession(boolean alwaysCurrent) {
		assertThat(this.checker.check(question(SESSION, PROJECT, alwaysCurrent))).isEqualTo(granted());
		assertThat(this.delegate.asked).containsExactly(List.of(question(COMPLETED, PROJECT, alwaysCurrent)));
		assertThat(this.resolved).containsExactly(SESSION);
	}

	@Test
	void checkWhenDelegateLeavesItUndecidedThenUndecided() {
		this.delegate.answer = (decisions) -> null;
		assertThat(this.checker.check(question(SESSION, PROJECT, false))).isNull();
	}

	@Test
	void checkWhenNoResourceThenDelegateIsAskedAboutTheOrganization() {
		this.checker.check(question(SESSION, null, true));
		assertThat(this.delegate.asked).containsExactly(List.of(question(COMPLETED, null, true)));
	}

	@Test
	void checkWhenResourceIsTheOrganizationThenIsCalledAsWorkOsCallsIt() {
		this.checker.check(question(SESSION, ResourceReference.external("organization", "acme"), false));
		assertThat(this.delegate.asked).containsExactly(
				List.of(question(COMPLETED, ResourceReference.external("organization", "org_acme"), false)));
	}

	@Test
	void checkWhenResourceHasTheIdOfTheOrganizationThenIsStillThatResource() {
		ResourceReference other = ResourceReference.external("organization", "globex");
		ResourceReference project = ResourceReference.external("project", "acme");
		this.checker.check(question(SESSION, other, false));
		this.checker.check(question(SESSION, project, false));
		this.checker.check(question(SESSION, ResourceReference.id("acme"), false));
		assertThat(this.delegate.asked).containsExactly(List.of(question(COMPLETED, other, false)),
				List.of(question(COMPLETED, project, false)),
				List.of(question(COMPLETED, ResourceReference.id("acme"), false)));
	}

	@Test
	void checkWhenNoMembershipThenDeniedAndDelegateIsNotAsked() {
		this.membership = null;
		assertThat(this.checker.check(question(SESSION, PROJECT, false)))
			.isEqualTo(denied(PERMISSION, DenialReason.NO_MEMBERSHIP));
		assertThat(this.checker.check(question(SESSION, null, true)))
			.isEqualTo(denied(PERMISSION, DenialReason.NO_MEMBERSHIP));
		assertThat(this.delegate.asked).isEmpty();
	}

	@Test
	void checkWhenItCannotBeAskedThenNothingIsLookedUp() {
		PermissionQuestion unresolved = question(SESSION, UNRESOLVED, false);
		PermissionQuestion homeless = question(FgaSession.of("user_alice").build(), PROJECT, false);
		PermissionQuestion nowhere = question(FgaSession.of("user_alice").organizationId("\u00e4").build(), null, true);
		this.checker.check(unresolved);
		this.checker.check(homeless);
		this.checker.check(nowhere);
		assertThat(this.delegate.asked).containsExactly(List.of(unresolved), List.of(homeless), List.of(nowhere));
		assertThat(this.resolved).isEmpty();
	}

	@Test
	void checkWhenUnavailableThenUnavailable() {
		MembershipPermissionChecker unavailable = checker((session) -> {
			throw new CheckUnavailableException("down", null);
		});
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> unavailable.check(question(SESSION, PROJECT, false)))
			.withMessage("down");
		assertThat(this.delegate.asked).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void checkAllThenResolvesOnceAndAsksTogether(Match match) {
		List<PermissionQuestion> questions = permissions(SESSION, PROJECT, "a", "b", "c");
		assertThat(this.checker.checkAll(questions, match)).containsExactly(granted(), granted(), granted());
		assertThat(this.delegate.asked).containsExactly(permissions(COMPLETED, PROJECT, "a", "b", "c"));
		assertThat(this.delegate.match).isEqualTo(match);
		assertThat(this.resolved).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void checkAllWhenNoMembershipThenAllAreDenied(Match match) {
		this.membership = null;
		assertThat(this.checker.checkAll(permissions(SESSION, PROJECT, "a", "b"), match))
			.containsExactly(denied("a", DenialReason.NO_MEMBERSHIP), denied("b", DenialReason.NO_MEMBERSHIP));
		assertThat(this.resolved).hasSize(1);
	}

	@Test
	void checkEachThenResolvesOnceAndAsksTogether() {
		assertThat(this.checker.checkEach(resources(SESSION, PROJECT, UNRESOLVED, OTHER))).hasSize(3);
		assertThat(this.delegate.asked).containsExactly(resources(COMPLETED, PROJECT, UNRESOLVED, OTHER));
		assertThat(this.delegate.match).isNull();
		assertThat(this.resolved).hasSize(1);
	}

	@Test
	void checkEachWhenNoMembershipThenUnresolvedOnesAreDeniedForThat() {
		this.membership = null;
		assertThat(this.checker.checkEach(resources(SESSION, UNRESOLVED, PROJECT, OTHER))).containsExactly(
				denied(PERMISSION, DenialReason.RESOURCE_UNRESOLVED), denied(PERMISSION, DenialReason.NO_MEMBERSHIP),
				denied(PERMISSION, DenialReason.NO_MEMBERSHIP));
		assertThat(this.delegate.asked).isEmpty();
	}

	@Test
	void checkEachWhenNothingCanBeAskedThenNothingIsLookedUp() {
		List<PermissionQuestion> questions = resources(SESSION, UNRESOLVED, UNRESOLVED);
		this.checker.checkEach(questions);
		assertThat(this.delegate.asked).containsExactly(questions);
		this.checker.checkEach(List.of());
		assertThat(this.resolved).isEmpty();
	}

	@Test
	void checkWhenSessionIsCompleteThenQuestionsGoOnAsTheyAre() {
		FgaSession complete = FgaSession.of("user_alice")
			.organizationId("org_acme")
			.organizationMembershipId("om_alice")
			.build();
		List<PermissionQuestion> questions = resources(complete, PROJECT, OTHER);
		MembershipPermissionChecker checker = new MembershipPermissionChecker(
				new Memberships(this::resolve, ids(IdKind.WORKOS)), this.delegate);
		checker.checkEach(questions);
		assertThat(this.delegate.asked).first().isSameAs(questions);
		assertThat(this.resolved).isEmpty();
	}

	@Test
	void questionsWhenOfTwoSessionsThenFails() {
		FgaSession other = FgaSession.of("user_bob").organizationId("acme").build();
		List<PermissionQuestion> mixed = List.of(question(SESSION, PROJECT, false), question(other, PROJECT, false));
		assertThatIllegalArgumentException().isThrownBy(() -> this.checker.checkEach(mixed))
			.withMessage("questions must be of one session");
		assertThatIllegalArgumentException().isThrownBy(() -> this.checker.checkAll(mixed, Match.ALL));
		List<PermissionQuestion> mixedCurrency = List.of(question(SESSION, PROJECT, false),
				question(SESSION, PROJECT, true));
		assertThatIllegalArgumentException().isThrownBy(() -> this.checker.checkEach(mixedCurrency));
		assertThat(this.delegate.asked).isEmpty();
		assertThat(this.resolved).isEmpty();
	}

	private Membership resolve(FgaSession session) {
		this.resolved.add(session);
		return this.membership;
	}

	private MembershipPermissionChecker checker(MembershipResolver resolver) {
		return new MembershipPermissionChecker(new Memberships(resolver, ids()), this.delegate);
	}

	private static WorkOsIds ids() {
		return ids(IdKind.EXTERNAL);
	}

	private static WorkOsIds ids(IdKind organizationIds) {
		Clock clock = Clock.systemUTC();
		ApiStatus status = new ApiStatus(clock);
		RestClient restClient = RestClient.builder().requestFactory((uri, method) -> {
			throw new AssertionError("Asked for " + uri);
		}).build();
		return new WorkOsIds(new WorkOsApi(restClient, new ApiCalls(status, null), clock), IdKind.EXTERNAL,
				organizationIds, Duration.ofSeconds(5), status, Ticker.systemTicker(), clock);
	}

	private static PermissionQuestion question(FgaSession session, ResourceReference resource, boolean alwaysCurrent) {
		return new PermissionQuestion(session, PERMISSION, resource, alwaysCurrent);
	}

	private static List<PermissionQuestion> permissions(FgaSession session, ResourceReference resource,
			String... permissions) {
		return List.of(permissions)
			.stream()
			.map((permission) -> new PermissionQuestion(session, permission, resource, false))
			.toList();
	}

	private static List<PermissionQuestion> resources(FgaSession session, ResourceReference... resources) {
		return List.of(resources).stream().map((resource) -> question(session, resource, false)).toList();
	}

	private static PermissionDecision granted() {
		return PermissionDecision.grant(PERMISSION, DecisionSource.REMOTE);
	}

	private static PermissionDecision denied(String permission, DenialReason reason) {
		return PermissionDecision.deny(permission, DecisionSource.NONE, reason);
	}

	private static final class RecordingChecker implements PermissionChecker {

		private final List<List<PermissionQuestion>> asked = new ArrayList<>();

		private Match match;

		private UnaryOperator<PermissionDecision> answer = (decision) -> decision;

		@Override
		public PermissionDecision check(PermissionQuestion question) {
			return checkEach(List.of(question)).get(0);
		}

		@Override
		public List<PermissionDecision> checkAll(List<PermissionQuestion> questions, Match match) {
			this.match = match;
			return checkEach(questions);
		}

		@Override
		public List<PermissionDecision> checkEach(List<PermissionQuestion> questions) {
			this.asked.add(questions);
			return Collections.nCopies(questions.size(), this.answer.apply(granted()));
		}

	}

}
