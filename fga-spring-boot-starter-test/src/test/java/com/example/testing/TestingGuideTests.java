package com.example.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide to testing shows is what is compiled and run here.
 */
class TestingGuideTests {

	/**
	 * Tests run in the folder of their module.
	 */
	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Path SOURCES = ROOT.resolve("fga-spring-boot-starter-test/src/test/java/com/example/testing");

	private static final Path GUIDE = ROOT.resolve("docs/testing.md");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	@Test
	void javaBlocksAreTheSourcesWithoutPackageAndImports() throws IOException {
		assertThat(blocks("java")).containsExactlyElementsOf(Stream
			.of("ProjectController", "WithFgaSessionExampleTests", "FgaSessionExampleTests", "FgaStubExampleTests",
					"EnableFgaEmulatorExampleTests", "FgaCoverageExampleTests")
			.map(TestingGuideTests::typeIn)
			.toList());
	}

	@Test
	void everyExampleIsShown() throws IOException {
		try (Stream<Path> files = Files.list(SOURCES)) {
			assertThat(files.map((file) -> file.getFileName().toString()).filter((name) -> name.contains("Example")))
				.isNotEmpty()
				.allSatisfy((name) -> assertThat(guide()).contains("class " + name.replace(".java", "")));
		}
	}

	@Test
	void yamlBlockIsTheSeedOfTheExample() throws IOException {
		assertThat(blocks("yaml")).containsExactly(
				Files.readString(ROOT.resolve("fga-spring-boot-starter-test/src/test/resources/projects.yaml")));
	}

	@Test
	void xmlBlockNamesThisModule() throws IOException {
		String version = Arrays.stream(Files.readString(ROOT.resolve("pom.xml")).split("\\n"))
			.filter((line) -> line.contains("<version>") && line.contains("SNAPSHOT"))
			.map(String::trim)
			.findFirst()
			.orElseThrow();
		assertThat(blocks("xml")).singleElement()
			.asString()
			.contains("<groupId>io.github.fgaspring</groupId>", "<artifactId>fga-spring-boot-starter-test</artifactId>",
					version, "<scope>test</scope>");
	}

	@Test
	void linksLeadSomewhere() throws IOException {
		List<String> headings = HEADING.matcher(guide())
			.results()
			.map((heading) -> "#" + heading.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'))
			.toList();
		assertThat(LINK.matcher(guide()).results().map((link) -> link.group(1))).hasSizeGreaterThan(5)
			.allSatisfy(
					(link) -> assertThat(headings.contains(link) || Files.exists(GUIDE.resolveSibling(link))).as(link)
						.isTrue());
	}

	private static List<String> blocks(String language) throws IOException {
		return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
			.matcher(guide())
			.results()
			.map((block) -> block.group(1))
			.toList();
	}

	private static String guide() throws IOException {
		return Files.readString(GUIDE);
	}

	private static String typeIn(String name) {
		try {
			String source = Files.readString(SOURCES.resolve(name + ".java"));
			return source.substring(source.indexOf("\n@") + 1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
