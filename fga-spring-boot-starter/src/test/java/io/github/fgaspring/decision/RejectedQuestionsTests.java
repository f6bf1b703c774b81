package io.github.fgaspring.decision;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RejectedQuestionsTests {

	private final RejectedQuestions rejections = new RejectedQuestions();

	@Test
	void reportWhenRejectedAgainThenIsLoggedOnce(CapturedOutput output) {
		report("project:veiw", "the application");
		report("project:veiw", "the application");
		assertThat(output).containsOnlyOnce("WorkOS rejected the question for [project:veiw] of the application");
	}

	@Test
	void reportWhenPermissionOrAskerDiffersThenIsLogged(CapturedOutput output) {
		report("project:veiw", "the application");
		report("project:edti", "the application");
		report("project:veiw", "Projects.show(String)");
		assertThat(output).containsOnlyOnce("[project:veiw] of the application")
			.containsOnlyOnce("[project:edti] of the application")
			.containsOnlyOnce("[project:veiw] of Projects.show(String)");
	}

	@ParameterizedTest
	@NullSource
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REJECTED_QUESTION")
	void reportWhenDecidedThenIsNotLogged(DenialReason reason, CapturedOutput output) {
		this.rejections.report(reason, List.of("project:view"), "the application");
		assertThat(output).isEmpty();
	}

	private void report(String permission, String asker) {
		this.rejections.report(DenialReason.REJECTED_QUESTION, List.of(permission), asker);
	}

}
