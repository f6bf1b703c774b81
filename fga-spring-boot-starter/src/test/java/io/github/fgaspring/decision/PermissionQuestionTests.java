package io.github.fgaspring.decision;

import io.github.fgaspring.authentication.FgaSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PermissionQuestionTests {

	private static final FgaSession SESSION = FgaSession.of("user_alice")
		.organizationId("org_acme")
		.organizationMembershipId("om_alice")
		.build();

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	@Test
	void createWhenNoSessionThenFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PermissionQuestion(null, "project:view", PROJECT, false));
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = " ")
	void createWhenNoPermissionThenFails(String permission) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PermissionQuestion(SESSION, permission, PROJECT, false));
	}

	@Test
	void equalsWhenAnythingDiffersThenFalse() {
		PermissionQuestion question = new PermissionQuestion(SESSION, "project:view", PROJECT, false);
		FgaSession otherOrganization = FgaSession.of("user_alice")
			.organizationId("org_other")
			.organizationMembershipId("om_alice")
			.build();
		FgaSession otherMembership = FgaSession.of("user_alice")
			.organizationId("org_acme")
			.organizationMembershipId("om_bob")
			.build();
		assertThat(question)
			.isEqualTo(new PermissionQuestion(SESSION, "project:view", ResourceReference.external("project", "p-1"),
					false))
			.isNotEqualTo(new PermissionQuestion(otherOrganization, "project:view", PROJECT, false))
			.isNotEqualTo(new PermissionQuestion(otherMembership, "project:view", PROJECT, false))
			.isNotEqualTo(new PermissionQuestion(SESSION, "project:edit", PROJECT, false))
			.isNotEqualTo(new PermissionQuestion(SESSION, "project:view", null, false))
			.isNotEqualTo(new PermissionQuestion(SESSION, "project:view", ResourceReference.external("project", "p-2"),
					false))
			.isNotEqualTo(
					new PermissionQuestion(SESSION, "project:view", ResourceReference.external("folder", "p-1"), false))
			.isNotEqualTo(new PermissionQuestion(SESSION, "project:view", PROJECT, true));
	}

	@Test
	void toStringThenHoldsNoIds() {
		assertThat(new PermissionQuestion(SESSION, "project:view", PROJECT, false).toString()).contains("project:view")
			.doesNotContain("p-1", "org_acme", "om_alice", "user_alice");
	}

}
