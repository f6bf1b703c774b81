package io.github.fgaspring.emulator.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * Properties of the emulator inside an application.
 *
 * @param enabled Whether to start the emulator and use it in place of WorkOS.
 * @param seed Location of the YAML file that the emulator starts with.
 * @param port Port of 127.0.0.1 to listen on; 0 takes a free one.
 * @param tokenLifetime How long the session tokens of the emulator are valid.
 * @param forbiddenProfiles Profiles under which the application refuses to start with the
 * emulator.
 */
@ConfigurationProperties("fga.emulator")
// @formatter:off
public record FgaEmulatorProperties(@DefaultValue("false") boolean enabled,
		@DefaultValue("classpath:fga-emulator.yaml") Resource seed, @DefaultValue("0") int port,
		@DefaultValue("5m") Duration tokenLifetime,
		@DefaultValue({ "prod", "production" }) List<String> forbiddenProfiles) {

}
// @formatter:on
