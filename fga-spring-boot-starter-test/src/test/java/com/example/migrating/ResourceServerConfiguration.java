package com.example.migrating;

import io.github.fgaspring.authentication.FgaSessionConverter;
import io.github.fgaspring.authentication.FgaSessionResolver;
import jakarta.servlet.DispatcherType;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;

/**
 * An application that validates tokens with Spring Security's resource server.
 */
@Configuration(proxyBeanMethods = false)
class ResourceServerConfiguration {

	@Bean
	SecurityFilterChain filterChain(HttpSecurity http) {
		http.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
			.permitAll()
			.anyRequest()
			.authenticated());
		http.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults()));
		return http.build();
	}

	@Bean
	FgaSessionResolver fgaSessionResolver(FgaSessionConverter sessions) {
		return (authentication) -> (authentication instanceof JwtAuthenticationToken token)
				? sessions.convert(token.getToken()).getPrincipal() : null;
	}

}
