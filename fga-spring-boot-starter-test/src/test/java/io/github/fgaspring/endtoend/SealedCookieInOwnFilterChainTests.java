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
 * The session of an AuthKit frontend with a filter chain of the application.
 */
class SealedCookieInOwnFilterChainTests extends AbstractSealedCookieTests {

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ThingController.class)
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
