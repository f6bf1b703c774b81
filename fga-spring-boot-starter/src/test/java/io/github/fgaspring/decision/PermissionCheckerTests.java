package io.github.fgaspring.decision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what {@link PermissionChecker} does by default.
 */
class PermissionCheckerTests {

	private static final FgaSession SESSION = FgaSession.of("user_alice").build();

	private static final PermissionDecision GRANT = PermissionDecision.grant("granted", DecisionSource.REMOTE);

	private static final PermissionDecision DENIAL = PermissionDecision.deny("denied", DecisionSource.REMOTE,
			DenialReason.MISSING_PERMISSION);

	private final List<String> asked = new ArrayList<>();

	private final PermissionChecker checker = (question) -> {
		this.asked.add(question.permission());
		return Map.of("granted", GRANT, "denied", DENIAL).get(question.permission());
	};

	@Test
	void checkAllWhenAllAreNeededThenStopsAtTheFirstDenial() {
		assertThat(this.checker.checkAll(questions("granted", "denied", "granted", "open"), Match.ALL))
			.containsExactly(GRANT, DENIAL, null, null);
		assertThat(this.asked).containsExactly("granted", "denied");
	}

	@Test
	void checkAllWhenAnyIsEnoughThenStopsAtTheFirstGrant() {
		assertThat(this.checker.checkAll(questions("denied", "granted", "denied", "open"), Match.ANY))
			.containsExactly(DENIAL, GRANT, null, null);
		assertThat(this.asked).containsExactly("denied", "granted");
	}

	@Test
	void checkAllWhenNothingIsSettledThenAsksEverything() {
		assertThat(this.checker.checkAll(questions("granted", "open", "granted"), Match.ALL)).containsExactly(GRANT,
				null, GRANT);
		assertThat(this.checker.checkAll(questions("denied", "open", "denied"), Match.ANY)).containsExactly(DENIAL,
				null, DENIAL);
		assertThat(this.asked).containsExactly("granted", "open", "granted", "denied", "open", "denied");
	}

	@ParameterizedTest
	@EnumSource
	void checkAllWhenThereIsNothingToAskThenNothingIsDecided(Match match) {
		assertThat(this.checker.checkAll(List.of(), match)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void checkAllWhenUnavailableThenUnavailable(Match match) {
		CheckUnavailableException unavailable = new CheckUnavailableException("down", null);
		PermissionChecker checker = (question) -> {
			throw unavailable;
		};
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> checker.checkAll(questions("granted"), match))
			.isSameAs(unavailable);
	}

	@Test
	void checkAllWhenSettledBeforeItIsUnavailableThenDecided() {
		PermissionChecker checker = (question) -> {
			if (question.permission().equals("granted")) {
				return GRANT;
			}
			throw new CheckUnavailableException("down", null);
		};
		assertThat(checker.checkAll(questions("granted", "denied"), Match.ANY)).isEqualTo(Arrays.asList(GRANT, null));
	}

	private static List<PermissionQuestion> questions(String... permissions) {
		return Stream.of(permissions)
			.map((permission) -> new PermissionQuestion(SESSION, permission, null, false))
			.toList();
	}

}
