package io.github.fgaspring.autoconfigure;

import io.github.fgaspring.actuate.FgaEndpoint;
import io.github.fgaspring.authorization.FilterRuleRegistry;
import io.github.fgaspring.authorization.HandlerInventory;
import io.github.fgaspring.authorization.PermissionRuleRegistry;
import io.github.fgaspring.authorization.RecentAuthenticationRegistry;
import io.github.fgaspring.client.ApiResourceTenancy;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.membership.ApiMembershipResolver;
import io.github.fgaspring.observation.RecentDenials;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the actuator endpoint
 * {@code fga}.
 */
@AutoConfiguration(after = { FgaAutoConfiguration.class, FgaWebMvcAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
public final class FgaEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	FgaEndpoint fgaEndpoint(FgaProperties properties, FgaConnectionDetails connection, PermissionRuleRegistry rules,
			FilterRuleRegistry filters, RecentAuthenticationRegistry ageLimits,
			ObjectProvider<HandlerInventory> handlers, DecisionCache decisions,
			ObjectProvider<ApiResourceTenancy> tenancy, ObjectProvider<ApiMembershipResolver> memberships,
			ObjectProvider<RecentDenials> denials) {
		ApiMembershipResolver resolver = memberships.getIfAvailable();
		return new FgaEndpoint(rules, filters, ageLimits,
				() -> handlers.stream().flatMap((inventory) -> inventory.handlers().stream()).toList(),
				EffectiveConfiguration.of(properties, connection), decisions, tenancy.getIfAvailable(),
				(resolver != null) ? resolver.getNativeCache() : null, denials::getIfAvailable);
	}

}
