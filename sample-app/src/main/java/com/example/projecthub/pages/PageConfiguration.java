package com.example.projecthub.pages;

import com.example.projecthub.trail.DecisionTrailInterceptor;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What happens around every page.
 */
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {

	private final DecisionTrailInterceptor trail;

	private final FormOrganizationInterceptor formOrganization;

	PageConfiguration(DecisionTrailInterceptor trail, FormOrganizationInterceptor formOrganization) {
		this.trail = trail;
		this.formOrganization = formOrganization;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this.trail);
		registry.addInterceptor(this.formOrganization);
	}

}
