package io.github.fgaspring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that keeps the API key out of
 * actuator endpoints, whatever they are told to show and whatever property or environment
 * variable holds it.
 */
@AutoConfiguration(after = FgaAutoConfiguration.class)
@ConditionalOnClass(SanitizingFunction.class)
public final class FgaActuatorAutoConfiguration {

	@Bean
	SanitizingFunction fgaApiKeySanitizingFunction(ObjectProvider<FgaConnectionDetails> connection) {
		return (data) -> {
			Object value = data.getValue();
			return (value != null && (isApiKeyProperty(data.getLowerCaseKey())
					|| connection.stream().anyMatch((details) -> value.toString().contains(details.getApiKey()))))
							? data.withSanitizedValue() : data;
		};
	}

	/**
	 * However the name is written, and even if a connection bean has replaced the value.
	 */
	private static boolean isApiKeyProperty(String name) {
		return name.replaceAll("[^a-z]", "").equals("fgaapikey");
	}

}
