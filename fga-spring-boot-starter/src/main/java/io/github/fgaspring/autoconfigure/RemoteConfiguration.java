package io.github.fgaspring.autoconfigure;

import java.time.Clock;
import java.util.List;

import io.github.fgaspring.client.ApiCalls;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.CallPool;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.client.RestFgaClient;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChanges;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.util.DefaultUriBuilderFactory;

/**
 * From call to answer: what asks WorkOS, and within which limits.
 */
@Configuration(proxyBeanMethods = false)
class RemoteConfiguration {

	@Bean
	RemoteSettings fgaRemoteSettings(FgaProperties properties) {
		return new RemoteSettings(properties.remote(), properties.decisionCache());
	}

	@Bean
	ApiStatus fgaApiStatus() {
		return new ApiStatus(Clock.systemUTC());
	}

	@Bean
	@Conditional(OnResilience.class)
	Resilience fgaResilience(RemoteSettings settings) {
		return new Resilience(settings.resilience());
	}

	@Bean
	ApiCalls fgaApiCalls(ApiStatus status, ObjectProvider<Resilience> resilience) {
		return new ApiCalls(status, resilience.getIfAvailable());
	}

	@Bean
	WorkOsApi fgaWorkOsApi(RemoteSettings settings, FgaConnectionDetails connection, TimeLimitedRestClients restClients,
			ApiCalls calls) {
		return new WorkOsApi(restClients.builder(settings.connectTimeout(), settings.readTimeout())
			// Not as a base URL, which a factory of the application's would ignore: the
			// API key would go elsewhere.
			.uriBuilderFactory(new DefaultUriBuilderFactory(connection.getBaseUrl().toString()))
			.defaultHeaders((headers) -> headers.setBearerAuth(connection.getApiKey()))
			.build(), calls, Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	FgaClient fgaClient(WorkOsApi api) {
		return new RestFgaClient(api);
	}

	/**
	 * What it is told to evict, it evicts when all instances are told, itself included.
	 */
	@Bean
	DecisionCache fgaDecisionCache(RemoteSettings settings, ObjectProvider<LiveChanges> changes) {
		Clock clock = Clock.systemUTC();
		return settings.decisionCache((scope) -> changes.getObject()
			.publish(List.of(new LiveChange(LiveChange.Kind.EVICTED, scope, clock.instant()))));
	}

	@Bean
	CallPool fgaCallPool(RemoteSettings settings, ObjectProvider<ObservationRegistry> observations) {
		return new CallPool(settings.parallelCalls(), settings.deadline(),
				observations.getIfUnique(() -> ObservationRegistry.NOOP));
	}

	static final class OnResilience extends PropertyCondition {

		OnResilience() {
			super("fga.remote.resilience");
		}

		@Override
		boolean matches(Binder binder, String property) {
			return binder.bind(property, Boolean.class).orElse(true);
		}

	}

}
