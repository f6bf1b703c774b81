package io.github.fgaspring.test.context;

import java.net.URI;

import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import io.github.fgaspring.autoconfigure.FgaProperties;
import io.github.fgaspring.test.EnableFgaEmulator;
import io.github.fgaspring.test.ProjectController;
import io.github.fgaspring.test.ProjectHub;
import io.github.fgaspring.test.WithFgaSession;
import io.github.fgaspring.validation.PermissionValidation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

class UnconnectedContextTests {

	@Test
	void customizersAreEqualSoThatContextsAreShared() {
		assertThat(new UnconnectedContextCustomizer()).isEqualTo(new UnconnectedContextCustomizer())
			.hasSameHashCodeAs(new UnconnectedContextCustomizer());
	}

	@Nested
	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE)
	class WhenNothingIsSet {

		@Test
		void connectionIsRecognisablyFakeAndLeadsNowhere(@Autowired FgaConnectionDetails connection) {
			assertThat(connection.getBaseUrl()).isEqualTo(URI.create("http://127.0.0.1:1"));
			assertThat(connection.getApiKey()).isEqualTo("sk_test_fake");
			assertThat(connection.getClientId()).isEqualTo("client_fake");
		}

	}

	@Nested
	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE, properties = {
			"fga.permissions.validate=fail", "fga.api-key=sk_test_mine", "fga.base-url=http://localhost:4100" })
	class WhenPermissionsAreToBeLookedUp {

		@Test
		void theyAreNot(@Autowired FgaProperties properties) {
			assertThat(properties.permissions().validate()).isEqualTo(PermissionValidation.OFF);
		}

	}

	@Nested
	@EnableFgaEmulator(seed = "classpath:projects.yaml")
	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE,
			properties = "fga.permissions.validate=warn")
	class WhenPermissionsAreToBeLookedUpAtAnEmulator {

		@Test
		void theyAre(@Autowired FgaProperties properties) {
			assertThat(properties.permissions().validate()).isEqualTo(PermissionValidation.WARN);
		}

	}

	@Nested
	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE,
			properties = { "fga.api-key=${OTHER_API_KEY:}", "fga.client-id=", "fga.base-url=${OTHER_BASE_URL: }" })
	class WhenSetToNothing {

		@Test
		void connectionIsFake(@Autowired FgaConnectionDetails connection) {
			assertThat(connection.getBaseUrl()).isEqualTo(URI.create("http://127.0.0.1:1"));
			assertThat(connection.getApiKey()).isEqualTo("sk_test_fake");
			assertThat(connection.getClientId()).isEqualTo("client_fake");
		}

	}

	@Nested
	@SpringBootTest(classes = { ProjectHub.class, WhenSetByPropertySource.Properties.class },
			webEnvironment = WebEnvironment.NONE)
	class WhenSetByPropertySource {

		@Test
		void thoseStay(@Autowired FgaConnectionDetails connection) {
			assertThat(connection.getBaseUrl()).isEqualTo(URI.create("http://localhost:4100"));
			assertThat(connection.getApiKey()).isEqualTo("sk_test_mine");
			assertThat(connection.getClientId()).isEqualTo("client_mine");
		}

		@Configuration(proxyBeanMethods = false)
		@PropertySource("classpath:connection.properties")
		static class Properties {

		}

	}

	@Nested
	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE)
	@TestPropertySource(properties = "fga.api-key=${THE_API_KEY}")
	class WhenTestResolvesPlaceholderOfApplication {

		@DynamicPropertySource
		static void properties(DynamicPropertyRegistry registry) {
			registry.add("THE_API_KEY", () -> "sk_test_mine");
		}

		@Test
		void thatStays(@Autowired FgaConnectionDetails connection) {
			assertThat(connection.getApiKey()).isEqualTo("sk_test_mine");
		}

	}

	@Nested
	@WebMvcTest(ProjectController.class)
	@WithFgaSession
	class WhenNobodyAnswers {

		@Autowired
		private MockMvcTester mvc;

		@Test
		void resourceIsUnavailableAndNotGranted() {
			assertThat(this.mvc.get().uri("/projects/p-1")).hasStatus(503);
		}

		@Test
		@WithFgaSession(permissions = "org:view")
		void organizationIsDecidedBySession() {
			assertThat(this.mvc.get().uri("/projects")).hasStatusOk();
		}

	}

	@Nested
	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE,
			properties = { "fga.apiKey=sk_test_mine", "fga.clientId=client_mine" })
	class WhenSomeAreSetInAnotherSpelling {

		@Test
		void thoseStayAndTheOthersAreFake(@Autowired FgaConnectionDetails connection) {
			assertThat(connection.getApiKey()).isEqualTo("sk_test_mine");
			assertThat(connection.getClientId()).isEqualTo("client_mine");
			assertThat(connection.getBaseUrl()).isEqualTo(URI.create("http://127.0.0.1:1"));
		}

	}

	@Nested
	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE)
	@TestPropertySource(properties = "fga.api-key=${OTHER_API_KEY}")
	class WhenSetToPlaceholders {

		@DynamicPropertySource
		static void properties(DynamicPropertyRegistry registry) {
			registry.add("fga.client-id", () -> "${THE_CLIENT_ID}");
			registry.add("THE_CLIENT_ID", () -> "client_mine");
		}

		@Test
		void thoseThatNothingResolvesAreFake(@Autowired FgaConnectionDetails connection) {
			assertThat(connection.getApiKey()).isEqualTo("sk_test_fake");
			assertThat(connection.getClientId()).isEqualTo("client_mine");
		}

	}

}
