package io.github.fgaspring.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class RemoteAnswerTests extends AbstractAnswersTests {

	private static final List<String> ASKED = List.of("a", "b", "c");

	private final RemoteAnswer complete = RemoteAnswer.complete(Map.of("a", grant("a")),
			DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP, Set.of("b"));

	@Test
	void getWhenNothingIsKnownThenNull() {
		assertThat(RemoteAnswer.NOTHING.get("a")).isNull();
	}

	@Test
	void getWhenSomeAreKnownThenNothingIsSaidAboutOthers() {
		RemoteAnswer answer = answer(grant("a"), deny("b"));
		assertThat(answer.get("a")).isEqualTo(grant("a"));
		assertThat(answer.get("b")).isEqualTo(deny("b"));
		assertThat(answer.get("c")).isNull();
	}

	@Test
	void getWhenCompleteThenOthersAreDeniedButNotTheUnknown() {
		assertThat(this.complete.get("a")).isEqualTo(grant("a"));
		assertThat(this.complete.get("b")).isNull();
		assertThat(this.complete.get("c")).isEqualTo(
				PermissionDecision.deny("c", DecisionSource.REMOTE, DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP));
	}

	@Test
	void decisionsWhenGivenMapChangesThenStayTheSame() {
		Map<String, PermissionDecision> decisions = new HashMap<>();
		RemoteAnswer answer = RemoteAnswer.of(decisions);
		decisions.put("a", grant("a"));
		assertThat(answer.get("a")).isNull();
		assertThat(answer.decisions()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void missingWhenNothingIsKnownThenAllInOrder(Match match) {
		assertThat(RemoteAnswer.NOTHING.missing(ASKED, match)).isEqualTo(ASKED);
	}

	@Test
	void missingWhenKnownDoesNotSettleThenTheOthers() {
		assertThat(answer(grant("b")).missing(ASKED, Match.ALL)).containsExactly("a", "c");
		assertThat(answer(deny("b")).missing(ASKED, Match.ANY)).containsExactly("a", "c");
	}

	@Test
	void missingWhenKnownSettlesThenNone() {
		assertThat(answer(deny("c")).missing(ASKED, Match.ALL)).isEmpty();
		assertThat(answer(grant("c")).missing(ASKED, Match.ANY)).isEmpty();
	}

	@Test
	void missingWhenCompleteThenOnlyTheUnknown() {
		assertThat(this.complete.missing(List.of("a", "b"), Match.ALL)).containsExactly("b");
		assertThat(this.complete.missing(List.of("b", "c"), Match.ANY)).containsExactly("b");
		assertThat(this.complete.missing(ASKED, Match.ALL)).isEmpty();
	}

	@Test
	void selectThenHoldsOnlyWhatIsKnownOfTheSelectedFromTheSource() {
		RemoteAnswer selected = this.complete.select(ASKED, DecisionSource.MEMO);
		assertThat(selected.decisions()).containsOnlyKeys("a", "c");
		assertThat(selected.get("a")).isEqualTo(grant("a", DecisionSource.MEMO));
		assertThat(selected.get("c"))
			.isEqualTo(PermissionDecision.deny("c", DecisionSource.MEMO, DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP));
		assertThat(selected.get("d")).isNull();
	}

	@Test
	void andThenTheLaterOneCounts() {
		RemoteAnswer both = answer(grant("a"), grant("b")).and(answer(deny("b"), grant("c")));
		assertThat(both.get("a")).isEqualTo(grant("a"));
		assertThat(both.get("b")).isEqualTo(deny("b"));
		assertThat(both.get("c")).isEqualTo(grant("c"));
		assertThat(both.get("d")).isNull();
	}

	@Test
	void andWhenLaterIsCompleteThenEarlierGrantsOfOthersAreGone() {
		RemoteAnswer both = answer(grant("b"), grant("c")).and(this.complete);
		assertThat(both.get("a")).isEqualTo(grant("a"));
		assertThat(both.get("b")).isEqualTo(grant("b"));
		assertThat(both.get("c").isGranted()).isFalse();
		assertThat(both.get("d").isGranted()).isFalse();
	}

	@Test
	void andWhenEarlierIsCompleteThenStaysComplete() {
		RemoteAnswer both = this.complete.and(answer(grant("b"), deny("a")));
		assertThat(both.get("a")).isEqualTo(deny("a"));
		assertThat(both.get("b")).isEqualTo(grant("b"));
		assertThat(both.get("c").isGranted()).isFalse();
	}

	@Test
	void andWhenBothAreCompleteThenTheLaterOneSaysWhatIsUnknown() {
		RemoteAnswer later = RemoteAnswer.complete(Map.of("b", grant("b")), DenialReason.MISSING_PERMISSION,
				Set.of("c"));
		RemoteAnswer both = this.complete.and(later);
		assertThat(both.get("a")).isEqualTo(deny("a"));
		assertThat(both.get("b")).isEqualTo(grant("b"));
		assertThat(both.get("c")).isNull();
	}

	@Test
	void andWhenNothingThenIsTheOther() {
		assertThat(RemoteAnswer.NOTHING.and(this.complete).get("a")).isEqualTo(grant("a"));
		assertThat(this.complete.and(RemoteAnswer.NOTHING).get("c").isGranted()).isFalse();
	}

	@Test
	void grantedThenThoseThatAreMeantForTheResource() {
		RemoteAnswer answer = RemoteAnswer
			.complete(Map.of("a", grant("a"), "b", grant("b")), DenialReason.MISSING_PERMISSION, Set.of("c"))
			.and(answer(grant("c"), deny("b")));
		assertThat(answer.isComplete()).isTrue();
		assertThat(answer.granted()).containsExactly("a");
	}

	@Test
	void grantedWhenNotAllAreKnownThenNone() {
		assertThat(answer(grant("a")).granted()).isEmpty();
		assertThat(RemoteAnswer.beginning(Map.of("a", grant("a"))).granted()).isEmpty();
		assertThat(answer(grant("a")).isComplete()).isFalse();
		assertThat(RemoteAnswer.NOTHING.isComplete()).isFalse();
	}

	@Test
	void isAnsweredByThenTellsWhatTheQuestionNeeds() {
		RemoteQuestion all = RemoteQuestion.aboutAll(SUBJECT, null);
		assertThat(all.isAnsweredBy(this.complete)).isTrue();
		assertThat(all.isAnsweredBy(answer(grant("a")))).isFalse();
		assertThat(all.isAnsweredBy(RemoteAnswer.NOTHING)).isFalse();
		assertThat(all("a").isAnsweredBy(answer(grant("a")))).isTrue();
		assertThat(all("a", "b").isAnsweredBy(answer(grant("a")))).isFalse();
		assertThat(any("a", "b").isAnsweredBy(answer(grant("a")))).isTrue();
	}

}
