package com.example.operations;

import io.github.fgaspring.decision.ResourceReference.External;
import io.github.fgaspring.decision.ResourceTenancy;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TenancyConfiguration {

	@Bean
	ResourceTenancy resourceTenancy(Projects projects) {
		return (resource, organizationId) -> resource instanceof External external && "project".equals(external.type())
				&& projects.existsByIdAndOrganizationId(external.externalId(), organizationId);
	}

}
