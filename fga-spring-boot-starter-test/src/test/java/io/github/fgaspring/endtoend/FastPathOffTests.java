package io.github.fgaspring.endtoend;

import java.util.List;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way out that the security model names, and an issuer of one's own.
 */
@SpringBootTest(properties = { "fga.fast-path.enabled=false", "fga.session.issuers=https://auth.acme.test" })
@AutoConfigureMockMvc
class FastPathOffTests extends AbstractEmulatorTests {

	@Test
	void requestWhenClaimsHoldPermissionThenApiDecidesAboutResource() {
		assertThat(this.mvc.get().uri("/projects/p-2").headers(authorization())).hasStatus(403);
		assertThat(checks()).isOne();
	}

	@Test
	void requestWhenClaimsHoldPermissionThenTheyDecideAboutOrganization() {
		assertThat(this.mvc.get().uri("/projects").headers(authorization())).hasStatusOk();
		assertThat(checks()).isZero();
	}

	@Test
	void requestWhenIssuerIsNotTheConfiguredOneThenUnauthorized() {
		assertThat(get("/projects", "project:view")).hasStatus(401);
	}

	private HttpHeaders authorization() {
		HttpHeaders headers = new HttpHeaders();
		headers.setBearerAuth(
				tokenBuilder().issuer("https://auth.acme.test").claim("permissions", List.of("project:view")).build());
		return headers;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Projects.class)
	static class Application {

	}

	@RestController
	static class Projects {

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		String show(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/projects")
		@RequiresPermission("project:view")
		String list() {
			return "";
		}

	}

}
