package com.example.cookbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.guide.Guide;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.autoconfigure.FgaProperties;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the cookbook shows is what is compiled and run here.
 */
class CookbookGuideTests {

	private static final Path MODULE = Guide.ROOT.resolve("fga-spring-boot-starter-test/src/test");

	private final Guide guide = Guide.read("cookbook.md");

	@Test
	void javaBlocksAreInTheSources() throws IOException {
		String sources;
		try (Stream<Path> files = Files.list(MODULE.resolve("java/com/example/cookbook"))) {
			sources = normalize(files.map(CookbookGuideTests::content).collect(Collectors.joining()));
		}
		List<String> blocks = this.guide.blocks("java");
		assertThat(blocks).hasSizeGreaterThan(20);
		for (String block : blocks) {
			// A block may leave out what is between two methods or types.
			assertThat(block.split("\n}\n\n")).allSatisfy((part) -> assertThat(sources).contains(normalize(part)));
		}
	}

	@Test
	void everyRecipeHasCode() {
		assertThat(this.guide.text().split("(?m)^### ")).hasSizeGreaterThan(20)
			.allMatch((recipe) -> recipe.contains("```java\n") || recipe.contains("```html\n")
					|| recipe.startsWith("# "));
	}

	@Test
	void ownAnnotationWhenMethodHasNoSuchParameterThenStartUpFails() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test_guide", "fga.client-id=client_guide")
			.withBean(Misnamed.class)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("#projectId"));
	}

	@Test
	void htmlBlockIsInTheTemplate() {
		assertThat(this.guide.blocks("html")).singleElement()
			.asString()
			.isSubstringOf(content(MODULE.resolve("resources/templates/cookbook.html")));
	}

	@Test
	void yamlBlocksAreBound() {
		List<String> blocks = this.guide.blocks("yaml");
		assertThat(blocks).hasSize(2);
		assertThat(Guide.properties(blocks.get(0))).containsExactly("spring.servlet.multipart.resolve-lazily=true");
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test_guide", "fga.client-id=client_guide")
			.withPropertyValues(Guide.properties(blocks.get(1)))
			.run((context) -> assertThat(context.getBean(FgaProperties.class).web().deniedStatus()).isEqualTo(404));
	}

	@Test
	void linksLeadSomewhere() {
		assertThat(this.guide.links()).isNotEmpty().allMatch(this.guide::leadsSomewhere);
	}

	private static String content(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String normalize(String code) {
		return code.replaceAll("\\s+", " ").trim();
	}

	static class Misnamed {

		@OnProject("edit")
		void edit(String id) {
		}

	}

}
