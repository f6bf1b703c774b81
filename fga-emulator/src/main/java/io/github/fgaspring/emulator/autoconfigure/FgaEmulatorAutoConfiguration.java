package io.github.fgaspring.emulator.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.IllegalSeedException;
import io.github.fgaspring.emulator.seed.Seed;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;

/**
 * Auto-configuration that starts the emulator with the application, and has the starter
 * talk to it, when {@code fga.emulator.enabled} is set.
 */
@AutoConfiguration(beforeName = "io.github.fgaspring.autoconfigure.FgaAutoConfiguration")
@ConditionalOnClass(FgaConnectionDetails.class)
@ConditionalOnBooleanProperty("fga.emulator.enabled")
@EnableConfigurationProperties(FgaEmulatorProperties.class)
public final class FgaEmulatorAutoConfiguration {

	private static final Log logger = LogFactory.getLog(FgaEmulatorAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	FgaEmulator fgaEmulator(FgaEmulatorProperties properties) {
		FgaEmulator emulator = start(EmulatorConfig.defaults()
			.withPort(properties.port())
			.withTokenLifetime(properties.tokenLifetime())
			.withSeed(load(properties.seed())));
		logger.info("The emulator stands in for WorkOS at " + emulator.baseUrl());
		return emulator;
	}

	private static Seed load(Resource seed) {
		try {
			return new Seed(seed.getDescription(), seed.getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new InvalidSeedPropertyException("%s cannot be read".formatted(seed.getDescription()),
					"Create that file, or set '%s' to the location of a seed such as 'classpath:my-seed.yaml'."
						.formatted(InvalidSeedPropertyException.PROPERTY),
					ex);
		}
	}

	private static FgaEmulator start(EmulatorConfig config) {
		try {
			return FgaEmulator.start(config);
		}
		catch (IllegalSeedException ex) {
			throw new InvalidSeedPropertyException(String.valueOf(ex.getMessage()), "Correct the seed at that place.",
					ex);
		}
	}

	@Bean
	@ConditionalOnMissingBean
	FgaConnectionDetails fgaEmulatorConnectionDetails(FgaEmulator emulator) {
		return new EmulatorConnectionDetails(emulator);
	}

}
