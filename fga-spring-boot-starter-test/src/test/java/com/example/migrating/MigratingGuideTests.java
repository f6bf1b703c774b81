package com.example.migrating;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.guide.Guide;
import dev.openfga.autoconfigure.OpenFgaAutoConfiguration;
import io.github.fgaspring.authorization.Enforcement;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.autoconfigure.FgaProperties;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide to migrating shows is what is compiled and run here.
 */
class MigratingGuideTests {

	private final Guide guide = Guide.read("migrating.md");

	@Test
	void javaBlocksAreInTheSources() throws IOException {
		String sources;
		try (Stream<Path> files = Files
			.list(Guide.ROOT.resolve("fga-spring-boot-starter-test/src/test/java/com/example/migrating"))) {
			sources = normalize(files.map(MigratingGuideTests::content).collect(Collectors.joining()));
		}
		assertThat(this.guide.blocks("java")).hasSizeGreaterThan(8)
			.allSatisfy((block) -> assertThat(sources).contains(normalize(block)));
	}

	@Test
	void yamlBlocksAreBound() {
		List<String> blocks = this.guide.blocks("yaml");
		assertThat(blocks).hasSize(2);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test_guide", "fga.client-id=client_guide")
			.withPropertyValues(Guide.properties(blocks.get(0)))
			.run((context) -> assertThat(context.getBean(FgaProperties.class).enforcement())
				.isEqualTo(Enforcement.MONITOR));
		assertThat(Guide.properties(blocks.get(1)))
			.containsExactly("spring.autoconfigure.exclude=" + OpenFgaAutoConfiguration.class.getName());
	}

	@Test
	void versionIsTheOneThatIsTested() {
		assertThat(content(Guide.ROOT.resolve("pom.xml"))).contains("<openfga.version>0.2.0</openfga.version>");
		assertThat(this.guide.text()).contains("Version 0.2.0");
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

}
