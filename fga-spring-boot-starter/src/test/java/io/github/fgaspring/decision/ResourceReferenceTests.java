package io.github.fgaspring.decision;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResourceReferenceTests {

	@ParameterizedTest
	@ValueSource(strings = { "p-1", "1", "~", "!", " p", "team/a b?c#d%2f", "\"quoted\" \\ {x}", "../..", "null" })
	void isResolvedWhenPrintableAsciiThenTrue(String id) {
		assertThat(ResourceReference.external("project", id).isResolved()).isTrue();
		assertThat(ResourceReference.id(id).isResolved()).isTrue();
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { " ", "   ", "\t", "\n", "p\n1", "p\r\n1", "p\t1", "p\u0000", "\u001f", "p\u001f1",
			"\u007f", "p\u007f1", "p\u0080", "\u00a0", "caf\u00e9", "\u0440-1", "p\u200b1", "\uff11", "\ud83d\ude00",
			"\ud83d", "\u2028" })
	void isResolvedWhenMissingBlankOrNotPrintableAsciiThenFalse(String id) {
		assertThat(ResourceReference.external("project", id).isResolved()).isFalse();
		assertThat(ResourceReference.external(id, "p-1").isResolved()).isFalse();
		assertThat(ResourceReference.id(id).isResolved()).isFalse();
	}

	@Test
	void isResolvedWhenAsLongAsAllowedThenTrue() {
		String id = "x".repeat(128);
		assertThat(ResourceReference.external("project", id).isResolved()).isTrue();
		assertThat(ResourceReference.id(id).isResolved()).isTrue();
	}

	@Test
	void isResolvedWhenLongerThanAllowedThenFalse() {
		String id = "x".repeat(129);
		assertThat(ResourceReference.external("project", id).isResolved()).isFalse();
		assertThat(ResourceReference.external(id, "p-1").isResolved()).isFalse();
		assertThat(ResourceReference.id(id).isResolved()).isFalse();
	}

	@Test
	void toStringThenHoldsTypeButNoId() {
		assertThat(ResourceReference.external("project", "p-4711").toString()).contains("project")
			.doesNotContain("4711");
		assertThat(ResourceReference.id("resource_4711").toString()).doesNotContain("4711");
	}

	@Test
	void equalsWhenKindTypeOrIdDiffersThenFalse() {
		assertThat(ResourceReference.external("project", "p-1")).isEqualTo(ResourceReference.external("project", "p-1"))
			.isNotEqualTo(ResourceReference.external("project", "p-2"))
			.isNotEqualTo(ResourceReference.external("folder", "p-1"))
			.isNotEqualTo(ResourceReference.external("project", "P-1"))
			.isNotEqualTo(ResourceReference.id("p-1"));
	}

}
