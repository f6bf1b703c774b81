package io.github.fgaspring.claims;

import java.util.List;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimsPermissionCheckerTests {

	private static final String PERMISSION = "project:view";

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private static final PermissionDecision GRANT = PermissionDecision.grant(PERMISSION, DecisionSource.CLAIMS);

	private final ClaimsPermissionChecker fastPath = ClaimsPermissionChecker.trustingTenancy();

	private final ClaimsPermissionChecker noFastPath = ClaimsPermissionChecker.withoutFastPath();

	@ParameterizedTest
	@CsvSource({ "true,true", "true,false", "false,true", "false,false" })
	void checkWhenNoOrganizationThenDeniedWhateverTheClaimsHold(boolean fastPath, boolean alwaysCurrent) {
		FgaSession session = FgaSession.of("user_alice").permissions(PERMISSION).build();
		ClaimsPermissionChecker checker = fastPath ? this.fastPath : this.noFastPath;
		PermissionDecision denial = denied(DenialReason.NO_ORGANIZATION);
		assertThat(checker.check(new PermissionQuestion(session, PERMISSION, PROJECT, alwaysCurrent)))
			.isEqualTo(denial);
		assertThat(checker.check(new PermissionQuestion(session, PERMISSION, null, alwaysCurrent))).isEqualTo(denial);
	}

	@Test
	void checkWhenClaimsHoldPermissionThenGrantsTheResource() {
		assertThat(this.fastPath.check(question(PROJECT, false, PERMISSION))).isEqualTo(GRANT);
	}

	@Test
	void checkWhenClaimsHoldPermissionAndResourceIsUnresolvedThenGrants() {
		assertThat(this.fastPath.check(question(ResourceReference.external("project", null), false, PERMISSION)))
			.isEqualTo(GRANT);
	}

	@Test
	void checkWhenClaimsHoldPermissionAndFastPathIsOffThenResourceIsUndecided() {
		assertThat(this.noFastPath.check(question(PROJECT, false, PERMISSION))).isNull();
	}

	@Test
	void checkWhenClaimsLackPermissionThenResourceIsUndecided() {
		assertThat(this.fastPath.check(question(PROJECT, false))).isNull();
		assertThat(this.noFastPath.check(question(PROJECT, false))).isNull();
	}

	@Test
	void checkWhenClaimsHoldPermissionThenGrantsTheOrganizationWithOrWithoutFastPath() {
		assertThat(this.fastPath.check(question(null, false, PERMISSION))).isEqualTo(GRANT);
		assertThat(this.noFastPath.check(question(null, false, PERMISSION))).isEqualTo(GRANT);
	}

	@Test
	void checkWhenClaimsLackPermissionThenDeniesTheOrganizationWithOrWithoutFastPath() {
		assertThat(this.fastPath.check(question(null, false))).isEqualTo(denied(DenialReason.MISSING_PERMISSION));
		assertThat(this.noFastPath.check(question(null, false))).isEqualTo(denied(DenialReason.MISSING_PERMISSION));
	}

	@Test
	void checkWhenAlwaysCurrentThenUndecidedWhateverTheClaimsHold() {
		assertThat(this.fastPath.check(question(PROJECT, true, PERMISSION))).isNull();
		assertThat(this.fastPath.check(question(null, true, PERMISSION))).isNull();
		assertThat(this.fastPath.check(question(PROJECT, true))).isNull();
		assertThat(this.fastPath.check(question(null, true))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "project:*", "project", "project:vie", "project:view:own", "PROJECT:VIEW",
			"project:view ", "document:view" })
	void checkWhenClaimsHoldOnlySimilarPermissionThenNotGranted(String similar) {
		assertThat(this.fastPath.check(question(PROJECT, false, similar))).isNull();
		assertThat(this.fastPath.check(question(null, false, similar)))
			.isEqualTo(denied(DenialReason.MISSING_PERMISSION));
	}

	@Test
	void checkWhenRoleIsCalledLikeThePermissionThenNotGranted() {
		FgaSession session = FgaSession.of("user_alice")
			.organizationId("org_acme")
			.role(PERMISSION)
			.roles(List.of(PERMISSION))
			.entitlements(List.of(PERMISSION))
			.featureFlags(List.of(PERMISSION))
			.build();
		assertThat(this.fastPath.check(new PermissionQuestion(session, PERMISSION, null, false)))
			.isEqualTo(denied(DenialReason.MISSING_PERMISSION));
	}

	private static PermissionQuestion question(ResourceReference resource, boolean alwaysCurrent,
			String... permissions) {
		FgaSession session = FgaSession.of("user_alice").organizationId("org_acme").permissions(permissions).build();
		return new PermissionQuestion(session, PERMISSION, resource, alwaysCurrent);
	}

	private static PermissionDecision denied(DenialReason reason) {
		return PermissionDecision.deny(PERMISSION, DecisionSource.CLAIMS, reason);
	}

}
