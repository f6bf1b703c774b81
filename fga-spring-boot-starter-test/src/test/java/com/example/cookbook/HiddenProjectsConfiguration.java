package com.example.cookbook;

import io.github.fgaspring.web.FgaAccessDeniedHandler;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

@Configuration(proxyBeanMethods = false)
class HiddenProjectsConfiguration {

	@Bean
	AccessDeniedHandler fgaAccessDeniedHandler() {
		RequestMatcher secret = PathPatternRequestMatcher.withDefaults().matcher("/projects/**");
		AccessDeniedHandler hide = new FgaAccessDeniedHandler(HttpStatus.NOT_FOUND);
		AccessDeniedHandler refuse = new FgaAccessDeniedHandler(HttpStatus.FORBIDDEN);
		return (request, response, denied) -> (secret.matches(request) ? hide : refuse).handle(request, response,
				denied);
	}

}
