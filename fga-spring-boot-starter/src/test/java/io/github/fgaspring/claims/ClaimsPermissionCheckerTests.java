package io.github.fgaspring.claims;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.decision.ResourceTenancy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ClaimsPermissionCheckerTests {

	private static final String PERMISSION = "project:view";

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private static final PermissionDecision GRANT = PermissionDecision.grant(PERMISSION, DecisionSource.CLAIMS);

	private final ClaimsPermissionChecker fastPath = ClaimsPermissionChecker.trustingTenancy();

	private final ClaimsPermissionChecker noFastPath = ClaimsPermissionChecker.withoutFastPath();

	private final Map<ResourceReference, String> inOrganization = new HashMap<>();

	private final List<ResourceReference> lookedUp = new ArrayList<>();

	private final ClaimsPermissionChecker verifying = ClaimsPermissionChecker
		.verifyingTenancy((resource, organizationId) -> {
			this.lookedUp.add(resource);
			return organizationId.equals(this.inOrganization.get(resource));
		});

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
	void checkWhenPermissionsAreNotCompleteThenOrganizationIsLeftToTheNext() {
		FgaSession session = FgaSession.of("user_alice").organizationId("org_acme").build();
		assertThat(this.fastPath.check(new PermissionQuestion(session, PERMISSION, null, false))).isNull();
		FgaSession incomplete = session.toBuilder().permissions(PERMISSION).permissionsComplete(false).build();
		assertThat(this.fastPath.check(new PermissionQuestion(incomplete, PERMISSION, null, false)))
			.isEqualTo(PermissionDecision.grant(PERMISSION, DecisionSource.CLAIMS));
		assertThat(this.fastPath.check(new PermissionQuestion(incomplete, "project:other", null, false))).isNull();
	}

	@Test
	void checkWhenRoleIsCalledLikeThePermissionThenNotGranted() {
		FgaSession session = FgaSession.of("user_alice")
			.organizationId("org_acme")
			.role(PERMISSION)
			.roles(List.of(PERMISSION))
			.permissions()
			.entitlements(List.of(PERMISSION))
			.featureFlags(List.of(PERMISSION))
			.build();
		assertThat(this.fastPath.check(new PermissionQuestion(session, PERMISSION, null, false)))
			.isEqualTo(denied(DenialReason.MISSING_PERMISSION));
	}

	@Test
	void createWhenNoTenancyThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> ClaimsPermissionChecker.verifyingTenancy(null));
	}

	@Test
	void checkWhenResourceIsKnownToBelongThenGrants() {
		this.inOrganization.put(PROJECT, "org_acme");
		assertThat(this.verifying.check(question(PROJECT, false, PERMISSION))).isEqualTo(GRANT);
		assertThat(this.lookedUp).containsExactly(PROJECT);
	}

	@Test
	void checkWhenResourceBelongsElsewhereThenUndecided() {
		this.inOrganization.put(PROJECT, "org_other");
		assertThat(this.verifying.check(question(PROJECT, false, PERMISSION))).isNull();
		assertThat(this.lookedUp).containsExactly(PROJECT);
	}

	@Test
	void checkWhenResourceByWorkOsIdThenLooksItUp() {
		ResourceReference resource = ResourceReference.id("resource_1");
		assertThat(this.verifying.check(question(resource, false, PERMISSION))).isNull();
		this.inOrganization.put(resource, "org_acme");
		assertThat(this.verifying.check(question(resource, false, PERMISSION))).isEqualTo(GRANT);
		assertThat(this.lookedUp).containsExactly(resource, resource);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\u00e4", "p\n1" })
	void checkWhenResourceIsUnresolvedThenTenancyIsNeverAsked(String id) {
		ResourceReference external = ResourceReference.external("project", id);
		this.inOrganization.put(external, "org_acme");
		this.inOrganization.put(ResourceReference.id(id), "org_acme");
		assertThat(this.verifying.check(question(external, false, PERMISSION))).isNull();
		assertThat(this.verifying.check(question(ResourceReference.id(id), false, PERMISSION))).isNull();
		assertThat(this.verifying.check(question(ResourceReference.external(id, "p-1"), false, PERMISSION))).isNull();
		assertThat(this.lookedUp).isEmpty();
	}

	@Test
	void checkWhenClaimsLackPermissionOrMayNotAnswerThenTenancyIsNotAsked() {
		this.inOrganization.put(PROJECT, "org_acme");
		assertThat(this.verifying.check(question(PROJECT, false, "project:edit"))).isNull();
		assertThat(this.verifying.check(question(PROJECT, true, PERMISSION))).isNull();
		assertThat(this.verifying.check(question(null, false, PERMISSION))).isEqualTo(GRANT);
		assertThat(this.lookedUp).isEmpty();
	}

	@Test
	void checkWhenTenancyIsUnavailableThenUnavailable() {
		CheckUnavailableException unavailable = new CheckUnavailableException("down", null);
		ClaimsPermissionChecker checker = ClaimsPermissionChecker.verifyingTenancy((resource, organizationId) -> {
			throw unavailable;
		});
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> checker.check(question(PROJECT, false, PERMISSION)))
			.isSameAs(unavailable);
	}

	@Test
	void checkWhenResourceIsTheSessionsOrganizationThenGrantsWithoutLookup() {
		ResourceReference own = ResourceReference.external("organization", "org_acme");
		assertThat(this.fastPath.check(question(own, false, PERMISSION))).isEqualTo(GRANT);
		assertThat(this.verifying.check(question(own, false, PERMISSION))).isEqualTo(GRANT);
		assertThat(this.noFastPath.check(question(own, false, PERMISSION))).isNull();
		assertThat(this.lookedUp).isEmpty();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "org_other", "ORG_ACME", "org_acme ", "" })
	void checkWhenResourceIsAnotherOrganizationThenUndecidedHoweverTrusting(String id) {
		ResourceReference other = ResourceReference.external("organization", id);
		this.inOrganization.put(other, "org_acme");
		assertThat(this.fastPath.check(question(other, false, PERMISSION))).isNull();
		assertThat(this.verifying.check(question(other, false, PERMISSION))).isNull();
		assertThat(this.noFastPath.check(question(other, false, PERMISSION))).isNull();
		assertThat(this.lookedUp).isEmpty();
	}

	@Test
	void checkEachWhenTenancyIsVerifiedThenLookedUpTogetherAndSameAsOneByOne() {
		List<ResourceReference> resources = Arrays.asList(PROJECT, ResourceReference.external("project", "p-2"),
				PROJECT, ResourceReference.external("project", null),
				ResourceReference.external("organization", "org_acme"),
				ResourceReference.external("organization", "org_other"), ResourceReference.id("resource_1"), null);
		this.inOrganization.put(PROJECT, "org_acme");
		this.inOrganization.put(ResourceReference.external("project", "p-2"), "org_other");
		this.inOrganization.put(ResourceReference.id("resource_1"), "org_acme");
		for (String held : List.of(PERMISSION, "project:edit")) {
			for (boolean alwaysCurrent : new boolean[] { true, false }) {
				List<PermissionQuestion> questions = resources.stream()
					.map((resource) -> question(resource, alwaysCurrent, held))
					.toList();
				for (ClaimsPermissionChecker checker : List.of(this.verifying, this.fastPath, this.noFastPath)) {
					assertThat(checker.checkEach(questions))
						.isEqualTo(questions.stream().map(checker::check).collect(Collectors.toList()));
				}
			}
		}
	}

	@Test
	void checkEachWhenTenancyIsVerifiedThenOneLookForAllThatDependOnIt() {
		List<List<ResourceReference>> batches = new ArrayList<>();
		ResourceReference other = ResourceReference.external("project", "p-2");
		ClaimsPermissionChecker checker = ClaimsPermissionChecker.verifyingTenancy(new ResourceTenancy() {

			@Override
			public boolean belongsTo(ResourceReference resource, String organizationId) {
				throw new AssertionError("Asked for one");
			}

			@Override
			public Set<ResourceReference> belonging(List<ResourceReference> resources, String organizationId) {
				assertThat(organizationId).isEqualTo("org_acme");
				batches.add(resources);
				return Set.of(other);
			}

		});
		assertThat(checker.checkEach(List.of(question(PROJECT, false, PERMISSION), question(other, false, PERMISSION),
				question(PROJECT, false, PERMISSION),
				question(ResourceReference.external("organization", "org_acme"), false, PERMISSION))))
			.containsExactly(null, GRANT, null, GRANT);
		assertThat(batches).containsExactly(List.of(PROJECT, other));
		assertThat(checker.checkEach(List.of(question(PROJECT, false), question(PROJECT, true, PERMISSION))))
			.containsExactly(null, null);
		assertThat(checker.checkEach(List.of())).isEmpty();
		assertThat(batches).hasSize(1);
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
