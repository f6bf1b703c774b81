package io.github.fgaspring.test.context;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Has the emulator's own auto-configuration start it, with precedence over what the
 * application says. Instances with the same seed are equal, so that contexts are shared.
 *
 * @param seed the location of the seed, or an empty text if the application knows it
 * @param webhooks whether the application takes webhooks
 */
record FgaEmulatorContextCustomizer(String seed, boolean webhooks) implements ContextCustomizer {

	static final String WEBHOOK_SECRET = "whsec_emulator";

	private static final String PROPERTY_SOURCE = "enableFgaEmulator";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("fga.emulator.enabled", "true");
		properties.put("fga.emulator.port", "0");
		if (!this.seed.isEmpty()) {
			properties.put("fga.emulator.seed", this.seed);
		}
		if (this.webhooks) {
			properties.put("fga.webhooks.secret", WEBHOOK_SECRET);
		}
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource(PROPERTY_SOURCE, properties));
	}

}
