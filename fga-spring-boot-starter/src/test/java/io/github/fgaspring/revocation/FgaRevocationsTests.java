package io.github.fgaspring.revocation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.revocation.LiveChange.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FgaRevocations}.
 */
class FgaRevocationsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

	private final SessionMarks marks = new SessionMarks(Duration.ofHours(24), Duration.ofSeconds(30), CLOCK);

	private final List<LiveChange> sent = new ArrayList<>();

	private boolean reached = true;

	private final LiveChanges changes = new LiveChanges(() -> List.of(this.marks), () -> (changes) -> {
		this.sent.addAll(changes);
		return this.reached;
	});

	private final FgaRevocations revocations = new FgaRevocations(this.changes, this.marks, CLOCK);

	@Test
	void createWhenNullThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new FgaRevocations(null, this.marks, CLOCK));
		assertThatIllegalArgumentException().isThrownBy(() -> new FgaRevocations(this.changes, null, CLOCK));
		assertThatIllegalArgumentException().isThrownBy(() -> new FgaRevocations(this.changes, this.marks, null));
	}

	@Test
	void revokeWhenSessionThenItHasEndedWheneverItsTokensAreIssued() {
		assertThat(this.revocations.revoke(FgaScope.session("session_1"))).isTrue();
		assertThat(this.sent).containsExactly(new LiveChange(Kind.ENDED, FgaScope.session("session_1"), NOW));
		assertThat(this.revocations.isRevoked(session(NOW.plusSeconds(3600)))).isTrue();
	}

	@ParameterizedTest
	@MethodSource
	void revokeWhenAnotherScopeThenSessionsUntilNowAreRevoked(FgaScope scope) {
		assertThat(this.revocations.revoke(scope)).isTrue();
		assertThat(this.sent).containsExactly(new LiveChange(Kind.REVOKED, scope, NOW));
		assertThat(this.revocations.isRevoked(session(NOW))).isTrue();
		assertThat(this.revocations.isRevoked(session(NOW.plusSeconds(60)))).isFalse();
	}

	static Stream<FgaScope> revokeWhenAnotherScopeThenSessionsUntilNowAreRevoked() {
		return Stream.of(FgaScope.user("user_alice"), FgaScope.membership("om_alice"),
				FgaScope.userInOrganization("user_alice", "org_acme"), FgaScope.organization("org_acme"),
				FgaScope.everything());
	}

	@Test
	void revokeWhenResourceOrNullThenFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.revocations.revoke(FgaScope.resource(ResourceReference.id("resource_1"))));
		assertThatIllegalArgumentException().isThrownBy(() -> this.revocations.revoke(null));
		assertThat(this.sent).isEmpty();
	}

	@Test
	void revokeWhenOthersCannotBeToldThenSaysSoAndHoldsHere() {
		this.reached = false;
		assertThat(this.revocations.revoke(FgaScope.user("user_alice"))).isFalse();
		assertThat(this.revocations.isRevoked(session(NOW))).isTrue();
	}

	private static FgaSession session(Instant issuedAt) {
		return FgaSession.of("user_alice")
			.sessionId("session_1")
			.organizationId("org_acme")
			.organizationMembershipId("om_alice")
			.issuedAt(issuedAt)
			.build();
	}

}
