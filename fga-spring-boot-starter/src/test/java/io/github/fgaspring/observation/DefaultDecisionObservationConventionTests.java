package io.github.fgaspring.observation;

import java.util.Arrays;
import java.util.List;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.micrometer.common.KeyValue;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DefaultDecisionObservationConvention}.
 */
class DefaultDecisionObservationConventionTests {

	private static final String PERMISSION = "project:view";

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private final DefaultDecisionObservationConvention convention = new DefaultDecisionObservationConvention();

	@Test
	void contextWhenArgumentIsMissingThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new DecisionObservationContext(List.of(), Match.ALL))
			.withMessage("questions cannot be empty");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DecisionObservationContext(List.of(question(PERMISSION, PROJECT)), null))
			.withMessage("match cannot be null");
		assertThatIllegalArgumentException().isThrownBy(() -> context(PERMISSION, PROJECT).setDecision(null))
			.withMessage("decision cannot be null");
	}

	@Test
	void supportsContextWhenOfAnotherKindThenDoesNot() {
		assertThat(this.convention.supportsContext(context(PERMISSION, PROJECT))).isTrue();
		assertThat(this.convention.supportsContext(new Observation.Context())).isFalse();
	}

	@Test
	void keysWhenShownThenAreTheDocumentedOnes() {
		assertThat(
				this.convention.getLowCardinalityKeyValues(context(PERMISSION, PROJECT)).stream().map(KeyValue::getKey))
			.containsExactlyInAnyOrderElementsOf(
					Arrays.stream(DecisionObservationDocumentation.DECISION.getLowCardinalityKeyNames())
						.map(KeyName::asString)
						.toList());
		assertThat(DecisionObservationDocumentation.DECISION.getHighCardinalityKeyNames()).isEmpty();
		assertThat(this.convention.getHighCardinalityKeyValues(context(PERMISSION, PROJECT))).isEmpty();
	}

	@Test
	void keysWhenUnderWayThenNothingIsKnownOfTheOutcome() {
		DecisionObservationContext context = context(PERMISSION, PROJECT);
		assertThat(value(context, "outcome")).isEqualTo("none");
		assertThat(value(context, "source")).isEqualTo("none");
		assertThat(value(context, "reason")).isEqualTo("none");
	}

	@ParameterizedTest
	@EnumSource
	void sourceWhenGrantedThenNamesWhoDecided(DecisionSource source) {
		DecisionObservationContext context = context(PERMISSION, PROJECT);
		context.setDecision(PermissionDecision.grant(PERMISSION, source));
		assertThat(value(context, "outcome")).isEqualTo("granted");
		assertThat(value(context, "source")).isEqualToIgnoringCase(source.name()).isLowerCase();
		assertThat(value(context, "reason")).isEqualTo("none");
	}

	@ParameterizedTest
	@EnumSource
	void reasonWhenDeniedThenNamesWhy(DenialReason reason) {
		DecisionObservationContext context = context(PERMISSION, PROJECT);
		context.setDecision(PermissionDecision.deny(PERMISSION, DecisionSource.NONE, reason));
		assertThat(value(context, "outcome")).isEqualTo("denied");
		assertThat(value(context, "reason")).isEqualToIgnoringCase(reason.name()).matches("[a-z_]+");
	}

	@Test
	void outcomeWhenErrorThenTellsAnOutageFromTheRest() {
		DecisionObservationContext context = context(PERMISSION, PROJECT);
		context.setError(new CheckUnavailableException("out", null));
		assertThat(value(context, "outcome")).isEqualTo("unavailable");
		context.setError(new IllegalStateException());
		assertThat(value(context, "outcome")).isEqualTo("error");
	}

	@Test
	void resourceTypeWhenNotNamedThenOrganizationOrNone() {
		assertThat(value(context(PERMISSION, null), "resource.type")).isEqualTo("organization");
		assertThat(value(context(PERMISSION, ResourceReference.id("authz_resource_01")), "resource.type"))
			.isEqualTo("none");
		assertThat(value(context(PERMISSION, ResourceReference.external(null, "p-1")), "resource.type"))
			.isEqualTo("none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "project:view", "org-billing.read_all", "project:*", "A1" })
	void valuesWhenSlugsThenShown(String slug) {
		DecisionObservationContext context = context(slug, ResourceReference.external(slug, "p-1"));
		assertThat(value(context, "permission")).isEqualTo(slug);
		assertThat(value(context, "resource.type")).isEqualTo(slug);
		assertThat(this.convention.getContextualName(context)).isEqualTo("decide " + slug);
	}

	@ParameterizedTest
	@ValueSource(strings = { "alice@acme.test", "a b", "a/b", "ä", "a\n", "<script>",
			"12345678901234567890123456789012345678901234567890123456789012345" })
	void valuesWhenCannotBeSlugsThenOther(String text) {
		DecisionObservationContext context = context(text, ResourceReference.external(text, "p-1"));
		assertThat(value(context, "permission")).isEqualTo("other");
		assertThat(value(context, "resource.type")).isEqualTo("other");
		assertThat(this.convention.getContextualName(context)).isEqualTo("decide other");
	}

	@Test
	void valuesWhenTooManyThenFurtherOnesAreOther() {
		for (int i = 0; i < KnownSlugs.MAX_SIZE; i++) {
			DecisionObservationContext context = context("permission:" + i,
					ResourceReference.external("type-" + i, "p-1"));
			assertThat(value(context, "permission")).isEqualTo("permission:" + i);
			assertThat(value(context, "resource.type")).isEqualTo("type-" + i);
		}
		DecisionObservationContext context = context("one:more", ResourceReference.external("one-more", "p-1"));
		assertThat(value(context, "permission")).isEqualTo("other");
		assertThat(value(context, "resource.type")).isEqualTo("other");
		assertThat(value(context("permission:7", PROJECT), "permission")).isEqualTo("permission:7");
	}

	@ParameterizedTest
	@CsvSource({ "ALL, a:1 and other and a:3", "ANY, a:1 or other or a:3" })
	void permissionWhenSeveralThenJoined(Match match, String expected) {
		DecisionObservationContext context = new DecisionObservationContext(
				List.of(question("a:1", PROJECT), question("a 2", PROJECT), question("a:3", PROJECT)), match);
		assertThat(value(context, "permission")).isEqualTo(expected);
	}

	private String value(DecisionObservationContext context, String key) {
		return this.convention.getLowCardinalityKeyValues(context)
			.stream()
			.filter((value) -> value.getKey().equals(key))
			.map(KeyValue::getValue)
			.findFirst()
			.orElseThrow();
	}

	private static DecisionObservationContext context(String permission, ResourceReference resource) {
		return new DecisionObservationContext(List.of(question(permission, resource)), Match.ALL);
	}

	private static PermissionQuestion question(String permission, ResourceReference resource) {
		return new PermissionQuestion(FgaSession.of("user_alice").build(), permission, resource, false);
	}

}
