package io.github.fgaspring.client;

import java.util.List;

import io.github.fgaspring.decision.DenialReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FgaPageTests {

	@Test
	void mapThenEverythingElseStays() {
		assertThat(FgaPage.of(List.of(1, 2), "next").map(String::valueOf))
			.isEqualTo(FgaPage.of(List.of("1", "2"), "next"));
		assertThat(FgaPage.<Integer>denied(DenialReason.REJECTED_QUESTION).map(String::valueOf))
			.isEqualTo(FgaPage.denied(DenialReason.REJECTED_QUESTION));
	}

	@Test
	void createWhenDenialHasElementsOrGoesOnThenFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FgaPage<>(List.of("x"), null, DenialReason.REJECTED_QUESTION));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FgaPage<>(List.of(), "next", DenialReason.REJECTED_QUESTION));
	}

	@Test
	void toStringThenRevealsNoIds() {
		FgaResource resource = new FgaResource("resource_1", "p-1", "project", "Secret", "resource_0");
		FgaMember member = new FgaMember("om_1", "user_1", "alice@acme.test", "Alice", "Acme");
		assertThat(resource).hasToString("FgaResource[type=project]");
		assertThat(member).hasToString("FgaMember[]");
	}

}
