package io.github.fgaspring.decision;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

}
