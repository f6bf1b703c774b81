package com.example.readme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README shows is what there is.
 */
class ReadmeTests {

	private final Readme readme = Readme.read();

	@Test
	void javaBlocksAreCompiled() throws IOException {
		String sources = normalize(read("sample-app/src/test/java/com/example/readme/QuickStart.java")
				+ read("sample-app/src/test/java/com/example/readme/ProjectController.java"));
		assertThat(this.readme.blocks("java")).hasSize(2)
			.allSatisfy((block) -> assertThat(sources).contains(normalize(block)));
	}

	@Test
	void yamlBlockConnectsTheStarter() {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new ByteArrayResource(this.readme.blocks("yaml").get(0).getBytes(StandardCharsets.UTF_8)));
		String[] properties = yaml.getObject()
			.entrySet()
			.stream()
			.map((property) -> property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("WORKOS_API_KEY=sk_test_readme", "WORKOS_CLIENT_ID=client_readme")
			.withPropertyValues(properties)
			.run((context) -> {
				FgaConnectionDetails connection = context.getBean(FgaConnectionDetails.class);
				assertThat(connection.getApiKey()).isEqualTo("sk_test_readme");
				assertThat(connection.getClientId()).isEqualTo("client_readme");
			});
	}

	@Test
	void xmlBlockNamesTheStarterOfThisVersion() throws IOException {
		String parent = read("pom.xml");
		String block = this.readme.blocks("xml").get(0);
		for (String element : List.of("groupId", "version")) {
			String own = parent.substring(parent.indexOf("</parent>"));
			assertThat(block).contains(own.substring(own.indexOf("<" + element + ">"),
					own.indexOf("</" + element + ">") + element.length() + 3));
		}
		assertThat(read("fga-spring-boot-starter/pom.xml"))
			.contains("<artifactId>fga-spring-boot-starter</artifactId>");
		assertThat(block).contains("<artifactId>fga-spring-boot-starter</artifactId>");
	}

	@Test
	void secondCommandIsWhatCiRuns() throws IOException {
		assertThat(this.readme.blocks("shell")).containsExactly("mvn -pl sample-app -am spring-boot:run\n",
				"mvn verify\n");
		assertThat(read(".ci/run")).containsPattern("(?m)^mvn .* verify$");
	}

	private static String read(String path) throws IOException {
		return Files.readString(Readme.ROOT.resolve(Path.of(path)));
	}

	private static String normalize(String code) {
		return code.replaceAll("\\s+", " ").trim();
	}

}
