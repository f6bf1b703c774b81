package io.github.fgaspring.emulator.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.springframework.core.env.Environment;
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

	FgaEmulatorAutoConfiguration(FgaEmulatorProperties properties, Environment environment) {
		if (!properties.enabled()) {
			// Ahead-of-time processing takes the condition for met that was in the build.
			throw new InvalidEmulatorPropertyException("enabled",
					"it is false, but was true when the application was processed ahead of time",
					"Build the application with 'fga.emulator.enabled' and the profiles that it runs with.", null);
		}
		for (String profile : profilesInEffect(environment)) {
			if (properties.forbiddenProfiles().stream().anyMatch(profile::equalsIgnoreCase)) {
				throw new InvalidEmulatorPropertyException("forbidden-profiles",
						"the profile '%s' is active, and the emulator lets everybody in who asks it".formatted(profile),
						"Do not set 'fga.emulator.enabled' in this profile, and leave 'fga-emulator' out of what you "
								+ "deploy.",
						null);
			}
		}
	}

	private static String[] profilesInEffect(Environment environment) {
		String[] active = environment.getActiveProfiles();
		return (active.length > 0) ? active : environment.getDefaultProfiles();
	}

	@Bean
	@ConditionalOnMissingBean
	FgaEmulator fgaEmulator(FgaEmulatorProperties properties) {
		FgaEmulator emulator = start(config(properties));
		logger.info("The emulator of WorkOS listens at " + emulator.baseUrl());
		return emulator;
	}

	private static EmulatorConfig config(FgaEmulatorProperties properties) {
		EmulatorConfig config = EmulatorConfig.defaults().withSeed(load(properties.seed()));
		try {
			config = config.withPort(properties.port());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidEmulatorPropertyException("port", String.valueOf(ex.getMessage()),
					"Set it to a port, or to 0 for any free one.", ex);
		}
		try {
			return config.withTokenLifetime(properties.tokenLifetime());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidEmulatorPropertyException("token-lifetime", String.valueOf(ex.getMessage()),
					"Set it to a duration such as 5m.", ex);
		}
	}

	private static Seed load(Resource seed) {
		try {
			return new Seed(seed.getDescription(), seed.getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new InvalidEmulatorPropertyException("seed", "%s cannot be read".formatted(seed.getDescription()),
					"Create that file, or set 'fga.emulator.seed' to the location of a seed such as "
							+ "'classpath:my-seed.yaml'.",
					ex);
		}
	}

	private static FgaEmulator start(EmulatorConfig config) {
		try {
			return FgaEmulator.start(config);
		}
		catch (IllegalSeedException ex) {
			throw new InvalidEmulatorPropertyException("seed", String.valueOf(ex.getMessage()),
					"Correct the seed at that place.", ex);
		}
		catch (UncheckedIOException ex) {
			throw new InvalidEmulatorPropertyException("port", String.valueOf(ex.getMessage()),
					"Stop what listens on that port, or set another one, or 0 for any free one.", ex);
		}
	}

	@Bean
	@ConditionalOnMissingBean
	FgaConnectionDetails fgaEmulatorConnectionDetails(FgaEmulator emulator) {
		return new EmulatorConnectionDetails(emulator);
	}

}
