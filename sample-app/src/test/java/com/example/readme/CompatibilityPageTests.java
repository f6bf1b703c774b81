package com.example.readme;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on compatibility names the versions that the build uses, and types that there
 * are.
 */
class CompatibilityPageTests {

	private static final Pattern TYPE = Pattern.compile("`(\\w+)`");

	private static final Pattern IMPORT = Pattern
		.compile("^import (?:static )?io\\.github\\.fgaspring\\.([a-z.]+\\.[A-Z]\\w+)", Pattern.MULTILINE);

	private final Readme page = Readme.read("docs/compatibility.md");

	@Test
	void versionsAreThoseOfTheBuild() throws IOException {
		String pom = Files.readString(Readme.ROOT.resolve("pom.xml"));
		assertThat(row("Java")).contains(element(pom, "java.version") + " or later");
		assertThat(row("Spring Boot").toString()).contains("tested with " + element(pom, "version"));
		assertThat(row("WorkOS's SDK for Java")).contains(element(pom, "workos.version"));
		assertThat(row("OkHttp")).contains(element(pom, "okhttp.version"));
	}

	@Test
	void versionsAreThoseThatAreTested() throws IOException {
		String script = Files.readString(Readme.ROOT.resolve(".ci/compatibility"));
		assertThat(words(script, "spring_boot_versions=\\((.*)\\)")).hasSize(2)
			.allSatisfy((version) -> assertThat(row("Spring Boot").toString()).contains(version));
		assertThat(words(script, "for java_version in (.*);")).hasSize(2)
			.allSatisfy((version) -> assertThat(row("Java").toString()).contains(version));
	}

	@Test
	void everyModuleIsListed() throws IOException {
		Matcher modules = Pattern.compile("<module>(.*)</module>")
			.matcher(Files.readString(Readme.ROOT.resolve("pom.xml")));
		List<String> listed = this.page.table("module")
			.stream()
			.map((row) -> row.get(0).replaceAll(".*`(.*)`.*", "$1"))
			.toList();
		assertThat(modules.results().map((module) -> module.group(1))).containsExactlyInAnyOrderElementsOf(listed);
	}

	@Test
	void typesAreThereAndPublic() {
		List<List<String>> rows = this.page.table("package");
		assertThat(rows).hasSizeGreaterThan(10);
		for (List<String> row : rows) {
			String name = "io.github.fgaspring." + row.get(0).replace("`", "") + ".";
			assertThat(TYPE.matcher(row.get(1)).results()).isNotEmpty()
				.allSatisfy((type) -> assertThat(Class.forName(name + type.group(1)).getModifiers())
					.matches(Modifier::isPublic));
		}
	}

	@Test
	void typesAreThoseThatAreComparedWithTheLastRelease() throws IOException {
		Set<String> listed = new TreeSet<>(Set.of("annotation", "test"));
		listed.addAll(listed());
		assertThat(Pattern.compile("<include>io\\.github\\.fgaspring\\.(.*)</include>")
			.matcher(Files.readString(Readme.ROOT.resolve("pom.xml")))
			.results()
			.map((include) -> include.group(1))).containsExactlyElementsOf(listed);
	}

	/**
	 * Neither the sample nor what the guides show uses anything else.
	 */
	@Test
	void examplesUseOnlyWhatIsListed() throws IOException {
		Set<String> used = new TreeSet<>();
		for (String folder : List.of("sample-app/src/main/java",
				"fga-spring-boot-starter-test/src/test/java/com/example")) {
			try (Stream<Path> files = Files.walk(Readme.ROOT.resolve(folder))) {
				for (Path file : files.filter((path) -> path.toString().matches(".*(?<!Tests)\\.java")).toList()) {
					IMPORT.matcher(Files.readString(file)).results().forEach((type) -> used.add(type.group(1)));
				}
			}
		}
		used.removeIf((type) -> type.matches("(annotation|test)\\..*"));
		assertThat(used).hasSizeGreaterThan(10);
		assertThat(listed()).containsAll(used);
	}

	private Set<String> listed() {
		Set<String> listed = new HashSet<>();
		for (List<String> row : this.page.table("package")) {
			TYPE.matcher(row.get(1))
				.results()
				.forEach((type) -> listed.add(row.get(0).replace("`", "") + "." + type.group(1)));
		}
		return listed;
	}

	private List<String> row(String first) {
		return this.page.table("| version")
			.stream()
			.filter((row) -> row.get(0).equals(first))
			.findFirst()
			.orElseThrow();
	}

	private static List<String> words(String text, String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		assertThat(matcher.find()).isTrue();
		return List.of(matcher.group(1).split(" "));
	}

	/**
	 * The first element of a name: that of the parent, if it has one.
	 */
	private static String element(String pom, String name) {
		return pom.substring(pom.indexOf("<" + name + ">") + name.length() + 2, pom.indexOf("</" + name + ">"));
	}

}
