package com.example.cookbook;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe for machines, beside people with session tokens.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = ServiceAccountTests.Application.class)
class ServiceAccountTests extends AbstractCookbookTests {

	@Test
	void machineThenDecidedForItsMembership() {
		assertThat(get("/projects/web", "robot", "secret")).hasStatusOk();
		assertThat(get("/projects/shop", "robot", "secret")).hasStatus(403);
		assertThat(this.emulator.requests("/authorization/organization_memberships/om_robot/**")).hasSize(2);
	}

	@Test
	void machineWhenItHasNoAccountThenUnauthorized() {
		assertThat(get("/projects/web", "stranger", "secret")).hasStatus(401);
		assertThat(get("/projects/web", "robot", "wrong")).hasStatus(401);
		assertThat(calls()).isZero();
	}

	@Test
	void personThenStillDecidedByTheToken() {
		assertThat(get("/projects/web")).hasStatusOk();
		assertThat(get("/projects/shop")).hasStatus(403);
		assertThat(this.mvc.get().uri("/projects/web")).hasStatus(401);
	}

	private MvcTestResult get(String uri, String name, String password) {
		return this.mvc.get()
			.uri(uri)
			.headers((headers) -> headers.set(HttpHeaders.AUTHORIZATION,
					"Basic " + HttpHeaders.encodeBasicAuth(name, password, StandardCharsets.UTF_8)))
			.exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ CookbookApplication.class, ServiceAccountConfiguration.class })
	static class Application {

		@Bean
		UserDetailsService machines() {
			return new InMemoryUserDetailsManager(User.withUsername("robot").password("{noop}secret").build(),
					User.withUsername("stranger").password("{noop}secret").build());
		}

	}

}
