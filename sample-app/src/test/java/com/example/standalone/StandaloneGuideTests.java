package com.example.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.readme.Readme;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.autoconfigure.FgaProperties;
import io.github.fgaspring.autoconfigure.FgaProperties.Session.Provider;
import io.github.fgaspring.membership.IdKind;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide for applications with their own login shows is what is compiled, tested
 * and bound: in the sample, or next to this class.
 */
class StandaloneGuideTests {

	private static final List<Path> SOURCES = List.of(
			Readme.ROOT.resolve("sample-app/src/main/java/com/example/projecthub/provisioning"),
			Readme.ROOT.resolve("sample-app/src/main/java/com/example/projecthub/standalone"),
			Readme.ROOT.resolve("sample-app/src/test/java/com/example/standalone"));

	private static final Pattern PROPERTY = Pattern.compile("`(fga\\.[a-z.-]+)(=[a-z0-9]+)?`");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	private final Readme guide = Readme.read("docs/standalone.md");

	@Test
	void javaBlocksAreInTheSources() {
		String sources = normalize(SOURCES.stream().map(StandaloneGuideTests::javaFiles).collect(Collectors.joining()));
		List<String> blocks = this.guide.blocks("java");
		assertThat(blocks).hasSizeGreaterThan(12);
		for (String block : blocks) {
			// A block may leave out what is between two methods.
			assertThat(block.split("\n}\n\n")).allSatisfy((part) -> assertThat(sources).contains(normalize(part)));
		}
	}

	@Test
	void yamlBlocksAreAccepted() {
		List<String> blocks = this.guide.blocks("yaml");
		assertThat(blocks).hasSize(5);
		FgaProperties.Membership membership = bind(blocks.get(0)).membership();
		assertThat(membership.userIds()).isEqualTo(IdKind.EXTERNAL);
		assertThat(membership.organizationIds()).isEqualTo(IdKind.EXTERNAL);
		Provider keycloak = bind(blocks.get(1)).session().providers().get("keycloak");
		assertThat(keycloak.claims().roles()).isEqualTo("realm_access.roles");
		assertThat(keycloak.claims().organizationId()).isEqualTo("organization_id");
		Provider auth0 = bind(blocks.get(2)).session().providers().get("auth0");
		assertThat(auth0.issuers()).containsExactly("https://acme.eu.auth0.com/");
		assertThat(auth0.claims().permissions()).isNull();
		Provider okta = bind(blocks.get(3)).session().providers().get("okta");
		assertThat(okta.claims().userId()).isEqualTo("uid");
		assertThat(okta.audiences()).containsExactly("api://default");
		Provider entra = bind(blocks.get(4)).session().providers().get("entra");
		assertThat(entra.issuers()).hasSize(2);
		assertThat(entra.claims().organizationId()).isEqualTo("tid");
	}

	@Test
	void xmlBlockNamesTheSdkThatIsTested() throws IOException {
		assertThat(Files.readString(Readme.ROOT.resolve("pom.xml"))).contains("<workos.version>7.2.0</workos.version>");
		assertThat(this.guide.blocks("xml")).singleElement()
			.asString()
			.contains("<groupId>com.workos</groupId>", "<artifactId>workos</artifactId>", "<version>7.2.0</version>");
	}

	@Test
	void commandIsThatOfTheReadmeWithTheProfile() {
		assertThat(this.guide.blocks("shell"))
			.containsExactly(Readme.read().blocks("shell").get(0).trim() + " -Dspring-boot.run.profiles=standalone\n");
		assertThat(Readme.ROOT.resolve("sample-app/src/main/resources/application-standalone.yaml")).exists();
	}

	@Test
	void propertiesThatAreNamedExist() {
		String properties = Readme.read("docs/properties.md").text();
		assertThat(PROPERTY.matcher(this.guide.text()).results().map((property) -> property.group(1)))
			.hasSizeGreaterThan(5)
			.allSatisfy((property) -> assertThat(properties).contains("| `" + property + "` |"));
	}

	@Test
	void linksLeadSomewhere() {
		assertThat(this.guide.links()).filteredOn((link) -> !link.contains(":")).isNotEmpty().allSatisfy((link) -> {
			String[] parts = link.split("#");
			Path page = parts[0].isEmpty() ? Path.of("docs/standalone.md") : Path.of("docs").resolve(parts[0]);
			assertThat(Readme.ROOT.resolve(page)).exists();
			assertThat(HEADING.matcher(Readme.read(page.toString()).text())
				.results()
				.map((heading) -> heading.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'))).contains(parts[1]);
		});
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

	private static String javaFiles(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.map(StandaloneGuideTests::read)
				.collect(Collectors.joining());
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

	private static String normalize(String code) {
		return code.replaceAll("\\s+", " ").trim();
	}

}
