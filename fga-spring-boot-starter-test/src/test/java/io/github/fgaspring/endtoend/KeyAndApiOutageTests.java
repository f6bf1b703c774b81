package io.github.fgaspring.endtoend;

import java.time.Duration;

import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that starts while nothing of WorkOS can be reached, neither keys nor
 * API. There is one test, because there is one start.
 */
@SpringBootTest(properties = "fga.remote.circuit-breaker.open-for=100ms")
@AutoConfigureMockMvc
class KeyAndApiOutageTests extends AbstractEmulatorTests {

	@Test
	void requestsWhenAllIsOutOfReachThenUnavailableUntilEachIsBack() {
		this.emulator.inject(Fault.on(CHECKS).status(503));
		this.emulator.inject(Fault.on(KEYS).status(503));
		for (int i = 0; i < 20; i++) {
			assertThat(get("/things/thing-4711")).hasStatus(503)
				.containsHeader("Retry-After")
				.doesNotContainHeader("WWW-Authenticate");
			assertThat(get("/organization", "org:view")).hasStatus(503).containsHeader("Retry-After");
		}
		assertThat(checks()).isZero();
		assertThat(this.mvc.get().uri("/things/thing-4711")).hasStatus(401);
		this.emulator.clearFaults();
		this.emulator.inject(Fault.on(CHECKS).status(503));
		await().atMost(Duration.ofSeconds(30))
			.until(() -> get("/organization", "org:view").exchange().getResponse().getStatus(),
					(status) -> assertUnavailableOr(200, status));
		assertThat(get("/things/thing-4711")).hasStatus(503);
		assertThat(checks()).isPositive();
		this.emulator.clearFaults();
		await().until(() -> get("/things/thing-4711").exchange().getResponse().getStatus(),
				(status) -> assertUnavailableOr(200, status));
	}

	private static boolean assertUnavailableOr(int expected, int status) {
		assertThat(status).isIn(503, expected);
		return status == expected;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ThingApplication.ThingController.class)
	static class Application {

	}

}
