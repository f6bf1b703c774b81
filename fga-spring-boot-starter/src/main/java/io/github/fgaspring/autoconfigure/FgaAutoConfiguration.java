package io.github.fgaspring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for sessions, decisions and the
 * enforcement of {@code @RequiresPermission} on beans.
 */
@AutoConfiguration(after = { RestClientAutoConfiguration.class, SecurityAutoConfiguration.class },
		before = UserDetailsServiceAutoConfiguration.class)
@EnableConfigurationProperties(FgaProperties.class)
@Import({ SessionConfiguration.class, RevocationConfiguration.class, RemoteConfiguration.class,
		MembershipConfiguration.class, PolicyConfiguration.class, DecisionConfiguration.class,
		MethodAuthorizationConfiguration.class, ValidationConfiguration.class, BeansOfBuild.Registrar.class })
public final class FgaAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	FgaConnectionDetails fgaConnectionDetails(FgaProperties properties) {
		return new PropertiesFgaConnectionDetails(properties);
	}

	@Bean
	TimeLimitedRestClients fgaRestClients(ObjectProvider<RestClientCustomizer> customizers,
			ObjectProvider<HttpClientSettings> settings, RemoteSettings remote,
			ObjectProvider<ClientRequestObservationConvention> observationConvention,
			@Value("${management.observations.http.client.requests.name:http.client.requests}") String observationName) {
		return new TimeLimitedRestClients(customizers, settings, observationConvention.getIfAvailable(
				() -> new DefaultClientRequestObservationConvention(observationName)), remote.maxConcurrent());
	}

}
