package com.example.migrating;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.sun.net.httpserver.HttpServer;
import dev.openfga.OpenFga;
import dev.openfga.autoconfigure.OpenFgaAutoConfiguration;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.client.FgaClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From OpenFGA's starter, which has beans with the names of ours.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = OpenFgaTests.Application.class,
		properties = { "openfga.store-id=01ARZ3NDEKTSV4RRFFQ69G5FAV",
				"spring.autoconfigure.exclude=dev.openfga.autoconfigure.OpenFgaAutoConfiguration,"
						+ "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration" })
class OpenFgaTests extends AbstractMigrationTests {

	private static final HttpServer OPENFGA = openFga();

	@DynamicPropertySource
	static void address(DynamicPropertyRegistry properties) {
		properties.add("openfga.api-url", () -> "http://127.0.0.1:" + OPENFGA.getAddress().getPort());
	}

	@AfterAll
	static void stop() {
		OPENFGA.stop(0);
	}

	@Test
	void meanwhileThenBothMustGrant() {
		assertThat(get("/projects/web")).isEqualTo(200);
		assertThat(get("/projects/shop")).as("The rule denies").isEqualTo(403);
		assertThat(get("/projects/other", "project:view")).as("OpenFGA denies").isEqualTo(403);
	}

	/**
	 * Ours has no such method, so that the expression fails.
	 */
	@Test
	void beforeWhenTheNameIsNotChangedThenNotEntered() {
		assertThat(get("/before/web", "project:view")).isEqualTo(500);
	}

	@Test
	void namesAreOursAndTheirBeanHasAnother(@Autowired ApplicationContext context) {
		assertThat(context.getBean("fga")).isInstanceOf(Fga.class);
		assertThat(context.getBean("fgaClient")).isInstanceOf(FgaClient.class);
		assertThat(context.getBean("openFga")).isInstanceOf(OpenFga.class);
		assertThat(Arrays.stream(OpenFgaAutoConfiguration.class.getMethods())
			.filter((method) -> method.isAnnotationPresent(Bean.class))
			.map((method) -> method.getName())).contains("fga", "fgaClient");
	}

	@Test
	void bothStartersThenApplicationDoesNotStart() {
		starters().withAllowBeanDefinitionOverriding(false)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(BeanDefinitionOverrideException.class));
	}

	/**
	 * It was made for Spring Boot 3.
	 */
	@Test
	void theirStarterWithThisVersionOfSpringBootThenDoesNotStart() {
		starters().withAllowBeanDefinitionOverriding(true)
			.run((context) -> assertThat(context).getFailure().hasRootCauseInstanceOf(NoSuchMethodError.class));
	}

	private static ApplicationContextRunner starters() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(OpenFgaAutoConfiguration.class, FgaAutoConfiguration.class))
			.withPropertyValues("openfga.api-url=http://127.0.0.1:1", "openfga.store-id=01ARZ3NDEKTSV4RRFFQ69G5FAV",
					"fga.api-key=sk_test_guide", "fga.client-id=client_guide");
	}

	/**
	 * Allows to view the projects {@code web} and {@code shop}.
	 */
	private static HttpServer openFga() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/", (exchange) -> {
				String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
				boolean allowed = question.contains("user:user_alice") && question.contains("can_view")
						&& (question.contains("project:web") || question.contains("project:shop"));
				byte[] answer = ("{\"allowed\":" + allowed + "}").getBytes(StandardCharsets.UTF_8);
				exchange.getResponseHeaders().add("Content-Type", "application/json");
				exchange.sendResponseHeaders(200, answer.length);
				exchange.getResponseBody().write(answer);
				exchange.close();
			});
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ OpenFgaConfiguration.class, OpenFgaController.Before.class, OpenFgaController.Meanwhile.class,
			OwnFilterChainConfiguration.class })
	static class Application {

	}

}
