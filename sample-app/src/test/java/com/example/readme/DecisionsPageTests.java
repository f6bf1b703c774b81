package com.example.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.fgaspring.web.FgaHttpConfigurer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on decisions shows what there is.
 */
class DecisionsPageTests {

	private static final String PACKAGES = "fga-spring-boot-starter/src/main/java/io/github/fgaspring";

	private final Readme page = Readme.read("docs/decisions.md");

	@Test
	void javaBlockIsCompiled() throws IOException {
		assertThat(this.page.blocks("java")).singleElement()
			.satisfies((block) -> assertThat(Files
				.readString(Readme.ROOT.resolve("sample-app/src/test/java/com/example/readme/QuickStart.java")))
				.contains(block.trim()));
	}

	@Test
	void jsonBlockIsTheAnswerOfTheQuickStart() {
		assertThat(this.page.blocks("json")).as("What %s gets", AbstractQuickStartTests.class).hasSize(1);
	}

	@Test
	void everyPackageHasItsPlace() throws IOException {
		List<String> linked = this.page.links()
			.stream()
			.filter((link) -> link.startsWith("../" + PACKAGES))
			.map((link) -> link.substring(link.lastIndexOf('/') + 1))
			.toList();
		try (Stream<Path> packages = Files.list(Readme.ROOT.resolve(PACKAGES))) {
			assertThat(linked).containsExactlyInAnyOrderElementsOf(
					packages.map((folder) -> folder.getFileName().toString()).toList());
		}
	}

	@Test
	void beansAreCalledWhatThePageSays() {
		assertThat(this.page.text()).contains("`" + FgaHttpConfigurer.ENTRY_POINT_BEAN_NAME + "`",
				"`" + FgaHttpConfigurer.DENIED_HANDLER_BEAN_NAME + "`",
				"`" + FgaHttpConfigurer.JWT_DECODER_BEAN_NAME + "`");
	}

}
