package io.github.fgaspring.endtoend;

import io.github.fgaspring.web.FgaHttpConfigurer;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Sessions in a cookie with a filter chain of the application.
 */
class CookieSessionInOwnFilterChainTests extends AbstractCookieSessionTests {

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(SettingsController.class)
	static class Application {

		@Bean
		SecurityFilterChain applicationFilterChain(HttpSecurity http) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.csrf(CsrfConfigurer::spa);
			http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults());
			return http.build();
		}

	}

}
