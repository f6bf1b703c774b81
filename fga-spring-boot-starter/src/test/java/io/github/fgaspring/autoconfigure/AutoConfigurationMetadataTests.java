package io.github.fgaspring.autoconfigure;

import java.io.IOException;
import java.util.List;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what Spring Boot knows of auto-configurations without reading their classes.
 */
class AutoConfigurationMetadataTests {

	@Test
	void metadataWhenCompiledThenHasAllAutoConfigurations() throws IOException {
		Properties metadata = PropertiesLoaderUtils
			.loadProperties(new FileSystemResource("target/classes/META-INF/spring-autoconfigure-metadata.properties"));
		List<String> ours = ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.github.fgaspring."))
			.toList();
		assertThat(ours).isNotEmpty();
		assertThat(metadata.stringPropertyNames()).containsAll(ours);
	}

}
