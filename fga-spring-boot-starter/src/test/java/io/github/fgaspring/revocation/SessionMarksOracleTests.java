package io.github.fgaspring.revocation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.TokenAgeValidator;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.support.TestClock;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.springframework.security.oauth2.jwt.Jwt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link SessionMarks} against a list of all changes that is searched from end to end,
 * and against clocks that disagree.
 */
class SessionMarksOracleTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final Duration MAX_AGE = Duration.ofHours(24);

	private static final Duration SKEW = Duration.ofSeconds(30);

	@Property(tries = 3000)
	void marksThenSayWhatTheListSays(@ForAll("changes") @Size(max = 30) List<LiveChange> changes,
			@ForAll("changes") @Size(max = 5) List<LiveChange> repeated,
			@ForAll("sessions") @Size(min = 1, max = 10) List<FgaSession> sessions) {
		SessionMarks marks = new SessionMarks(MAX_AGE, SKEW, new TestClock(NOW));
		List<LiveChange> told = new ArrayList<>(changes);
		told.addAll(repeated);
		told.addAll(changes.subList(0, changes.size() / 2));
		told.forEach(marks::onChange);
		for (FgaSession session : sessions) {
			boolean revoked = anyConcerns(told, session, Kind.ENDED) || anyConcerns(told, session, Kind.REVOKED);
			boolean outdated = anyConcerns(told, session, Kind.OUTDATED);
			assertThat(marks.isRevoked(session)).isEqualTo(revoked);
			assertThat(marks.isOutdated(session)).isEqualTo(outdated);
			FgaSession current = outdated ? session.withoutRolesAndPermissions() : session;
			assertThat(marks.current(session)).isEqualTo(revoked ? null : current);
		}
	}

	@Property(tries = 500)
	void marksWhenToldInAnotherOrderThenSayTheSame(@ForAll("changes") @Size(max = 20) List<LiveChange> changes,
			@ForAll("session") FgaSession session, @ForAll @IntRange(max = 20) int rotation) {
		SessionMarks one = new SessionMarks(MAX_AGE, SKEW, new TestClock(NOW));
		changes.forEach(one::onChange);
		SessionMarks other = new SessionMarks(MAX_AGE, SKEW, new TestClock(NOW));
		List<LiveChange> rotated = new ArrayList<>(changes);
		Collections.rotate(rotated, rotation);
		Collections.reverse(rotated);
		rotated.forEach(other::onChange);
		assertThat(other.current(session)).isEqualTo(one.current(session));
		assertThat(other.getRevocations()).isEqualTo(one.getRevocations());
		assertThat(other.getOutdated()).isEqualTo(one.getOutdated());
	}

	private static boolean anyConcerns(List<LiveChange> changes, FgaSession session, Kind kind) {
		return changes.stream().filter((change) -> change.kind() == kind).anyMatch((change) -> {
			Instant time = change.time().isAfter(NOW.plus(SKEW)) ? NOW.plus(SKEW) : change.time();
			boolean forgotten = time.plus(MAX_AGE).plus(SKEW.multipliedBy(2)).isBefore(NOW);
			boolean issuedBefore = session.issuedAt() == null || !session.issuedAt().isAfter(time.plus(SKEW));
			return !forgotten && names(change.scope(), session) && (kind == Kind.ENDED || issuedBefore);
		});
	}

	private static boolean names(FgaScope scope, FgaSession session) {
		if (scope instanceof FgaScope.Session named) {
			return named.id().equals(session.sessionId());
		}
		if (scope instanceof FgaScope.User named) {
			return named.id().equals(session.userId());
		}
		if (scope instanceof FgaScope.Membership named) {
			return named.id().equals(session.organizationMembershipId());
		}
		if (scope instanceof FgaScope.UserInOrganization named) {
			return named.userId().equals(session.userId()) && named.organizationId().equals(session.organizationId());
		}
		if (scope instanceof FgaScope.Organization named) {
			return named.id().equals(session.organizationId());
		}
		return scope instanceof FgaScope.Everything;
	}

	/**
	 * The issuer's clock, the one of who revokes and ours disagree by the skew at most,
	 * each with each other. News may take days, and other changes make us forget in
	 * between. Whenever the token would be accepted, it is known to be revoked.
	 */
	@Property(tries = 5000)
	void tokenThatWasIssuedBeforeItsRevocationWhenAcceptableThenIsRevoked(@ForAll("skews") Duration issuerSkew,
			@ForAll("skews") Duration revokerSkew, @ForAll("skews") Duration ourSkew, @ForAll("kinds") Kind kind,
			@ForAll("scopes") FgaScope scope, @ForAll("lives") Duration untilRevoked,
			@ForAll("delays") Duration untilTold, @ForAll("lives") Duration untilUsed) {
		Instant issuedAt = Instant.ofEpochSecond(NOW.plus(issuerSkew).getEpochSecond());
		TestClock clock = new TestClock(NOW.plus(ourSkew));
		SessionMarks marks = new SessionMarks(MAX_AGE, SKEW, clock);
		TokenAgeValidator age = new TokenAgeValidator(MAX_AGE, SKEW, clock);
		clock.advance(untilRevoked.plus(untilTold));
		marks.onChange(new LiveChange(kind, scope, NOW.plus(untilRevoked).plus(revokerSkew)));
		for (int i = 0; i < 3; i++) {
			clock.advance(untilUsed.dividedBy(3));
			marks.onChange(new LiveChange(Kind.EVICTED, FgaScope.everything(), clock.instant()));
		}
		FgaSession session = session("s1", "u1", "o1", "m1", issuedAt);
		boolean accepted = !age.validate(token(issuedAt)).hasErrors();
		if (accepted && names(scope, session)) {
			assertThat(marks.current(session)).isNull();
		}
	}

	/**
	 * Nobody is locked out who signs in again a minute later.
	 */
	@Property(tries = 1000)
	void tokenThatWasIssuedLaterThanClocksCanDisagreeThenIsNotRevoked(@ForAll("skews") Duration issuerSkew,
			@ForAll("skews") Duration revokerSkew, @ForAll("skews") Duration ourSkew,
			@ForAll("scopes") FgaScope scope) {
		SessionMarks marks = new SessionMarks(MAX_AGE, SKEW, new TestClock(NOW.plus(ourSkew)));
		marks.onChange(new LiveChange(Kind.REVOKED, scope, NOW.plus(revokerSkew)));
		marks.onChange(new LiveChange(Kind.OUTDATED, scope, NOW.plus(revokerSkew)));
		FgaSession session = session("s1", "u1", "o1", "m1",
				NOW.plus(issuerSkew).plus(SKEW.multipliedBy(2)).plusSeconds(1));
		assertThat(marks.current(session)).isSameAs(session);
	}

	@Provide
	Arbitrary<List<LiveChange>> changes() {
		Arbitrary<Instant> times = Arbitraries
			.oneOf(Arbitraries.integers().between(-100, 100), Arbitraries.integers().between(-100_000, 100_000))
			.map((seconds) -> NOW.plusSeconds(seconds));
		return Combinators.combine(Arbitraries.of(Kind.class), scopes(), times).as(LiveChange::new).list();
	}

	@Provide
	Arbitrary<FgaScope> scopes() {
		Arbitrary<String> numbers = Arbitraries.of("1", "2", "3");
		return Arbitraries.oneOf(numbers.map((number) -> FgaScope.session("s" + number)),
				numbers.map((number) -> FgaScope.user("u" + number)),
				numbers.map((number) -> FgaScope.membership("m" + number)),
				Combinators.combine(numbers, numbers)
					.as((user, organization) -> FgaScope.userInOrganization("u" + user, "o" + organization)),
				numbers.map((number) -> FgaScope.organization("o" + number)), Arbitraries.just(FgaScope.everything()));
	}

	@Provide
	Arbitrary<FgaSession> session() {
		Arbitrary<String> numbers = Arbitraries.of("1", "2", "3", "4");
		Arbitrary<Instant> times = Arbitraries.integers()
			.between(-100_000, 60)
			.map((seconds) -> NOW.plusSeconds(seconds));
		return Combinators
			.combine(numbers.injectNull(0.2), numbers, numbers.injectNull(0.2), numbers.injectNull(0.3),
					Arbitraries.oneOf(times, Arbitraries.integers().between(-100, 60).map(NOW::plusSeconds))
						.injectNull(0.1))
			.as((sid, user, organization, membership, issuedAt) -> session(prefixed("s", sid), "u" + user,
					prefixed("o", organization), prefixed("m", membership), issuedAt));
	}

	@Provide
	Arbitrary<List<FgaSession>> sessions() {
		return session().list();
	}

	@Provide
	Arbitrary<Duration> skews() {
		return Arbitraries.integers().between(-15_000, 15_000).map(Duration::ofMillis);
	}

	@Provide
	Arbitrary<Kind> kinds() {
		return Arbitraries.of(Kind.REVOKED, Kind.ENDED);
	}

	@Provide
	Arbitrary<Duration> lives() {
		return Arbitraries
			.oneOf(Arbitraries.integers().between(0, 200_000), Arbitraries.integers().between(0, 100_000),
					Arbitraries.integers().between(86_300, 86_500))
			.map(Duration::ofSeconds);
	}

	@Provide
	Arbitrary<Duration> delays() {
		return Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 200_000))
			.map(Duration::ofSeconds);
	}

	private static String prefixed(String prefix, String number) {
		return (number != null) ? prefix + number : null;
	}

	private static FgaSession session(String sessionId, String userId, String organizationId, String membershipId,
			Instant issuedAt) {
		return FgaSession.of(userId)
			.sessionId(sessionId)
			.organizationId(organizationId)
			.organizationMembershipId(membershipId)
			.issuedAt(issuedAt)
			.role("admin")
			.permissions("project:view")
			.build();
	}

	private static Jwt token(Instant issuedAt) {
		return Jwt.withTokenValue("token").header("alg", "RS256").issuedAt(issuedAt).claim("sub", "u1").build();
	}

}
