package io.github.fgaspring.validation;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NearestSlug}.
 */
class NearestSlugTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# one character too many, one missing, another one, two in the wrong order
			project:views | project:view project:edit | project:view
			project:vew   | project:view project:edit | project:view
			project.view  | project:view project:edit | project:view
			project:veiw  | project:view project:edit | project:view
			# upper and lower case
			Project:VIEW  | project:view project:edit | project:view
			# the nearest, and of several the first
			thing:view    | thing:viewer things:views | thing:viewer
			thing:d       | thing:c thing:b thing:a   | thing:a
			# as wrong as it may be, and one mistake more
			abcdefgh      | abcdefzz                  | abcdefzz
			abcdefgh      | abcdezzz                  |
			abcdefghijklmnopqrst | abcdefghijklmnopqzzz | abcdefghijklmnopqzzz
			abcdefghijklmnopqrst | abcdefghijklmnopzzzz |
			a:b           | a:c                       | a:c
			a:b           | a:xy                      |
			# another permission, not a misspelled one
			project:view  | project:edit project:delete |
			""")
	void findWhenMisspelledThenNearest(String slug, String candidates, String expected) {
		List<String> known = Arrays.asList(candidates.split(" "));
		assertThat(NearestSlug.find(slug, known)).isEqualTo(known.contains(expected) ? expected : null);
	}

	@Test
	void findWhenThereAreNoneThenNull() {
		assertThat(NearestSlug.find("project:view", List.of())).isNull();
	}

}
