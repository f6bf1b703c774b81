package com.example.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import com.example.guide.Guide;
import io.github.fgaspring.authorization.Enforcement;
import io.github.fgaspring.authorization.UndeclaredHandlers;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.autoconfigure.FgaProperties;
import io.github.fgaspring.validation.PermissionValidation;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide to operations shows is what is compiled, bound and run here.
 */
class OperationsGuideTests {

	private static final Pattern PROPERTY = Pattern.compile("`(fga\\.[a-z.-]+)(=[a-z0-9]+)?`");

	private final Guide guide = Guide.read("operations.md");

	@Test
	void javaBlocksAreTheSourcesWithoutPackageAndImports() {
		assertThat(this.guide.blocks("java")).containsExactly(
				Guide.typeIn(Path.of("operations", "ProjectMembers.java")),
				Guide.typeIn(Path.of("operations", "TenancyConfiguration.java")));
	}

	@Test
	void yamlBlocksAreBound() {
		List<String> blocks = this.guide.blocks("yaml");
		assertThat(blocks).hasSize(5);
		FgaProperties.DecisionCache cache = bind(blocks.get(0)).decisionCache();
		assertThat(cache.enabled()).isTrue();
		assertThat(cache.allowTtl()).isEqualTo(Duration.ofSeconds(30));
		assertThat(cache.denyTtl()).isEqualTo(Duration.ofSeconds(5));
		assertThat(cache.staleIfError()).isEqualTo(Duration.ofMinutes(5));
		FgaProperties.DecisionCache shared = bind(blocks.get(1)).decisionCache();
		assertThat(shared.enabled()).isTrue();
		assertThat(shared.shared()).isTrue();
		FgaProperties introduction = bind(blocks.get(2));
		assertThat(introduction.enforcement()).isEqualTo(Enforcement.MONITOR);
		assertThat(introduction.web().undeclaredHandlers()).isEqualTo(UndeclaredHandlers.PERMIT);
		assertThat(introduction.permissions().validate()).isEqualTo(PermissionValidation.WARN);
		assertThat(Guide.properties(blocks.get(3))).singleElement()
			.asString()
			.isEqualTo("management.endpoint.health.status.order=down, out-of-service, degraded, up, unknown");
		assertThat(bind(blocks.get(4)).web().publicPaths()).containsExactly("/actuator/**");
	}

	@Test
	void propertiesThatAreNamedExist() {
		String properties = Guide.read("properties.md").text();
		assertThat(PROPERTY.matcher(this.guide.text()).results().map((property) -> property.group(1)))
			.filteredOn((property) -> !OperationsExampleTests.METERS.contains(property))
			.hasSizeGreaterThan(10)
			.allSatisfy((property) -> assertThat(properties).contains("| `" + property + "` |"));
	}

	/**
	 * The libraries have no main class, so the goal must pass over them.
	 */
	@Test
	void commandToProcessAheadOfTimeProcessesTheSampleOnly() throws IOException {
		assertThat(this.guide.blocks("shell")).first()
			.asString()
			.startsWith("mvn -pl sample-app -am -DskipTests compile spring-boot:process-aot package\n");
		assertThat(Files.readString(Guide.ROOT.resolve("pom.xml")))
			.contains("<spring-boot.aot.skip>true</spring-boot.aot.skip>");
		assertThat(Files.readString(Guide.ROOT.resolve("sample-app/pom.xml")))
			.contains("<spring-boot.aot.skip>false</spring-boot.aot.skip>", "<artifactId>sample-app</artifactId>");
	}

	@Test
	void linksLeadSomewhere() {
		assertThat(this.guide.links()).isNotEmpty().allMatch(this.guide::leadsSomewhere);
	}

	/**
	 * The properties of a block, in a context that accepts them.
	 */
	private static FgaProperties bind(String block) {
		FgaProperties[] bound = new FgaProperties[1];
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test_guide", "fga.client-id=client_guide")
			.withPropertyValues(Guide.properties(block))
			.run((context) -> bound[0] = context.getBean(FgaProperties.class));
		return bound[0];
	}

}
