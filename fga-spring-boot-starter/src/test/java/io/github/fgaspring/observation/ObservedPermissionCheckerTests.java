package io.github.fgaspring.observation;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ObservedPermissionChecker}.
 */
class ObservedPermissionCheckerTests {

	private static final String VIEW = "project:view";

	private static final String EDIT = "project:edit";

	private static final PermissionDecision GRANT = PermissionDecision.grant(VIEW, DecisionSource.REMOTE);

	private static final PermissionDecision DENIAL = PermissionDecision.deny(VIEW, DecisionSource.CACHE,
			DenialReason.MISSING_PERMISSION);

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final RecentDenials denials = new RecentDenials(false, Clock.systemUTC());

	@Test
	void createWhenArgumentIsMissingThenFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ObservedPermissionChecker(null, this.registry, null, null))
			.withMessage("delegate cannot be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ObservedPermissionChecker((question) -> null, null, null, null))
			.withMessage("observations cannot be null");
	}

	@Test
	void checkWhenGrantedThenObservedAndNotAmongTheDenials() {
		assertThat(checker(() -> GRANT).check(question(VIEW))).isSameAs(GRANT);
		assertObserved("permission", VIEW, "resource.type", "project", "outcome", "granted", "source", "remote",
				"reason", "none");
		assertThat(this.registry).hasSingleObservationThat().hasContextualNameEqualTo("decide project:view");
		assertThat(this.denials.latest()).isEmpty();
	}

	@Test
	void checkWhenDeniedThenObservedAndAmongTheDenials() {
		assertThat(checker(() -> DENIAL).check(question(VIEW))).isSameAs(DENIAL);
		assertObserved("permission", VIEW, "resource.type", "project", "outcome", "denied", "source", "cache", "reason",
				"missing_permission");
		assertThat(this.registry).hasSingleObservationThat().doesNotHaveError();
		assertThat(this.denials.latest()).singleElement().satisfies((denial) -> {
			assertThat(denial.permissions()).containsExactly(VIEW);
			assertThat(denial.source()).isEqualTo(DecisionSource.CACHE);
		});
	}

	@Test
	void checkWhenUndecidedThenLeftUndecidedAndObservedAsDenied() {
		assertThat(checker(() -> null).check(question(VIEW))).isNull();
		assertObserved("permission", VIEW, "resource.type", "project", "outcome", "denied", "source", "none", "reason",
				"undecided");
		assertThat(this.denials.latest()).singleElement()
			.extracting(RecentDenials.Denial::reason)
			.isEqualTo(DenialReason.UNDECIDED);
	}

	@Test
	void checkWhenUnavailableThenThrownAndObservedWithTheError() {
		CheckUnavailableException outage = new CheckUnavailableException("The API cannot be reached", null);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> checker(() -> {
			throw outage;
		}).check(question(VIEW))).isSameAs(outage);
		assertObserved("permission", VIEW, "resource.type", "project", "outcome", "unavailable", "source", "none",
				"reason", "none");
		assertThat(this.registry).hasSingleObservationThat().hasError(outage);
		assertThat(this.denials.latest()).isEmpty();
	}

	@Test
	void checkWhenFailsThenThrownAndObservedWithoutTheMessage() {
		IllegalStateException failure = new IllegalStateException("p-1 of user_alice",
				new RuntimeException("om_alice"));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> checker(() -> {
			throw failure;
		}).check(question(VIEW))).isSameAs(failure);
		assertObserved("permission", VIEW, "resource.type", "project", "outcome", "error", "source", "none", "reason",
				"none");
		assertThat(this.registry).hasSingleObservationThat()
			.satisfies((context) -> assertThat(context.getError()).hasMessage("java.lang.IllegalStateException")
				.hasNoCause()
				.extracting(Throwable::getStackTrace)
				.isEqualTo(failure.getStackTrace()));
		assertThat(this.denials.latest()).isEmpty();
	}

	@Test
	void checkWhenErrorThenThrownAndObserved() {
		AssertionError failure = new AssertionError();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> checker(() -> {
			throw failure;
		}).check(question(VIEW))).isSameAs(failure);
		assertThat(this.registry).hasSingleObservationThat().hasLowCardinalityKeyValue("outcome", "error");
	}

	@Test
	void checkWhenUnderWayThenIsTheCurrentObservation() {
		List<String> current = new ArrayList<>();
		checker(() -> {
			current.add(this.registry.getCurrentObservation().getContextView().getName());
			return GRANT;
		}).check(question(VIEW));
		assertThat(current).containsExactly("fga.decision");
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void checkEachThenDelegatedAsABatchAndNotShown() {
		List<PermissionQuestion> questions = List.of(question(VIEW), question(VIEW));
		List<List<PermissionQuestion>> asked = new ArrayList<>();
		ObservedPermissionChecker checker = new ObservedPermissionChecker(new PermissionChecker() {

			@Override
			public PermissionDecision check(PermissionQuestion question) {
				throw new AssertionError("Asked for one");
			}

			@Override
			public List<PermissionDecision> checkEach(List<PermissionQuestion> questions) {
				asked.add(questions);
				return List.of(DENIAL, GRANT);
			}

		}, this.registry, null, this.denials);
		assertThat(checker.checkEach(questions)).containsExactly(DENIAL, GRANT);
		assertThat(asked).containsExactly(questions);
		assertThat(this.denials.latest()).isEmpty();
		assertThat(this.registry).doesNotHaveAnyObservation();
	}

	@Test
	void checkAllWhenAllGrantedThenObservedAsOneGrantOfAll() {
		assertThat(checkAll(Match.ALL, grant(VIEW), grant(EDIT))).containsExactly(grant(VIEW), grant(EDIT));
		assertObserved("permission", "project:view and project:edit", "resource.type", "project", "outcome", "granted",
				"source", "remote", "reason", "none");
	}

	@Test
	void checkAllWhenOneIsDeniedThenObservedAsOneDenial() {
		assertThat(checkAll(Match.ALL, DENIAL, null)).containsExactly(DENIAL, null);
		assertObserved("permission", "project:view and project:edit", "resource.type", "project", "outcome", "denied",
				"source", "cache", "reason", "missing_permission");
		assertThat(this.denials.latest()).singleElement()
			.extracting(RecentDenials.Denial::permissions)
			.isEqualTo(List.of(VIEW));
	}

	@Test
	void checkAllWhenAnyIsGrantedThenObservedAsOneGrant() {
		assertThat(checkAll(Match.ANY, DENIAL, grant(EDIT))).containsExactly(DENIAL, grant(EDIT));
		assertObserved("permission", "project:view or project:edit", "resource.type", "project", "outcome", "granted",
				"source", "remote", "reason", "none");
		assertThat(this.denials.latest()).isEmpty();
	}

	@Test
	void checkAllWhenUndecidedThenObservedAsDenied() {
		assertThat(checkAll(Match.ALL, grant(VIEW), null)).containsExactly(grant(VIEW), null);
		assertObserved("permission", "project:view and project:edit", "resource.type", "project", "outcome", "denied",
				"source", "none", "reason", "undecided");
	}

	@Test
	void checkWhenConventionIsGivenThenItShows() {
		DecisionObservationConvention convention = new DecisionObservationConvention() {

			@Override
			public String getName() {
				return "my.decision";
			}

			@Override
			public KeyValues getLowCardinalityKeyValues(DecisionObservationContext context) {
				return KeyValues.of("current", String.valueOf(context.getQuestions().get(0).alwaysCurrent()));
			}

		};
		new ObservedPermissionChecker((question) -> GRANT, this.registry, convention, null).check(question(VIEW));
		assertThat(this.registry).hasSingleObservationThat().hasNameEqualTo("my.decision").hasOnlyKeys("current");
	}

	@Test
	void checkWhenNobodyObservesThenAsksTheDelegateDirectly() {
		for (ObservationRegistry nobody : List.of(ObservationRegistry.NOOP, ObservationRegistry.create())) {
			List<PermissionQuestion> questions = List.of(question(VIEW), question(EDIT));
			List<PermissionDecision> decisions = List.of(GRANT, GRANT);
			PermissionChecker delegate = new PermissionChecker() {

				@Override
				public PermissionDecision check(PermissionQuestion question) {
					return (question == questions.get(0)) ? GRANT : null;
				}

				@Override
				public List<PermissionDecision> checkAll(List<PermissionQuestion> asked, Match match) {
					return (asked == questions && match == Match.ANY) ? decisions : List.of();
				}

			};
			PermissionChecker checker = new ObservedPermissionChecker(delegate, nobody, null, null);
			assertThat(checker.check(questions.get(0))).isSameAs(GRANT);
			assertThat(checker.checkAll(questions, Match.ANY)).isSameAs(decisions);
		}
	}

	@Test
	void checkWhenRegistryIsNoopThenDenialsAreRememberedAllTheSame() {
		PermissionChecker checker = new ObservedPermissionChecker((question) -> DENIAL, ObservationRegistry.NOOP, null,
				this.denials);
		assertThat(checker.check(question(VIEW))).isSameAs(DENIAL);
		assertThat(checker.checkAll(List.of(question(VIEW), question(EDIT)), Match.ALL)).containsExactly(DENIAL, null);
		assertThat(this.denials.latest()).hasSize(2);
	}

	@Test
	void checkWhenHandlersAreAddedLaterThenObserved() {
		ObservationRegistry late = ObservationRegistry.create();
		PermissionChecker checker = new ObservedPermissionChecker((question) -> GRANT, late, null, null);
		List<String> observed = new ArrayList<>();
		late.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				observed.add(context.getName());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		checker.check(question(VIEW));
		assertThat(observed).containsExactly("fga.decision");
	}

	@Test
	void contextWhenPrintedThenHoldsNoIds() {
		checker(() -> DENIAL).check(question(VIEW));
		assertThat(this.registry).hasSingleObservationThat()
			.satisfies((context) -> assertThat(context.toString()).contains(VIEW)
				.doesNotContain("user_alice", "org_acme", "om_alice", "p-1"));
	}

	private void assertObserved(String... keyValues) {
		assertThat(this.registry).hasSingleObservationThat()
			.hasNameEqualTo("fga.decision")
			.hasBeenStarted()
			.hasBeenStopped()
			.satisfies((context) -> {
				assertThat(context.getLowCardinalityKeyValues()).isEqualTo(KeyValues.of(keyValues));
				assertThat(context.getHighCardinalityKeyValues()).isEmpty();
			});
	}

	private ObservedPermissionChecker checker(Supplier<PermissionDecision> decision) {
		return new ObservedPermissionChecker((question) -> decision.get(), this.registry, null, this.denials);
	}

	private List<PermissionDecision> checkAll(Match match, PermissionDecision... decisions) {
		PermissionChecker delegate = new PermissionChecker() {

			@Override
			public PermissionDecision check(PermissionQuestion question) {
				throw new IllegalStateException("Not one by one");
			}

			@Override
			public List<PermissionDecision> checkAll(List<PermissionQuestion> questions, Match asked) {
				return (asked == match) ? Arrays.asList(decisions) : List.of();
			}

		};
		return new ObservedPermissionChecker(delegate, this.registry, null, this.denials)
			.checkAll(List.of(question(VIEW), question(EDIT)), match);
	}

	private static PermissionDecision grant(String permission) {
		return PermissionDecision.grant(permission, DecisionSource.REMOTE);
	}

	private static PermissionQuestion question(String permission) {
		FgaSession session = FgaSession.of("user_alice")
			.organizationId("org_acme")
			.organizationMembershipId("om_alice")
			.build();
		return new PermissionQuestion(session, permission, ResourceReference.external("project", "p-1"), false);
	}

}
