package io.github.fgaspring.test.context;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.fgaspring.test.FgaStub;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.StringUtils;

/**
 * Gives the connection to WorkOS values that are not real, where the application has
 * none. What the application sets stays; but what it sets to nothing, or to a placeholder
 * that nothing resolves, such as <code>${WORKOS_API_KEY}</code> on a machine without that
 * variable, it has not set. Nobody answers at the base URL, so a test reaches the service
 * only if it says so itself. Nobody can tell there which permissions exist either, so
 * start-up does not ask, whatever the application says. Where an {@link FgaStub} stands
 * in for WorkOS, nobody is asked for the ids that WorkOS gave users and organizations.
 * <p>
 * All instances are equal, so that contexts can be shared.
 */
record UnconnectedContextCustomizer() implements ContextCustomizer {

	private static final String PROPERTY_SOURCE = "fgaTestDefaults";

	/**
	 * A port of this machine that only root may listen on, and nobody does: a connection
	 * is refused at once.
	 */
	private static final Map<String, Object> DEFAULTS = Map.of("fga.base-url", "http://127.0.0.1:1", "fga.api-key",
			"sk_test_fake", "fga.client-id", "client_fake");

	private static final Map<String, Object> UNTRANSLATED_IDS = Map.of("fga.membership.user-ids", "workos",
			"fga.membership.organization-ids", "workos");

	/**
	 * Says that the emulator's own auto-configuration starts it and connects to it.
	 */
	private static final String EMULATOR = "fga.emulator.enabled";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		// Not before every source of properties is there, those of the test and of
		// @PropertySource included.
		context.addBeanFactoryPostProcessor((beanFactory) -> addDefaults(context.getEnvironment(),
				beanFactory.getBeanNamesForType(FgaStub.class, true, false).length > 0));
	}

	private static void addDefaults(ConfigurableEnvironment environment, boolean stubbed) {
		Binder binder = Binder.get(environment);
		Map<String, Object> missing = new LinkedHashMap<>(DEFAULTS);
		missing.keySet()
			.removeIf((name) -> binder.bind(name, String.class).map(UnconnectedContextCustomizer::isSet).orElse(false));
		if (!missing.isEmpty() && !binder.bind(EMULATOR, Boolean.class).orElse(false)) {
			missing.put("fga.permissions.validate", "off");
		}
		if (stubbed) {
			missing.putAll(UNTRANSLATED_IDS);
		}
		environment.getPropertySources().addFirst(new MapPropertySource(PROPERTY_SOURCE, missing));
	}

	private static boolean isSet(String value) {
		return StringUtils.hasText(value) && !value.contains("${");
	}

}
