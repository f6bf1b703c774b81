package com.example.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import com.example.guide.Guide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide to testing shows is what is compiled and run here.
 */
class TestingGuideTests {

	private final Guide guide = Guide.read("testing.md");

	@Test
	void javaBlocksAreTheSourcesWithoutPackageAndImports() {
		assertThat(this.guide.blocks("java")).containsExactlyElementsOf(Stream
			.of("ProjectController", "WithFgaSessionExampleTests", "FgaSessionExampleTests", "FgaStubExampleTests",
					"EnableFgaEmulatorExampleTests", "WebhooksExampleTests", "FgaCoverageExampleTests")
			.map((name) -> Guide.typeIn(Path.of("testing", name + ".java")))
			.toList());
	}

	@Test
	void everyExampleIsShown() throws IOException {
		try (Stream<Path> files = Files
			.list(Guide.ROOT.resolve("fga-spring-boot-starter-test/src/test/java/com/example/testing"))) {
			assertThat(files.map((file) -> file.getFileName().toString()).filter((name) -> name.contains("Example")))
				.isNotEmpty()
				.allSatisfy((name) -> assertThat(this.guide.text()).contains("class " + name.replace(".java", "")));
		}
	}

	@Test
	void yamlBlockIsTheSeedOfTheExample() throws IOException {
		assertThat(this.guide.blocks("yaml")).containsExactly(
				Files.readString(Guide.ROOT.resolve("fga-spring-boot-starter-test/src/test/resources/projects.yaml")));
	}

	@Test
	void xmlBlockNamesThisModule() throws IOException {
		String version = Arrays.stream(Files.readString(Guide.ROOT.resolve("pom.xml")).split("\\n"))
			.filter((line) -> line.contains("<version>") && line.contains("SNAPSHOT"))
			.map(String::trim)
			.findFirst()
			.orElseThrow();
		assertThat(this.guide.blocks("xml")).singleElement()
			.asString()
			.contains("<groupId>io.github.fgaspring</groupId>", "<artifactId>fga-spring-boot-starter-test</artifactId>",
					version, "<scope>test</scope>");
	}

	@Test
	void linksLeadSomewhere() {
		assertThat(this.guide.links()).hasSizeGreaterThan(5).allMatch(this.guide::leadsSomewhere);
	}

}
