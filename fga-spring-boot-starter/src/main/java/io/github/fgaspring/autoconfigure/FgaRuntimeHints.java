package io.github.fgaspring.autoconfigure;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.autoconfigure.FgaWebSecurityAutoConfiguration.DefaultFilterChainConfiguration;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What is reflected on in any application: classes that are looked for (without its rules
 * about endpoints the filter chain would let every signed-in user in, and without address
 * filters calls would go anywhere), and what expressions of the application's are likely
 * to call.
 */
final class FgaRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerTypeIfPresent(classLoader, DefaultFilterChainConfiguration.WEB_ENDPOINTS)
			.registerTypeIfPresent(classLoader, DefaultFilterChainConfiguration.HEALTH_ENDPOINT)
			.registerTypeIfPresent(classLoader, TimeLimitedRestClients.ADDRESS_FILTER)
			.registerType(Fga.class, MemberCategory.INVOKE_PUBLIC_METHODS)
			.registerType(FgaSession.class, MemberCategory.INVOKE_PUBLIC_METHODS)
			.registerType(ResourceReference.class, MemberCategory.INVOKE_PUBLIC_METHODS);
	}

}
