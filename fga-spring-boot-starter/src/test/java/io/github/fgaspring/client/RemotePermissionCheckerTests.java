package io.github.fgaspring.client;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RemotePermissionCheckerTests {

	private static final String PERMISSION = "project:view";

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private static final ResourceReference UNRESOLVED = ResourceReference.external("project", null);

	private static final PermissionDecision GRANT = PermissionDecision.grant(PERMISSION, DecisionSource.REMOTE);

	private final RecordingClient client = new RecordingClient();

	private final RemotePermissionChecker checker = checker(this.client);

	@Test
	void createWhenNoClientThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> checker(null));
	}

	@Test
	void checkWhenResourceThenAsksAboutItAsTheMembership() {
		assertThat(this.checker.check(question("om_alice", PROJECT))).isSameAs(GRANT);
		assertThat(this.client.calls).containsExactly(new Call("om_alice", PERMISSION, PROJECT));
	}

	@Test
	void checkWhenResourceByWorkOsIdThenAsksAboutIt() {
		ResourceReference resource = ResourceReference.id("resource_01");
		assertThat(this.checker.check(question("om_alice", resource))).isSameAs(GRANT);
		assertThat(this.client.calls).containsExactly(new Call("om_alice", PERMISSION, resource));
	}

	@Test
	void checkWhenNoResourceThenAsksAboutTheOrganization() {
		assertThat(this.checker.check(question("om_alice", null))).isSameAs(GRANT);
		assertThat(this.client.calls)
			.containsExactly(new Call("om_alice", PERMISSION, ResourceReference.external("organization", "org_acme")));
	}

	@Test
	void checkWhenNoResourceAndNoOrganizationThenDeniedWithoutCall() {
		FgaSession session = FgaSession.of("user_alice").organizationMembershipId("om_alice").build();
		assertThat(this.checker.check(new PermissionQuestion(session, PERMISSION, null, true)))
			.isEqualTo(denied(DenialReason.RESOURCE_UNRESOLVED));
		assertThat(this.client.calls).isEmpty();
	}

	@Test
	void checkWhenResourceIsUnresolvedThenDeniedWithoutCall() {
		assertThat(this.checker.check(question("om_alice", UNRESOLVED)))
			.isEqualTo(denied(DenialReason.RESOURCE_UNRESOLVED));
		assertThat(this.client.calls).isEmpty();
	}

	@Test
	void checkWhenBothResourceAndMembershipAreMissingThenTheResourceIsTheReason() {
		assertThat(this.checker.check(question(null, UNRESOLVED))).isEqualTo(denied(DenialReason.RESOURCE_UNRESOLVED));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", ".", "..", "om_alice/", "om_alice/..", "../om_bob", "om alice", "om_alice?",
			"om_alice#", "om%2falice", "om_alice;a=b", "om_alice\n", "\u043em_alice",
			"{{ organization_membership.id }}" })
	void checkWhenMembershipIsMissingOrMalformedThenDeniedWithoutCall(String membershipId) {
		assertThat(this.checker.check(question(membershipId, PROJECT))).isEqualTo(denied(DenialReason.NO_MEMBERSHIP));
		assertThat(this.client.calls).isEmpty();
	}

	@Test
	void checkWhenMembershipIdIsAsLongAsAllowedThenAsks() {
		assertThat(this.checker.check(question("o".repeat(128), PROJECT))).isSameAs(GRANT);
	}

	@Test
	void checkWhenMembershipIdIsLongerThanAllowedThenDeniedWithoutCall() {
		assertThat(this.checker.check(question("o".repeat(129), PROJECT)))
			.isEqualTo(denied(DenialReason.NO_MEMBERSHIP));
		assertThat(this.client.calls).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "MISSING_PERMISSION", "UNKNOWN_RESOURCE_OR_MEMBERSHIP", "REJECTED_QUESTION" })
	void checkWhenApiDeniesThenDenied(DenialReason reason) {
		PermissionDecision denial = PermissionDecision.deny(PERMISSION, DecisionSource.REMOTE, reason);
		this.client.answer = denial;
		assertThat(this.checker.check(question("om_alice", PROJECT))).isSameAs(denial);
	}

	@Test
	void checkWhenApiIsUnavailableThenUnavailable() {
		RemotePermissionChecker unavailable = checker((membership, permission, resource) -> {
			throw new CheckUnavailableException("down", null);
		});
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> unavailable.check(question("om_alice", PROJECT)))
			.withMessage("down");
	}

	@Test
	void checkWhenAskedTwiceThenApiIsAskedTwice() {
		this.checker.check(question("om_alice", PROJECT));
		this.client.answer = PermissionDecision.deny(PERMISSION, DecisionSource.REMOTE,
				DenialReason.MISSING_PERMISSION);
		assertThat(this.checker.check(question("om_alice", PROJECT)).isGranted()).isFalse();
		assertThat(this.client.calls).hasSize(2);
	}

	@Test
	void createWhenSomethingIsMissingThenFails() {
		ApiStatus status = new ApiStatus(Clock.systemUTC());
		Duration maxWait = Duration.ofSeconds(5);
		CallPool pool = new CallPool(1, maxWait, ObservationRegistry.NOOP);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RemotePermissionChecker(this.client, null, maxWait, status, pool));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RemotePermissionChecker(this.client, DecisionCache.disabled(), null, status, pool));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RemotePermissionChecker(this.client, DecisionCache.disabled(), maxWait, null, pool));
		assertThatIllegalArgumentException().isThrownBy(
				() -> new RemotePermissionChecker(this.client, DecisionCache.disabled(), maxWait, status, null));
	}

	@ParameterizedTest
	@EnumSource
	void checkAllWhenPermissionIsAskedForTwiceThenOneCallAnswersBoth(Match match) {
		PermissionQuestion question = question("om_alice", PROJECT);
		assertThat(this.checker.checkAll(List.of(question, question), match)).containsExactly(GRANT, GRANT);
		assertThat(this.client.calls).hasSize(1);
	}

	@Test
	void checkAllThenDecisionsAreInTheOrderOfTheQuestions() {
		RemotePermissionChecker checker = checker((membership, permission, resource) -> permission.equals("c")
				? PermissionDecision.deny(permission, DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION)
				: PermissionDecision.grant(permission, DecisionSource.REMOTE));
		FgaSession session = question("om_alice", PROJECT).session();
		List<PermissionQuestion> questions = Stream.of("b", "c", "a")
			.map((permission) -> new PermissionQuestion(session, permission, PROJECT, false))
			.toList();
		assertThat(checker.checkAll(questions, Match.ALL)).containsExactly(
				PermissionDecision.grant("b", DecisionSource.REMOTE),
				PermissionDecision.deny("c", DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION), null);
		assertThat(checker.checkAll(questions, Match.ANY))
			.containsExactly(PermissionDecision.grant("b", DecisionSource.REMOTE), null, null);
	}

	@Test
	void checkAllWhenThereIsNothingToAskThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.checker.checkAll(List.of(), Match.ALL));
	}

	@ParameterizedTest
	@MethodSource
	void checkAllWhenQuestionsDifferInMoreThanThePermissionThenFailsWithoutCall(PermissionQuestion other) {
		List<PermissionQuestion> questions = List.of(question("om_alice", PROJECT), other);
		assertThatIllegalArgumentException().isThrownBy(() -> this.checker.checkAll(questions, Match.ALL));
		assertThatIllegalArgumentException().isThrownBy(() -> this.checker.checkAll(questions, Match.ANY));
		assertThat(this.client.calls).isEmpty();
	}

	static Stream<PermissionQuestion> checkAllWhenQuestionsDifferInMoreThanThePermissionThenFailsWithoutCall() {
		FgaSession session = question("om_alice", PROJECT).session();
		return Stream.of(question("om_alice", ResourceReference.external("project", "p-2")), question("om_alice", null),
				question("om_bob", PROJECT), new PermissionQuestion(session, PERMISSION, PROJECT, true));
	}

	@ParameterizedTest
	@EnumSource
	void checkAllWhenNothingCanBeAskedThenAllAreDeniedWithoutCall(Match match) {
		PermissionQuestion unresolved = question("om_alice", UNRESOLVED);
		assertThat(this.checker.checkAll(List.of(unresolved, unresolved), match))
			.containsExactly(denied(DenialReason.RESOURCE_UNRESOLVED), denied(DenialReason.RESOURCE_UNRESOLVED));
		assertThat(this.client.calls).isEmpty();
	}

	@Test
	void checkEachThenDecisionsAreInTheOrderOfTheQuestions() {
		RemotePermissionChecker checker = checker(
				(membership, permission, resource) -> resource.equals(PROJECT) ? GRANT : deniedByApi());
		assertThat(checker.checkEach(List.of(question("om_alice", ResourceReference.external("project", "p-0")),
				question("om_alice", PROJECT), question("om_alice", null), question("om_alice", UNRESOLVED))))
			.containsExactly(deniedByApi(), GRANT, deniedByApi(), denied(DenialReason.RESOURCE_UNRESOLVED));
	}

	@Test
	void checkEachWhenResourceIsNamedTwiceThenOneCallAnswersBoth() {
		PermissionQuestion question = question("om_alice", PROJECT);
		assertThat(this.checker.checkEach(List.of(question, question))).containsExactly(GRANT, GRANT);
		assertThat(this.client.calls).hasSize(1);
	}

	@Test
	void checkEachWhenThereIsNothingToAskThenNothingIsAsked() {
		assertThat(this.checker.checkEach(List.of())).isEmpty();
		assertThat(this.client.calls).isEmpty();
	}

	@Test
	void checkEachWhenNothingCanBeAskedThenAllAreDeniedWithoutCall() {
		assertThat(this.checker.checkEach(List.of(question(null, PROJECT), question(null, UNRESOLVED))))
			.containsExactly(denied(DenialReason.NO_MEMBERSHIP), denied(DenialReason.RESOURCE_UNRESOLVED));
		assertThat(this.client.calls).isEmpty();
	}

	@Test
	void checkEachWhenQuestionsDifferInMoreThanTheResourceThenFailsWithoutCall() {
		FgaSession session = question("om_alice", PROJECT).session();
		Stream
			.of(question("om_bob", PROJECT), new PermissionQuestion(session, "project:edit", PROJECT, false),
					new PermissionQuestion(session, PERMISSION, PROJECT, true))
			.map((other) -> List.of(question("om_alice", PROJECT), other))
			.forEach((questions) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> this.checker.checkEach(questions)));
		assertThat(this.client.calls).isEmpty();
	}

	@Test
	void permissionsThenListsThem() {
		FgaClient listing = new RecordingClient() {

			@Override
			public EffectivePermissions effectivePermissions(String organizationMembershipId,
					ResourceReference resource, String after) {
				assertThat(organizationMembershipId).isEqualTo("om_alice");
				assertThat(resource).isEqualTo(PROJECT);
				return new EffectivePermissions(Set.of("a"), Set.of("b"), null, null);
			}

		};
		FgaSession session = question("om_alice", PROJECT).session();
		assertThat(checker(listing).permissions(session, PROJECT)).containsExactly("a");
		assertThat(checker(listing).permissions(session, UNRESOLVED)).isEmpty();
		assertThat(checker(listing).permissions(question(null, PROJECT).session(), PROJECT)).isEmpty();
		assertThat(this.checker.permissions(session, PROJECT)).isEmpty();
	}

	private static PermissionDecision deniedByApi() {
		return PermissionDecision.deny(PERMISSION, DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION);
	}

	private static RemotePermissionChecker checker(FgaClient client) {
		return new RemotePermissionChecker(client, DecisionCache.disabled(), Duration.ofSeconds(5),
				new ApiStatus(Clock.systemUTC()), new CallPool(4, Duration.ofSeconds(5), ObservationRegistry.NOOP));
	}

	private static PermissionQuestion question(String membershipId, ResourceReference resource) {
		// The claims would grant, so a denial is never due to them.
		FgaSession session = FgaSession.of("user_alice")
			.organizationId("org_acme")
			.organizationMembershipId(membershipId)
			.permissions(PERMISSION)
			.build();
		return new PermissionQuestion(session, PERMISSION, resource, false);
	}

	private static PermissionDecision denied(DenialReason reason) {
		return PermissionDecision.deny(PERMISSION, DecisionSource.NONE, reason);
	}

	record Call(String membershipId, String permission, ResourceReference resource) {

	}

	static class RecordingClient implements FgaClient {

		private final List<Call> calls = new ArrayList<>();

		private PermissionDecision answer = GRANT;

		@Override
		public PermissionDecision check(String organizationMembershipId, String permission,
				ResourceReference resource) {
			this.calls.add(new Call(organizationMembershipId, permission, resource));
			return this.answer;
		}

	}

}
