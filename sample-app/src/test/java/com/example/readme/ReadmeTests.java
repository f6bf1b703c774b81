package com.example.readme;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
		assertThat(this.readme.blocks("java")).hasSize(3)
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

	@Test
	void propertiesTableIsComplete() throws IOException {
		Map<String, String> documented = this.readme.table("property")
			.stream()
			.collect(Collectors.toMap((row) -> row.get(0).replace("`", ""), (row) -> row.get(1), (one, two) -> one,
					TreeMap::new));
		Map<String, JsonNode> properties = metadata();
		assertThat(documented.keySet()).containsExactlyElementsOf(properties.keySet());
		properties.forEach((name, property) -> {
			JsonNode defaultValue = property.get("defaultValue");
			if (defaultValue != null && !defaultValue.isArray()) {
				String value = defaultValue.asString().replaceAll("^\\[|]$", "").replace(", ", "`, `");
				assertThat(documented.get(name)).as(name).startsWith("`" + value + "`");
			}
		});
	}

	@Test
	void relativeLinksLeadSomewhere() {
		assertThat(this.readme.links()).filteredOn((link) -> !link.contains(":") && !link.startsWith("#"))
			.isNotEmpty()
			.allSatisfy((link) -> assertThat(Readme.ROOT.resolve(link.split("#")[0])).exists());
	}

	private static Map<String, JsonNode> metadata() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		for (URL url : Collections
			.list(ReadmeTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			for (JsonNode property : JsonMapper.shared().readTree(url.openStream()).get("properties")) {
				if (property.get("name").asString().startsWith("fga.")) {
					properties.put(property.get("name").asString(), property);
				}
			}
		}
		return properties;
	}

	private static String read(String path) throws IOException {
		return Files.readString(Readme.ROOT.resolve(Path.of(path)));
	}

	private static String normalize(String code) {
		return code.replaceAll("\\s+", " ").trim();
	}

}
