package io.github.fgaspring.endtoend;

import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.decision.ResourceTenancy;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that knows from its own database which organization a resource belongs
 * to.
 */
@SpringBootTest(properties = "fga.fast-path.tenancy=verify")
@AutoConfigureMockMvc
class OwnTenancyTests extends AbstractEmulatorTests {

	@Test
	void requestWhenApplicationKnowsTheResourceThenGrantedWithoutCall() {
		assertThat(get("/workspaces/known", "report:view")).hasStatusOk();
		assertThat(checks()).isZero();
	}

	@Test
	void requestWhenApplicationDoesNotKnowTheResourceThenApiDecides() {
		assertThat(get("/workspaces/w-2", "report:view")).hasStatus(403);
		assertThat(get("/workspaces/w-1", "report:view")).hasStatusOk();
		assertThat(this.emulator.requests(CHECKS)).hasSize(2)
			.allMatch((request) -> request.path().endsWith("/om_alice/check"));
	}

	@Test
	void requestWhenApplicationCannotFindOutThenUnavailable() {
		assertThat(get("/workspaces/unavailable", "report:view")).hasStatus(503).hasHeader("Retry-After", "5");
		assertThat(checks()).isZero();
	}

	@Test
	void requestWhenApplicationFailsThenNotGranted() {
		assertThat(get("/workspaces/broken", "report:view")).hasFailed()
			.failure()
			.hasRootCauseInstanceOf(UnsupportedOperationException.class);
		assertThat(checks()).isZero();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(TenancyTests.WorkspaceController.class)
	static class Application {

		@Bean
		ResourceTenancy database() {
			return (resource, organizationId) -> {
				assertThat(organizationId).isEqualTo(ACME);
				return switch (((ResourceReference.External) resource).externalId()) {
					case "known" -> true;
					case "unavailable" -> throw new CheckUnavailableException("The database is down", null);
					case "broken" -> throw new UnsupportedOperationException();
					default -> false;
				};
			};
		}

	}

}
