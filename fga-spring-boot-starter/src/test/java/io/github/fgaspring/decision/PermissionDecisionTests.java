package io.github.fgaspring.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.fgaspring.annotation.Match;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PermissionDecisionTests {

	@ParameterizedTest
	@EnumSource
	void grantThenIsGrantedWithoutReason(DecisionSource source) {
		PermissionDecision decision = PermissionDecision.grant("project:view", source);
		assertThat(decision.isGranted()).isTrue();
		assertThat(decision.permissions()).containsExactly("project:view");
		assertThat(decision.source()).isEqualTo(source);
		assertThat(decision.reason()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void denyThenIsNotGrantedAndHasReason(DenialReason reason) {
		PermissionDecision decision = PermissionDecision.deny("project:view", DecisionSource.REMOTE, reason);
		assertThat(decision.isGranted()).isFalse();
		assertThat(decision.permissions()).containsExactly("project:view");
		assertThat(decision.source()).isEqualTo(DecisionSource.REMOTE);
		assertThat(decision.reason()).isEqualTo(reason);
	}

	@Test
	void createWhenGrantHasReasonThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PermissionDecision(true, List.of("project:view"),
				DecisionSource.REMOTE, DenialReason.UNDECIDED));
	}

	@Test
	void createWhenDenialHasNoReasonThenFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PermissionDecision(false, List.of("project:view"), DecisionSource.REMOTE, null));
	}

	@Test
	void createWhenNoSourceThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> PermissionDecision.grant("project:view", null));
	}

	@Test
	void permissionsWhenListIsChangedAfterwardsThenStayTheSame() {
		List<String> permissions = new ArrayList<>(List.of("project:view"));
		PermissionDecision decision = new PermissionDecision(true, permissions, DecisionSource.CLAIMS, null);
		permissions.add("project:edit");
		assertThat(decision.permissions()).containsExactly("project:view");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> decision.permissions().add("project:edit"));
	}

	@ParameterizedTest
	@CsvSource({ "true,ANY,true", "true,ALL,false", "false,ANY,false", "false,ALL,true" })
	void settlesThenFurtherDecisionsWouldNotMatter(boolean granted, Match match, boolean expected) {
		assertThat(decision("project:view", granted, DecisionSource.REMOTE).settles(match)).isEqualTo(expected);
	}

	@Test
	void fromWhenSameSourceThenIsTheSame() {
		PermissionDecision decision = PermissionDecision.grant("project:view", DecisionSource.CACHE);
		assertThat(decision.from(DecisionSource.CACHE)).isSameAs(decision);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void fromWhenOtherSourceThenOnlyTheSourceDiffers(boolean granted) {
		assertThat(decision("project:view", granted, DecisionSource.REMOTE).from(DecisionSource.MEMO))
			.isEqualTo(decision("project:view", granted, DecisionSource.MEMO));
	}

	@ParameterizedTest
	@EnumSource
	void combineWhenNothingThenDenied(Match match) {
		assertThat(PermissionDecision.combine(List.of(), List.of(), match)).isEqualTo(undecided(List.of()));
	}

	@ParameterizedTest
	@CsvSource({ "ALL,0", "ALL,1", "ALL,3", "ANY,0", "ANY,1", "ANY,3" })
	void combineWhenNotAsManyDecisionsAsPermissionsThenFails(Match match, int count) {
		PermissionDecision grant = PermissionDecision.grant("project:view", DecisionSource.REMOTE);
		assertThatIllegalArgumentException().isThrownBy(() -> PermissionDecision
			.combine(List.of("project:view", "project:edit"), Collections.nCopies(count, grant), match));
	}

	@ParameterizedTest
	@EnumSource
	void combineWhenListsHoldNoNullsThenDecides(Match match) {
		List<String> permissions = List.of("project:view", "project:edit");
		PermissionDecision grant = PermissionDecision.grant("project:view", DecisionSource.REMOTE);
		PermissionDecision denial = PermissionDecision.deny("project:edit", DecisionSource.REMOTE,
				DenialReason.MISSING_PERMISSION);
		assertThat(PermissionDecision.combine(permissions, List.of(grant, grant), match).isGranted()).isTrue();
		assertThat(PermissionDecision.combine(permissions, List.of(denial, denial), match).isGranted()).isFalse();
		assertThat(PermissionDecision.combine(permissions, List.of(grant, denial), match))
			.isSameAs((match != Match.ALL) ? grant : denial);
	}

	@Test
	void combineWhenAllAreGrantedThenGrantsAll() {
		assertThat(PermissionDecision.combine(List.of("project:view", "project:edit"),
				List.of(decision("project:view", true, DecisionSource.CLAIMS),
						decision("project:edit", true, DecisionSource.REMOTE)),
				Match.ALL))
			.isEqualTo(
					new PermissionDecision(true, List.of("project:view", "project:edit"), DecisionSource.REMOTE, null));
	}

	@Test
	void combineWhenNoneIsGrantedThenNamesAllThatWouldHaveBeenEnough() {
		assertThat(PermissionDecision.combine(List.of("project:view", "project:edit"),
				List.of(decision("project:view", false, DecisionSource.CACHE),
						PermissionDecision.deny("project:edit", DecisionSource.REMOTE, DenialReason.REJECTED_QUESTION)),
				Match.ANY))
			.isEqualTo(new PermissionDecision(false, List.of("project:view", "project:edit"), DecisionSource.REMOTE,
					DenialReason.REJECTED_QUESTION));
	}

	@Test
	void combineWhenThereIsOneThenIsTheSame() {
		PermissionDecision grant = PermissionDecision.grant("project:view", DecisionSource.MEMO);
		assertThat(PermissionDecision.combine(List.of("project:view"), List.of(grant), Match.ALL)).isSameAs(grant);
	}

	@ParameterizedTest
	@CsvSource({ "STALE,CACHE,REMOTE", "CACHE,STALE,REMOTE", "CLAIMS,CACHE,STALE" })
	void combineWhenOneOfAllIsStaleThenGrantIsStale(DecisionSource first, DecisionSource second, DecisionSource third) {
		List<String> permissions = List.of("a", "b", "c");
		assertThat(PermissionDecision.combine(permissions,
				List.of(decision("a", true, first), decision("b", true, second), decision("c", true, third)),
				Match.ALL))
			.isEqualTo(new PermissionDecision(true, permissions, DecisionSource.STALE, null));
	}

	/**
	 * Each outcome is a grant, a denial, or null for nobody decided.
	 */
	@Property(tries = 2000)
	void combineThenGrantsWhatTheNaiveDefinitionGrants(
			@ForAll @Size(min = 1, max = 5) List<@WithNull(0.3) Boolean> outcomes, @ForAll Match match) {
		List<String> permissions = new ArrayList<>();
		List<PermissionDecision> decisions = new ArrayList<>();
		for (Boolean outcome : outcomes) {
			String permission = "permission:" + permissions.size();
			permissions.add(permission);
			decisions.add((outcome != null) ? decision(permission, outcome, DecisionSource.REMOTE) : null);
		}
		boolean expected = (match != Match.ALL) ? outcomes.contains(true)
				: !outcomes.contains(false) && !outcomes.contains(null);
		boolean settled = outcomes.contains(match == Match.ANY);
		PermissionDecision combined = PermissionDecision.combine(permissions, decisions, match);
		assertThat(combined.isGranted()).isEqualTo(expected);
		if (settled) {
			assertThat(combined).isSameAs(decisions.get(outcomes.indexOf(match == Match.ANY)));
		}
		else if (outcomes.contains(null)) {
			assertThat(combined).isEqualTo(undecided(permissions));
		}
		else {
			assertThat(combined.permissions()).isEqualTo(permissions);
		}
	}

	private static PermissionDecision decision(String permission, boolean granted, DecisionSource source) {
		return granted ? PermissionDecision.grant(permission, source)
				: PermissionDecision.deny(permission, source, DenialReason.MISSING_PERMISSION);
	}

	private static PermissionDecision undecided(List<String> permissions) {
		return new PermissionDecision(false, permissions, DecisionSource.NONE, DenialReason.UNDECIDED);
	}

}
