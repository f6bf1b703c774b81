package io.github.fgaspring.discovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class PermissionFilterTests {

	private static final String VIEW = "project:view";

	private static final FgaSession SESSION = FgaSession.of("user_alice").organizationId("org_acme").build();

	private final BatchChecker checker = new BatchChecker();

	private final PermissionFilter filter = new PermissionFilter(this.checker);

	@Test
	void filterThenKeepsThePermittedInTheirOrder() {
		assertThat(filter("p-3", "q-1", "p-1", "q-2", "p-2")).containsExactly("p-3", "p-1", "p-2");
	}

	@Test
	void filterWhenThereAreDuplicatesThenEachKeepsItsPlaceAndIsAskedAboutOnce() {
		assertThat(filter("p-1", "q-1", "p-2", "p-1", "q-1", "p-1")).containsExactly("p-1", "p-2", "p-1", "p-1");
		assertThat(this.checker.batches).containsExactly(List.of("p-1", "q-1", "p-2"));
	}

	@Test
	void filterWhenItemIsNullOrHasNoIdThenLeftOut() {
		this.checker.answer = (id) -> PermissionDecision.grant(VIEW, DecisionSource.CLAIMS);
		List<Item> items = Arrays.asList(new Item("p-1"), null, new Item(null), new Item(""), new Item("\u00e4"),
				new Item("p-2"));
		assertThat(this.filter.filter(SESSION, VIEW, items, (item) -> ResourceReference.external("project", item.id)))
			.extracting(Item::id)
			.containsExactly("p-1", "p-2");
		assertThat(this.checker.batches).containsExactly(List.of("p-1", "p-2"));
	}

	@Test
	void filterWhenThereIsNothingToAskThenNobodyIsAsked() {
		assertThat(filter()).isEmpty();
		assertThat(this.filter.filter(SESSION, VIEW, Arrays.asList(null, null), (item) -> null)).isEmpty();
		assertThat(this.checker.batches).isEmpty();
	}

	@Test
	void filterWhenUndecidedThenLeftOut() {
		this.checker.answer = (id) -> null;
		assertThat(filter("p-1")).isEmpty();
	}

	@Test
	void filterWhenAnAnswerIsMissingThenUnavailable() {
		this.checker.answer = (id) -> {
			if (id.equals("p-2")) {
				throw new CheckUnavailableException("down", null);
			}
			return PermissionDecision.grant(VIEW, DecisionSource.REMOTE);
		};
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> filter("p-1", "p-2"));
	}

	@Test
	void filterWhenCheckerAnswersForTooFewThenFails() {
		PermissionFilter broken = new PermissionFilter(new PermissionChecker() {

			@Override
			public PermissionDecision check(PermissionQuestion question) {
				return null;
			}

			@Override
			public List<PermissionDecision> checkEach(List<PermissionQuestion> questions) {
				return List.of(PermissionDecision.grant(VIEW, DecisionSource.REMOTE));
			}

		});
		assertThatIllegalStateException().isThrownBy(() -> broken.filter(SESSION, VIEW, List.of("p-1", "p-2"),
				(id) -> ResourceReference.external("project", id)));
	}

	@Test
	void filterWhenIdFunctionThrowsThenItsExceptionAndNobodyIsAsked() {
		UnsupportedOperationException failure = new UnsupportedOperationException();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.filter.filter(SESSION, VIEW, List.of("p-1"), (id) -> {
				throw failure;
			}))
			.isSameAs(failure);
		assertThat(this.checker.batches).isEmpty();
	}

	@Test
	void filterWhenItemsOrFunctionIsMissingThenFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.filter.filter(SESSION, VIEW, null, (item) -> ResourceReference.id("x")))
			.withMessage("items cannot be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.filter.filter(SESSION, VIEW, List.of(), null));
	}

	@Test
	void filterWhenQuestionIsRejectedThenSaidOnceWithoutIds(CapturedOutput output) {
		this.checker.answer = (id) -> PermissionDecision.deny(VIEW, DecisionSource.REMOTE,
				DenialReason.REJECTED_QUESTION);
		filter("secret-1", "secret-2");
		filter("secret-3");
		assertThat(output).containsOnlyOnce("WorkOS rejected the question for [project:view]")
			.contains("External[type=project]")
			.doesNotContain("secret");
	}

	@Test
	void filterWhenGrantIsStaleThenSaid(CapturedOutput output) {
		filter("p-1");
		assertThat(output).doesNotContain("decision cache");
		this.checker.answer = (id) -> PermissionDecision.grant(VIEW, DecisionSource.STALE);
		assertThat(filter("secret-1", "secret-2")).hasSize(2);
		assertThat(output).containsOnlyOnce("The decision cache has granted [project:view]").doesNotContain("secret");
	}

	private List<String> filter(String... ids) {
		return this.filter.filter(SESSION, VIEW, List.of(ids), (id) -> ResourceReference.external("project", id));
	}

	private record Item(String id) {

	}

	private static final class BatchChecker implements PermissionChecker {

		private final List<List<String>> batches = new ArrayList<>();

		private Function<String, PermissionDecision> answer = (id) -> id.startsWith("p")
				? PermissionDecision.grant(VIEW, DecisionSource.REMOTE)
				: PermissionDecision.deny(VIEW, DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION);

		@Override
		public PermissionDecision check(PermissionQuestion question) {
			throw new AssertionError("Asked for one");
		}

		@Override
		public List<PermissionDecision> checkEach(List<PermissionQuestion> questions) {
			List<String> ids = questions.stream()
				.map((question) -> ((ResourceReference.External) question.resource()).externalId())
				.toList();
			this.batches.add(ids);
			assertThat(questions).allSatisfy((question) -> {
				assertThat(question.session()).isSameAs(SESSION);
				assertThat(question.permission()).isEqualTo(VIEW);
				assertThat(question.alwaysCurrent()).isFalse();
			});
			List<PermissionDecision> decisions = new ArrayList<>();
			ids.forEach((id) -> decisions.add(this.answer.apply(id)));
			return decisions;
		}

	}

}
