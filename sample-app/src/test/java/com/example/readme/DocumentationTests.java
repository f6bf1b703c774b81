package com.example.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import io.github.fgaspring.authorization.Fga;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.w3c.dom.Element;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for all pages: that links lead somewhere, and that properties which are
 * named exist.
 */
class DocumentationTests {

	private static final Path DOCS = Readme.ROOT.resolve("docs");

	static final List<String> PAGES = Stream
		.concat(Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"), documents())
		.toList();

	static final List<String> GUIDES = Stream.concat(Stream.of("README.md"), documents()).toList();

	private static final Pattern NAME = Pattern.compile("`(fga\\.[a-z.-]+)");

	@ParameterizedTest
	@FieldSource("PAGES")
	void linksLeadSomewhere(String page) {
		Path folder = Path.of(page).resolveSibling("");
		assertThat(Readme.read(page).links()).filteredOn((link) -> !link.contains(":")).allSatisfy((link) -> {
			String[] parts = link.split("#", 2);
			Path target = parts[0].isEmpty() ? Path.of(page) : folder.resolve(parts[0]).normalize();
			assertThat(Readme.ROOT.resolve(target)).exists();
			if (parts.length == 2) {
				assertThat(Readme.read(target.toString()).anchors()).contains(parts[1]);
			}
		});
	}

	/**
	 * What is neither a property nor a method of the bean {@code fga} is a meter, which
	 * the page on operations lists; the names in there are checked against an
	 * application.
	 */
	@ParameterizedTest
	@FieldSource("GUIDES")
	void namesThatBeginWithFgaExist(String page) {
		Set<String> properties = Readme.read("docs/properties.md")
			.table("property")
			.stream()
			.map((row) -> row.get(0).replace("`", ""))
			.collect(Collectors.toSet());
		Set<String> others = names("docs/operations.md").collect(Collectors.toSet());
		for (Method method : Fga.class.getMethods()) {
			others.add("fga." + method.getName());
		}
		assertThat(names(page))
			.allMatch((name) -> properties.contains(name) || others.contains(name) || (name.endsWith(".")
					&& properties.stream().anyMatch((property) -> (property + ".").startsWith(name))));
	}

	private static Stream<String> names(String page) {
		return NAME.matcher(Readme.read(page).text()).results().map((name) -> name.group(1));
	}

	@Test
	void everyPageIsLinkedFromTheReadme() {
		List<String> links = Readme.read().links().stream().map((link) -> link.split("#")[0]).toList();
		assertThat(links).containsAll(documents().toList());
	}

	@Test
	void pictureHasTextAndDarkColors() throws Exception {
		Path file = DOCS.resolve("images/request-path.svg");
		Element picture = DocumentBuilderFactory.newDefaultInstance()
			.newDocumentBuilder()
			.parse(file.toFile())
			.getDocumentElement();
		assertThat(picture.getTagName()).isEqualTo("svg");
		for (String text : List.of("title", "desc")) {
			assertThat(picture.getElementsByTagName(text).item(0).getTextContent()).isNotBlank();
		}
		assertThat(Files.readString(file)).contains("@media (prefers-color-scheme: dark)");
	}

	private static Stream<String> documents() {
		try (Stream<Path> files = Files.list(DOCS)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".md"))
				.sorted()
				.map((name) -> "docs/" + name)
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
