package io.github.fgaspring.emulator.traffic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PathPatternTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			/a/b,     /a/b,     true
			/a/b,     /a/b/c,   false
			/a/b,     /a/bc,    false
			/a.b,     /axb,     false
			/a/*,     /a/b,     true
			/a/*,     /a/b/c,   false
			/a/*,     /a/,      false
			/a/*/c,   /a/b/c,   true
			/a/b*,    /a/bcd,   true
			/a/**,    /a/b/c,   true
			/a/**,    /a/,      true
			/a/**,    /a,       false
			/**,      /,        true
			/**/c,    /a/b/c,   true
			/a/**/*,  /a/b/c,   true
			""")
	void matchesWhenPathHasTheForm(String form, String path, boolean matches) {
		assertThat(new PathPattern(form).matches(path)).isEqualTo(matches);
	}

	@Test
	void createWhenFormHasNoSlashThenSaysSo() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PathPattern("a/**"))
			.withMessage("A path pattern must begin with '/', not 'a/**'");
	}

}
