package io.github.fgaspring.autoconfigure;

import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that keeps the API key, the password
 * of the sealed cookie and the secrets of webhooks out of actuator endpoints, whatever
 * they are told to show and whatever property or environment variable holds them.
 */
@AutoConfiguration(after = FgaAutoConfiguration.class)
@ConditionalOnClass(SanitizingFunction.class)
public final class FgaActuatorAutoConfiguration {

	/**
	 * However the names are written.
	 */
	private static final Set<String> SECRET_PROPERTIES = Set.of("fgaapikey", "fgasessionsealedcookiepassword",
			"fgawebhookssecret", "fgawebhooksprevioussecrets");

	@Bean
	SanitizingFunction fgaSecretsSanitizingFunction(ObjectProvider<FgaConnectionDetails> connection,
			ObjectProvider<FgaProperties> properties) {
		return (data) -> {
			Object value = data.getValue();
			return (value != null && (isSecretProperty(data.getLowerCaseKey())
					|| secrets(connection, properties).anyMatch(value.toString()::contains)))
							? data.withSanitizedValue() : data;
		};
	}

	/**
	 * Even if a connection bean has replaced the value.
	 */
	private static boolean isSecretProperty(String name) {
		return SECRET_PROPERTIES.contains(name.replaceAll("[^a-z]", ""));
	}

	private static Stream<String> secrets(ObjectProvider<FgaConnectionDetails> connection,
			ObjectProvider<FgaProperties> properties) {
		return Stream.concat(connection.stream().map(FgaConnectionDetails::getApiKey),
				properties.stream().flatMap(FgaActuatorAutoConfiguration::secrets).filter(StringUtils::hasText));
	}

	private static Stream<@Nullable String> secrets(FgaProperties properties) {
		FgaProperties.Webhooks webhooks = properties.webhooks();
		return Stream.concat(Stream.of(properties.session().sealedCookie().password(), webhooks.secret()),
				webhooks.previousSecrets().stream());
	}

}
