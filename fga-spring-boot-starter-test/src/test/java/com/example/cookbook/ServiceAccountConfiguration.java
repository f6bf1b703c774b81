package com.example.cookbook;

import java.time.Instant;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.web.FgaHttpConfigurer;
import jakarta.servlet.DispatcherType;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
class ServiceAccountConfiguration {

	@Bean
	SecurityFilterChain filterChain(HttpSecurity http) {
		http.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
			.permitAll()
			.anyRequest()
			.authenticated());
		http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults());
		http.httpBasic(Customizer.withDefaults());
		http.csrf(AbstractHttpConfigurer::disable);
		http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		return http.build();
	}

	@Bean
	FgaSessionResolver fgaSessionResolver(ServiceAccounts accounts) {
		return (authentication) -> (authentication.getPrincipal() instanceof FgaSession session) ? session
				: accounts.find(authentication.getName())
					.map((account) -> FgaSession.of(account.userId())
						.organizationId(account.organizationId())
						.issuedAt(Instant.now())
						.build())
					.orElse(null);
	}

}
