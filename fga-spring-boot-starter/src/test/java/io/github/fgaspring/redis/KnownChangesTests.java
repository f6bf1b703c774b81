package io.github.fgaspring.redis;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KnownChangesTests {

	private static final Instant TIME = Instant.parse("2026-01-01T12:00:00Z");

	private final Set<LiveChange> irrelevant = new HashSet<>();

	private final KnownChanges known = new KnownChanges(10, (change) -> !this.irrelevant.contains(change));

	@Test
	void toldWhenPendingThenIsPendingNoMore() {
		this.known.untold(change("a", 0));
		assertThat(this.known.untold(10)).containsExactly(change("a", 0));
		assertThat(this.known.isTold(change("a", 0))).isFalse();
		this.known.told(change("a", 0));
		assertThat(this.known.untold()).isZero();
		assertThat(this.known.isTold(change("a", 0))).isTrue();
		assertThat(this.known.isTold(change("a", 1))).isFalse();
		assertThat(this.known.isTold(new LiveChange(Kind.ENDED, FgaScope.user("a"), TIME))).isFalse();
	}

	@Test
	void toldWhenALaterOneIsPendingThenThatStays() {
		this.known.untold(change("a", 5));
		this.known.told(change("a", 0));
		assertThat(this.known.untold(10)).containsExactly(change("a", 5));
	}

	@Test
	void untoldWhenSeveralOfOneScopeThenTheLatestCounts() {
		this.known.untold(change("a", 5));
		this.known.untold(change("a", 0));
		this.known.untold(change("b", 0));
		assertThat(this.known.untold(10)).containsExactlyInAnyOrder(change("a", 5), change("b", 0));
		assertThat(this.known.untold(1)).hasSize(1);
	}

	@Test
	void forgottenThenAllMustBeToldAgainButEvictions() {
		this.known.told(change("a", 0));
		this.known.told(new LiveChange(Kind.EVICTED, FgaScope.everything(), TIME));
		this.known.untold(change("b", 0));
		this.known.forgotten();
		assertThat(this.known.untold(10)).containsExactlyInAnyOrder(change("a", 0), change("b", 0));
		assertThat(this.known.isTold(change("a", 0))).isFalse();
	}

	@Test
	void forgottenWhenFullThenNothingIsLost() {
		IntStream.range(0, 10).forEach((i) -> this.known.told(change("user_" + i, 0)));
		this.known.forgotten();
		assertThat(this.known.untold()).isEqualTo(10);
	}

	@Test
	void toldWhenTooManyThenThoseKnownLongestAreForgottenAndTheUntoldLast() {
		this.known.untold(change("untold", 0));
		IntStream.range(0, 20).forEach((i) -> this.known.told(change("user_" + i, 0)));
		assertThat(this.known.isTold(change("user_10", 0))).isFalse();
		assertThat(this.known.isTold(change("user_11", 0))).isTrue();
		assertThat(this.known.untold(10)).containsExactly(change("untold", 0));
		IntStream.range(0, 20).forEach((i) -> this.known.untold(change("pending_" + i, 0)));
		assertThat(this.known.untold()).isEqualTo(10);
		assertThat(this.known.untold(10)).doesNotContain(change("untold", 0)).contains(change("pending_19", 0));
	}

	@Test
	void toldWhenEarlierOnesMatterNoMoreThenTheyAreForgotten() {
		this.known.told(change("a", 0));
		this.known.told(change("b", 0));
		this.irrelevant.add(change("a", 0));
		this.known.told(change("c", 0));
		this.known.forgotten();
		assertThat(this.known.untold(10)).containsExactly(change("b", 0), change("c", 0));
	}

	private static LiveChange change(String userId, int seconds) {
		return new LiveChange(Kind.REVOKED, FgaScope.user(userId), TIME.plusSeconds(seconds));
	}

}
