package io.github.fgaspring.autoconfigure;

import java.time.Duration;
import java.util.stream.Stream;

import io.github.fgaspring.authorization.FilterRuleRegistry;
import io.github.fgaspring.authorization.PermissionRuleRegistry;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.validation.PermissionSlugValidator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What is checked before the first request.
 */
@Configuration(proxyBeanMethods = false)
class ValidationConfiguration {

	/**
	 * The list may have many pages, and nobody waits for it but start-up.
	 */
	private static final Duration PERMISSION_LIST_DEADLINE = Duration.ofSeconds(10);

	@Bean
	PermissionSlugValidator fgaPermissionSlugValidator(FgaProperties properties, PermissionRuleRegistry rules,
			FilterRuleRegistry filters, ObjectProvider<FgaClient> clients) {
		return new PermissionSlugValidator(properties.permissions().validate(),
				() -> Stream.concat(rules.rules().stream(), filters.rules().stream()).toList(),
				() -> Deadline.within(PERMISSION_LIST_DEADLINE, clients.getObject()::permissions));
	}

}
