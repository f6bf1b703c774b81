package io.github.fgaspring.revocation;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.support.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SessionMarks}. {@link SessionMarksOracleTests} leaves no combination
 * out.
 */
class SessionMarksTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final Duration MAX_AGE = Duration.ofHours(24);

	private static final Duration SKEW = Duration.ofSeconds(30);

	private static final Duration MOMENT = Duration.ofMillis(1);

	private final TestClock clock = new TestClock(NOW);

	private final SessionMarks marks = new SessionMarks(MAX_AGE, SKEW, this.clock);

	@Test
	void createWhenLimitsMakeNoSenseThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SessionMarks(Duration.ZERO, SKEW, this.clock));
		assertThatIllegalArgumentException().isThrownBy(() -> new SessionMarks(MAX_AGE, SKEW.negated(), this.clock));
		assertThatIllegalArgumentException().isThrownBy(() -> new SessionMarks(MAX_AGE, SKEW, null));
	}

	@Test
	void isRevokedWhenNothingHappenedThenNot() {
		assertThat(this.marks.isEmpty()).isTrue();
		assertThat(this.marks.isRevoked(session(NOW))).isFalse();
		assertThat(this.marks.isOutdated(session(NOW))).isFalse();
		assertThat(this.marks.isRevoked(FgaSession.of("user_alice").build())).isFalse();
	}

	@ParameterizedTest
	@MethodSource("scopes")
	void isRevokedWhenScopeIsRevokedThenForTokensIssuedBeforeAndForNobodyElse(FgaScope scope) {
		tell(Kind.REVOKED, scope, NOW);
		assertThat(this.marks.isEmpty()).isFalse();
		assertThat(this.marks.isRevoked(session(NOW.minus(MAX_AGE)))).isTrue();
		assertThat(this.marks.isRevoked(session(NOW.plus(SKEW)))).isTrue();
		assertThat(this.marks.isRevoked(session(NOW.plus(SKEW).plus(MOMENT)))).isFalse();
		assertThat(this.marks.isRevoked(session(null))).isTrue();
		assertThat(this.marks.isRevoked(somebodyElse())).isEqualTo(scope.equals(FgaScope.everything()));
		assertThat(this.marks.isOutdated(session(NOW))).isFalse();
	}

	@ParameterizedTest
	@MethodSource("scopes")
	void isOutdatedWhenScopeIsOutdatedThenForTokensIssuedBeforeAndForNobodyElse(FgaScope scope) {
		tell(Kind.OUTDATED, scope, NOW);
		assertThat(this.marks.isEmpty()).isFalse();
		assertThat(this.marks.isOutdated(session(NOW.plus(SKEW)))).isTrue();
		assertThat(this.marks.isOutdated(session(NOW.plus(SKEW).plus(MOMENT)))).isFalse();
		assertThat(this.marks.isOutdated(somebodyElse())).isEqualTo(scope.equals(FgaScope.everything()));
		assertThat(this.marks.isRevoked(session(NOW))).isFalse();
	}

	/**
	 * Otherwise a frontend would refresh again and again until clocks cannot disagree any
	 * more.
	 */
	@ParameterizedTest
	@MethodSource("scopes")
	void isRefreshDueWhenTokenWasIssuedAfterTheChangeThenNot(FgaScope scope) {
		tell(Kind.OUTDATED, scope, NOW);
		assertThat(this.marks.isRefreshDue(session(NOW))).isTrue();
		assertThat(this.marks.isRefreshDue(session(NOW.plus(MOMENT)))).isFalse();
		assertThat(this.marks.isOutdated(session(NOW.plus(MOMENT)))).isTrue();
		assertThat(this.marks.isRefreshDue(session(null))).isFalse();
		assertThat(this.marks.isRefreshDue(somebodyElse())).isEqualTo(scope.equals(FgaScope.everything()));
	}

	@ParameterizedTest
	@MethodSource("scopes")
	void isRevokedWhenScopeHasEndedThenWheneverTheTokenWasIssued(FgaScope scope) {
		tell(Kind.ENDED, scope, NOW);
		assertThat(this.marks.isRevoked(session(NOW.plus(Duration.ofDays(1000))))).isTrue();
		assertThat(this.marks.isRevoked(session(Instant.MAX))).isTrue();
		assertThat(this.marks.isRevoked(session(Instant.MIN))).isTrue();
		assertThat(this.marks.isRevoked(somebodyElse())).isEqualTo(scope.equals(FgaScope.everything()));
	}

	static Stream<FgaScope> scopes() {
		return Stream.of(FgaScope.session("session_1"), FgaScope.user("user_alice"), FgaScope.membership("om_alice"),
				FgaScope.userInOrganization("user_alice", "org_acme"), FgaScope.organization("org_acme"),
				FgaScope.everything());
	}

	/**
	 * Ids of different things may well be equal where they are the application's own.
	 */
	@ParameterizedTest
	@MethodSource("scopesOfTheSameId")
	void isRevokedWhenAnotherKindOfScopeHasTheSameIdThenNot(FgaScope scope) {
		tell(Kind.ENDED, scope, NOW);
		FgaSession session = FgaSession.of("2")
			.sessionId("3")
			.organizationId("4")
			.organizationMembershipId("5")
			.issuedAt(NOW)
			.build();
		assertThat(this.marks.isRevoked(session)).isFalse();
	}

	static Stream<FgaScope> scopesOfTheSameId() {
		return Stream.of("2", "3", "4", "5")
			.flatMap((id) -> Stream
				.of(FgaScope.user(id), FgaScope.session(id), FgaScope.organization(id), FgaScope.membership(id))
				.filter((scope) -> !scope.equals(FgaScope.user("2")) && !scope.equals(FgaScope.session("3"))
						&& !scope.equals(FgaScope.organization("4")) && !scope.equals(FgaScope.membership("5"))));
	}

	@Test
	void isRevokedWhenUserInAnotherOrganizationThenNot() {
		tell(Kind.REVOKED, FgaScope.userInOrganization("user_alice", "org_other"), NOW);
		tell(Kind.REVOKED, FgaScope.userInOrganization("user_bob", "org_acme"), NOW);
		assertThat(this.marks.isRevoked(session(NOW))).isFalse();
	}

	@Test
	void isRevokedWhenSessionNamesNeitherOrganizationNorMembershipThenOnlyByWhatItNames() {
		FgaSession session = FgaSession.of("user_alice").issuedAt(NOW).build();
		for (FgaScope scope : new FgaScope[] { FgaScope.session("session_1"), FgaScope.membership("om_alice"),
				FgaScope.userInOrganization("user_alice", "org_acme"), FgaScope.organization("org_acme") }) {
			tell(Kind.ENDED, scope, NOW);
		}
		assertThat(this.marks.isRevoked(session)).isFalse();
		tell(Kind.REVOKED, FgaScope.user("user_alice"), NOW);
		assertThat(this.marks.isRevoked(session)).isTrue();
	}

	@Test
	void onChangeWhenResourceOrOnlyCachedThenNoSessionIsConcerned() {
		tell(Kind.REVOKED, FgaScope.resource(ResourceReference.external("project", "p-1")), NOW);
		scopes().forEach((scope) -> tell(Kind.EVICTED, scope, NOW));
		assertThat(this.marks.isEmpty()).isTrue();
		assertThat(this.marks.getRevocations()).isZero();
		assertThat(this.marks.getOutdated()).isZero();
	}

	@Test
	void currentThenTellsWhatIsLeft() {
		FgaSession session = session(NOW);
		assertThat(this.marks.current(session)).isSameAs(session);
		tell(Kind.OUTDATED, FgaScope.organization("org_acme"), NOW);
		FgaSession outdated = this.marks.current(session);
		assertThat(outdated).isEqualTo(session.withoutRolesAndPermissions()).isNotEqualTo(session);
		assertThat(this.marks.current(outdated)).isSameAs(outdated);
		tell(Kind.REVOKED, FgaScope.user("user_alice"), NOW);
		assertThat(this.marks.current(session)).isNull();
		assertThat(this.marks.current(outdated)).isNull();
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "REVOKED", "OUTDATED" })
	void onChangeWhenLateThenAnEarlierChangeUndoesNothing(Kind kind) {
		tell(kind, FgaScope.user("user_alice"), NOW);
		tell(kind, FgaScope.user("user_alice"), NOW.minusSeconds(3600));
		assertThat(concerned(kind, session(NOW))).isTrue();
		tell(kind, FgaScope.user("user_alice"), NOW.plusSeconds(10));
		assertThat(concerned(kind, session(NOW.plusSeconds(40)))).isTrue();
	}

	@Test
	void onChangeWhenTimeIsInTheFutureThenTokensYetToComeAreNotConcernedForLong() {
		tell(Kind.REVOKED, FgaScope.user("user_alice"), NOW.plus(Duration.ofDays(365)));
		tell(Kind.OUTDATED, FgaScope.user("user_alice"), Instant.MAX);
		assertThat(this.marks.isRevoked(session(NOW.plus(SKEW)))).isTrue();
		FgaSession later = session(NOW.plus(SKEW.multipliedBy(2)).plus(MOMENT));
		assertThat(this.marks.isRevoked(later)).isFalse();
		assertThat(this.marks.isOutdated(later)).isFalse();
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = "EVICTED", mode = EnumSource.Mode.EXCLUDE)
	void onChangeWhenNoTokenFromBeforeCanBeAcceptedThenNotRemembered(Kind kind) {
		Instant oldest = NOW.minus(MAX_AGE).minus(SKEW.multipliedBy(2));
		LiveChange relevant = new LiveChange(kind, FgaScope.user("user_alice"), oldest);
		LiveChange tooLate = new LiveChange(kind, FgaScope.user("user_alice"), oldest.minus(MOMENT));
		assertThat(this.marks.isRelevant(relevant, NOW)).isTrue();
		assertThat(this.marks.isRelevant(tooLate, NOW)).isFalse();
		this.marks.onChange(tooLate);
		tell(kind, FgaScope.user("user_alice"), Instant.MIN);
		assertThat(this.marks.isEmpty()).isTrue();
		this.marks.onChange(relevant);
		assertThat(this.marks.isEmpty()).isFalse();
	}

	@Test
	void onChangeWhenMarksAreOverThenTheyAreForgotten() {
		scopes().forEach((scope) -> tell(Kind.REVOKED, scope, NOW));
		scopes().forEach((scope) -> tell(Kind.OUTDATED, scope, NOW));
		tell(Kind.REVOKED, FgaScope.userInOrganization("user_bob", "org_acme"), NOW);
		assertThat(this.marks.getRevocations()).isEqualTo(7);
		assertThat(this.marks.getOutdated()).isEqualTo(6);
		this.clock.advance(MAX_AGE.plus(SKEW.multipliedBy(2)));
		anotherChange();
		assertThat(this.marks.isRevoked(session(NOW.plus(SKEW)))).isTrue();
		assertThat(this.marks.getRevocations()).isEqualTo(7);
		this.clock.advance(Duration.ofMinutes(1).plus(MOMENT));
		anotherChange();
		assertThat(this.marks.getRevocations()).isZero();
		assertThat(this.marks.getOutdated()).isZero();
		assertThat(this.marks.isEmpty()).isTrue();
	}

	@Test
	void onChangeWhenOnlySomeMarksAreOverThenTheOthersStay() {
		tell(Kind.REVOKED, FgaScope.userInOrganization("user_alice", "org_acme"), NOW);
		this.clock.advance(Duration.ofHours(1));
		tell(Kind.REVOKED, FgaScope.userInOrganization("user_bob", "org_acme"), this.clock.instant());
		tell(Kind.REVOKED, FgaScope.user("user_carol"), NOW);
		tell(Kind.REVOKED, FgaScope.user("user_carol"), this.clock.instant());
		this.clock.advance(MAX_AGE);
		anotherChange();
		assertThat(this.marks.getRevocations()).isEqualTo(2);
		assertThat(this.marks.isRevoked(session(NOW))).isFalse();
		assertThat(this.marks.isRevoked(FgaSession.of("user_bob").organizationId("org_acme").build())).isTrue();
		assertThat(this.marks.isRevoked(FgaSession.of("user_carol").build())).isTrue();
	}

	@Test
	void resetThenNothingIsRemembered() {
		scopes().forEach((scope) -> tell(Kind.ENDED, scope, NOW));
		scopes().forEach((scope) -> tell(Kind.OUTDATED, scope, NOW));
		this.marks.reset();
		assertThat(this.marks.isEmpty()).isTrue();
		assertThat(this.marks.current(session(null))).isNotNull();
	}

	private void anotherChange() {
		tell(Kind.EVICTED, FgaScope.everything(), this.clock.instant());
	}

	private boolean concerned(Kind kind, FgaSession session) {
		return (kind == Kind.OUTDATED) ? this.marks.isOutdated(session) : this.marks.isRevoked(session);
	}

	private void tell(Kind kind, FgaScope scope, Instant time) {
		this.marks.onChange(new LiveChange(kind, scope, time));
	}

	private static FgaSession session(Instant issuedAt) {
		return FgaSession.of("user_alice")
			.sessionId("session_1")
			.organizationId("org_acme")
			.organizationMembershipId("om_alice")
			.role("admin")
			.permissions("project:view")
			.issuedAt(issuedAt)
			.build();
	}

	private static FgaSession somebodyElse() {
		return FgaSession.of("user_dave")
			.sessionId("session_2")
			.organizationId("org_globex")
			.organizationMembershipId("om_dave")
			.issuedAt(NOW)
			.build();
	}

}
