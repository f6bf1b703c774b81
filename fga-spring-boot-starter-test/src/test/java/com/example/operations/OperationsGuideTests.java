package com.example.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.fgaspring.authorization.Enforcement;
import io.github.fgaspring.authorization.UndeclaredHandlers;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.autoconfigure.FgaProperties;
import io.github.fgaspring.validation.PermissionValidation;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide to operations shows is what is compiled, bound and run here.
 */
class OperationsGuideTests {

	/**
	 * Tests run in the folder of their module.
	 */
	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Path SOURCES = ROOT
		.resolve("fga-spring-boot-starter-test/src/test/java/com/example/operations");

	private static final Path GUIDE = ROOT.resolve("docs/operations.md");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	private static final Pattern PROPERTY = Pattern.compile("`(fga\\.[a-z.-]+)(=[a-z0-9]+)?`");

	@Test
	void javaBlocksAreTheSourcesWithoutPackageAndImports() throws IOException {
		assertThat(blocks("java")).containsExactlyElementsOf(
				Stream.of("ProjectMembers", "TenancyConfiguration").map(OperationsGuideTests::typeIn).toList());
	}

	@Test
	void yamlBlocksAreBound() throws IOException {
		List<String> blocks = blocks("yaml");
		assertThat(blocks).hasSize(3);
		FgaProperties.DecisionCache cache = bind(blocks.get(0)).decisionCache();
		assertThat(cache.enabled()).isTrue();
		assertThat(cache.allowTtl()).isEqualTo(Duration.ofSeconds(30));
		assertThat(cache.denyTtl()).isEqualTo(Duration.ofSeconds(5));
		assertThat(cache.staleIfError()).isEqualTo(Duration.ofMinutes(5));
		FgaProperties introduction = bind(blocks.get(1));
		assertThat(introduction.enforcement()).isEqualTo(Enforcement.MONITOR);
		assertThat(introduction.web().undeclaredHandlers()).isEqualTo(UndeclaredHandlers.PERMIT);
		assertThat(introduction.permissions().validate()).isEqualTo(PermissionValidation.WARN);
		assertThat(bind(blocks.get(2)).web().publicPaths()).containsExactly("/actuator/**");
	}

	@Test
	void propertiesThatAreNamedExist() throws IOException {
		String readme = Files.readString(ROOT.resolve("README.md"));
		assertThat(PROPERTY.matcher(guide()).results().map((property) -> property.group(1)))
			.filteredOn((property) -> !OperationsExampleTests.METERS.contains(property))
			.hasSizeGreaterThan(10)
			.allSatisfy((property) -> assertThat(readme).contains("| `" + property + "` |"));
	}

	@Test
	void linksLeadSomewhere() throws IOException {
		List<String> headings = HEADING.matcher(guide())
			.results()
			.map((heading) -> "#" + heading.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'))
			.toList();
		assertThat(LINK.matcher(guide()).results().map((link) -> link.group(1))).isNotEmpty()
			.allSatisfy(
					(link) -> assertThat(headings.contains(link) || Files.exists(GUIDE.resolveSibling(link))).as(link)
						.isTrue());
	}

	/**
	 * The properties of a block, in a context that accepts them.
	 */
	private static FgaProperties bind(String block) {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
		String[] properties = yaml.getObject()
			.entrySet()
			.stream()
			.map((property) -> property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
		FgaProperties[] bound = new FgaProperties[1];
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test_guide", "fga.client-id=client_guide")
			.withPropertyValues(properties)
			.run((context) -> bound[0] = context.getBean(FgaProperties.class));
		return bound[0];
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
