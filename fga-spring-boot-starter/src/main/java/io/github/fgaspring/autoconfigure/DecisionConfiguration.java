package io.github.fgaspring.autoconfigure;

import java.util.List;

import io.github.fgaspring.claims.ClaimsPermissionChecker;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.RemotePermissionChecker;
import io.github.fgaspring.client.RestFgaClient;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionCheckerChain;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * From question to decision.
 */
@Configuration(proxyBeanMethods = false)
class DecisionConfiguration {

	@Bean
	@ConditionalOnMissingBean
	FgaClient fgaClient(FgaProperties properties, FgaConnectionDetails connection, TimeLimitedRestClients restClients) {
		FgaProperties.Remote remote = properties.remote();
		return new RestFgaClient(restClients
			.builder(Requirements.positive("fga.remote.connect-timeout", remote.connectTimeout()),
					Requirements.positive("fga.remote.read-timeout", remote.readTimeout()))
			.baseUrl(connection.getBaseUrl())
			.defaultHeaders((headers) -> headers.setBearerAuth(connection.getApiKey()))
			.build());
	}

	@Bean
	@ConditionalOnMissingBean
	PermissionChecker fgaPermissionChecker(FgaProperties properties, FgaClient client) {
		return new PermissionCheckerChain(List.of(new ClaimsPermissionChecker(properties.fastPath().enabled()),
				new RemotePermissionChecker(client)));
	}

}
