package io.github.fgaspring.validation;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authorization.RuleDescription;
import io.github.fgaspring.decision.CheckUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PermissionSlugValidator}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PermissionSlugValidatorTests {

	private static final List<RuleDescription> RULES = List.of(
			rule("Projects.both(String)", "project:view", "project:edit", "project:delete", "project:view"),
			rule("Projects.view()", "project:view"));

	@Test
	void startWhenOffThenDoesNotAsk() {
		PermissionSlugValidator validator = validator(PermissionValidation.OFF, () -> {
			throw new AssertionError("Asked");
		});
		validator.start();
		assertThat(validator.isRunning()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "WARN", "FAIL" })
	void startWhenAllAreKnownThenSaysNothing(PermissionValidation validation, CapturedOutput output) {
		PermissionSlugValidator validator = validator(validation,
				() -> Set.of("project:view", "project:edit", "project:delete", "unused"));
		validator.start();
		assertThat(validator.isRunning()).isTrue();
		assertThat(output).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "WARN", "FAIL" })
	void startWhenThereAreNoRulesThenDoesNotAsk(PermissionValidation validation) {
		PermissionSlugValidator validator = new PermissionSlugValidator(validation, List::of, () -> {
			throw new AssertionError("Asked");
		});
		validator.start();
		assertThat(validator.isRunning()).isTrue();
	}

	@Test
	void startWhenFailAndSomeAreUnknownThenNamesAllWithMethodsAndNearest() {
		PermissionSlugValidator validator = validator(PermissionValidation.FAIL,
				() -> Set.of("project:views", "report:read"));
		assertThatExceptionOfType(UnknownPermissionsException.class).isThrownBy(validator::start)
			.satisfies((ex) -> assertThat(ex.getPermissions()).containsExactly(
					new UnknownPermission("project:delete", List.of("Projects.both(String)"), null),
					new UnknownPermission("project:edit", List.of("Projects.both(String)"), null),
					new UnknownPermission("project:view", List.of("Projects.both(String)", "Projects.view()"),
							"project:views")));
		assertThat(validator.isRunning()).isFalse();
	}

	@Test
	void startWhenWarnAndSomeAreUnknownThenWarnsOnceAboutAll(CapturedOutput output) {
		PermissionSlugValidator validator = validator(PermissionValidation.WARN,
				() -> Set.of("project:edit", "project:views"));
		validator.start();
		assertThat(validator.isRunning()).isTrue();
		assertThat(output).containsOnlyOnce(" WARN ")
			.contains("Rules require permissions that the WorkOS environment does not have:" + System.lineSeparator()
					+ "- 'project:delete' (Projects.both(String))" + System.lineSeparator()
					+ "- 'project:view', did you mean 'project:views'? (Projects.both(String), Projects.view())"
					+ System.lineSeparator());
	}

	@Test
	void startWhenFailAndApiDoesNotAnswerThenFails() {
		CheckUnavailableException cause = new CheckUnavailableException("The API answered 500", null);
		PermissionSlugValidator validator = validator(PermissionValidation.FAIL, () -> {
			throw cause;
		});
		assertThatExceptionOfType(PermissionListUnavailableException.class).isThrownBy(validator::start)
			.withMessage("The permissions that rules require cannot be looked up: The API answered 500")
			.withCause(cause);
	}

	@Test
	void startWhenWarnAndApiDoesNotAnswerThenWarnsOnce(CapturedOutput output) {
		validator(PermissionValidation.WARN, () -> {
			throw new CheckUnavailableException("The API answered 500", null);
		}).start();
		assertThat(output).containsOnlyOnce(" WARN ")
			.contains("The permissions that rules require cannot be looked up: The API answered 500")
			.doesNotContain("\tat ");
	}

	@Test
	void startWhenWarnAndClientFailsThenWarnsWithoutItsMessage(CapturedOutput output) {
		validator(PermissionValidation.WARN, () -> {
			throw new IllegalArgumentException("secret");
		}).start();
		assertThat(output).contains("The client has failed with java.lang.IllegalArgumentException")
			.doesNotContain("secret");
	}

	@Test
	void startWhenFailAndClientFailsThenFails() {
		assertThatExceptionOfType(PermissionListUnavailableException.class)
			.isThrownBy(validator(PermissionValidation.FAIL, () -> {
				throw new IllegalArgumentException("secret");
			})::start)
			.withMessageNotContaining("secret");
	}

	@Test
	void startWhenClientCannotListThenSaysSo(CapturedOutput output) {
		validator(PermissionValidation.WARN, () -> null).start();
		assertThat(output).containsOnlyOnce("The client cannot list permissions");
		assertThatIllegalStateException().isThrownBy(validator(PermissionValidation.FAIL, () -> null)::start)
			.withMessageContaining("The client cannot list permissions");
	}

	@Test
	void stopThenDoesNotRun() {
		PermissionSlugValidator validator = validator(PermissionValidation.OFF, Set::of);
		validator.start();
		validator.stop();
		assertThat(validator.isRunning()).isFalse();
	}

	@Test
	void getPhaseThenBeforeTheWebServer() {
		assertThat(validator(PermissionValidation.OFF, Set::of).getPhase())
			.isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
	}

	private PermissionSlugValidator validator(PermissionValidation validation, Supplier<@Nullable Set<String>> known) {
		return new PermissionSlugValidator(validation, () -> RULES, known);
	}

	private static RuleDescription rule(String method, String... permissions) {
		return new RuleDescription(method, List.of(permissions), Match.ALL, "project", false);
	}

}
