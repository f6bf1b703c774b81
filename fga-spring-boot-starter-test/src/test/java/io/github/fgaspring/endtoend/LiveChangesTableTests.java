package io.github.fgaspring.endtoend;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.example.guide.Guide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table in {@code docs/live-changes.md} says what the tests of changes assert.
 */
class LiveChangesTableTests {

	/**
	 * See
	 * {@link AbstractChangesAreHeardTests#requestWhenRoleOnResourceIsTakenThenDeniedAtOnce}.
	 */
	private static final String RESOURCES = "| a role on a resource is given or taken | no event | no event | nothing | at once |";

	@Test
	void tableHasEveryChangeThatIsTested() {
		List<String> expected = Stream
			.concat(Arrays.stream(ChangeAtWorkos.values()).map(ChangeAtWorkos::toMarkdown), Stream.of(RESOURCES))
			.toList();
		assertThat(Guide.read("live-changes.md").text().lines().filter((line) -> line.startsWith("|")).skip(2))
			.containsExactlyElementsOf(expected);
	}

}
