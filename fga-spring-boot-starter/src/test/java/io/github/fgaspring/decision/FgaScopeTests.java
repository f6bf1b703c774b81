package io.github.fgaspring.decision;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FgaScope}.
 */
class FgaScopeTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void createWhenNothingIsNamedThenFails(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> FgaScope.session(id));
		assertThatIllegalArgumentException().isThrownBy(() -> FgaScope.user(id));
		assertThatIllegalArgumentException().isThrownBy(() -> FgaScope.membership(id));
		assertThatIllegalArgumentException().isThrownBy(() -> FgaScope.userInOrganization(id, "secret"));
		assertThatIllegalArgumentException().isThrownBy(() -> FgaScope.userInOrganization("secret", id));
		assertThatIllegalArgumentException().isThrownBy(() -> FgaScope.organization(id));
		assertThatIllegalArgumentException().isThrownBy(() -> FgaScope.resource(null));
	}

	@ParameterizedTest
	@MethodSource("scopes")
	void toStringThenHoldsNoIds(FgaScope scope) {
		assertThat(scope).asString().startsWith("FgaScope[").doesNotContain("secret");
	}

	@Test
	void scopesThenAreAllDifferent() {
		assertThat(scopes()).doesNotHaveDuplicates();
		assertThat(scopes()).containsExactlyElementsOf(scopes().toList());
	}

	static Stream<FgaScope> scopes() {
		return Stream.of(FgaScope.session("secret"), FgaScope.user("secret"), FgaScope.membership("secret"),
				FgaScope.userInOrganization("secret", "secret"), FgaScope.organization("secret"),
				FgaScope.resource(ResourceReference.id("secret")), FgaScope.everything());
	}

}
