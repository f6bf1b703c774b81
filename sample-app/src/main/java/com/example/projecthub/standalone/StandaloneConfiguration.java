package com.example.projecthub.standalone;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;

import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The login of this product, and what it makes of whoever has logged in.
 */
@Configuration(proxyBeanMethods = false)
@Profile("standalone")
@EnableScheduling
class StandaloneConfiguration {

	@Bean
	SecurityFilterChain filterChain(HttpSecurity http) {
		http.authorizeHttpRequests((requests) -> requests.requestMatchers(EndpointRequest.to(HealthEndpoint.class))
			.permitAll()
			.requestMatchers(EndpointRequest.toAnyEndpoint())
			.denyAll()
			.anyRequest()
			.authenticated());
		http.formLogin(Customizer.withDefaults());
		http.logout((logout) -> logout.logoutUrl("/sign-out"));
		http.httpBasic(Customizer.withDefaults());
		return http.build();
	}

	@Bean
	UserDetailsService userDetailsService(Accounts accounts) {
		return (username) -> accounts.findByUsername(username)
			.map((account) -> User.withUsername(account.username())
				.password(account.password())
				.disabled(!account.active())
				.build())
			.orElseThrow(() -> new UsernameNotFoundException("No such account"));
	}

	/**
	 * Whoever has logged in, with the ids of this product. The account is looked up each
	 * time, so that one that is deactivated while its user is logged in ends there.
	 */
	@Bean
	FgaSessionResolver fgaSessionResolver(Accounts accounts) {
		return (authentication) -> accounts.findByUsername(authentication.getName())
			.filter(Account::active)
			.map((account) -> FgaSession.of(account.id()).organizationId(account.organizationId()).build())
			.orElse(null);
	}

}
