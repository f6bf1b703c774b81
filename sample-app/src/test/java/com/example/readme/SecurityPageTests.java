package com.example.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on security names tests that there are.
 */
class SecurityPageTests {

	private static final Pattern TEST = Pattern.compile("`(\\w+Tests)(?:\\.(\\w+))?`");

	private final Readme page = Readme.read("docs/security.md");

	@Test
	void everyThreatIsHeldByTests() {
		assertThat(this.page.table("what could go wrong")).hasSizeGreaterThan(40).allSatisfy((row) -> {
			assertThat(row).hasSize(4);
			assertThat(row.get(3)).containsPattern(TEST);
		});
	}

	@Test
	void everyPromiseIsThatOfTheSecurityPolicyAndHeldByTests() {
		List<List<String>> promises = this.page.table("| promise");
		long numbered = Pattern.compile("^\\d\\. ", Pattern.MULTILINE)
			.matcher(Readme.read("SECURITY.md").text())
			.results()
			.count();
		assertThat(promises).hasSize((int) numbered).allSatisfy((row) -> assertThat(row.get(2)).containsPattern(TEST));
	}

	@Test
	void testsThatAreNamedExist() {
		Map<String, String> sources = testSources();
		assertThat(TEST.matcher(this.page.text()).results()).hasSizeGreaterThan(80).allSatisfy((test) -> {
			assertThat(sources.keySet()).contains(test.group(1));
			assertThat(test.group(2) == null || sources.get(test.group(1)).contains("void " + test.group(2) + "("))
				.as(test.group())
				.isTrue();
		});
	}

	private static Map<String, String> testSources() {
		try (Stream<Path> modules = Files.list(Readme.ROOT)) {
			return modules.map((module) -> module.resolve("src/test/java"))
				.filter(Files::isDirectory)
				.flatMap(SecurityPageTests::files)
				.filter((file) -> file.toString().endsWith("Tests.java"))
				.collect(Collectors.toMap((file) -> file.getFileName().toString().replace(".java", ""),
						SecurityPageTests::read, String::concat));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Path> files(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
