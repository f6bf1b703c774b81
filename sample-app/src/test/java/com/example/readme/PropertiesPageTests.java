package com.example.readme;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page with the properties has all of them, each once, with its default.
 */
class PropertiesPageTests {

	private final Readme page = Readme.read("docs/properties.md");

	@Test
	void tablesAreComplete() throws IOException {
		List<List<String>> rows = this.page.table("property");
		Map<String, String> documented = new TreeMap<>();
		rows.forEach((row) -> documented.put(row.get(0).replace("`", ""), row.get(1)));
		assertThat(documented).hasSameSizeAs(rows);
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

	private static Map<String, JsonNode> metadata() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		for (URL url : Collections.list(PropertiesPageTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			for (JsonNode property : JsonMapper.shared().readTree(url.openStream()).get("properties")) {
				if (property.get("name").asString().startsWith("fga.")) {
					properties.put(property.get("name").asString(), property);
				}
			}
		}
		return properties;
	}

}
