package com.example.sessions;

import io.github.fgaspring.web.OrganizationChoices;
import io.github.fgaspring.web.OrganizationChoices.Organization;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OrganizationChoicesConfiguration {

	@Bean
	OrganizationChoices organizationChoices(Memberships memberships) {
		return (session) -> memberships.findByUserId(session.userId())
			.stream()
			.map((membership) -> new Organization(membership.organizationId(), membership.organizationName()))
			.toList();
	}

}
