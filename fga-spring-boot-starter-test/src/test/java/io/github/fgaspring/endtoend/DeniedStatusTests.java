package io.github.fgaspring.endtoend;

import java.net.URI;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A denial that hides whether the resource exists.
 */
@SpringBootTest(properties = { "fga.web.denied-status=404", "fga.remote.read-timeout=10s", "fga.remote.deadline=10s" })
@AutoConfigureMockMvc
class DeniedStatusTests extends AbstractEmulatorTests {

	@ParameterizedTest
	@ValueSource(strings = { "/things/thing-4711", "/late/thing-4711", "/things/caf%C3%A9-4711", "/organization" })
	void requestWhenDeniedThenNotFoundAndNothingIsRevealed(String uri) {
		assertHidden(get(BOB, uri));
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 422 })
	void requestWhenApiRefusesTheQuestionThenTheSameAsDenied(int status) {
		this.emulator.inject(granting().status(status));
		assertHidden(get(ALICE, "/things/thing-4711"));
	}

	@Test
	void requestWhenApiFailsThenStillUnavailable() {
		this.emulator.inject(granting().status(500));
		assertThat(get(ALICE, "/things/thing-4711")).hasStatus(503)
			.hasHeader("Retry-After", "5")
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("authorization_unavailable");
	}

	@Test
	void requestWhenNoTokenThenStillUnauthorized() {
		assertThat(this.mvc.get().uri("/things/thing-4711")).hasStatus(401).hasHeader("WWW-Authenticate", "Bearer");
	}

	@Test
	void requestWhenGrantedThenEntered() {
		assertThat(get(ALICE, "/things/thing-4711")).hasStatusOk().hasBodyTextEqualTo("thing-4711");
	}

	private MvcTestResult get(String userId, String uri) {
		return this.mvc.get()
			.uri(URI.create(uri))
			.header("Authorization", "Bearer " + this.emulator.sessionToken(userId, ACME))
			.exchange();
	}

	private static void assertHidden(MvcTestResult result) {
		assertThat(result).hasStatus(404)
			.doesNotContainHeader("WWW-Authenticate")
			.hasContentType("application/problem+json")
			.bodyJson()
			.isStrictlyEqualTo("""
					{"type":"about:blank","title":"Not Found","status":404,
					 "detail":"There is nothing here, or nothing for you.","code":"not_found"}""");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ThingController.class, ThingService.class })
	static class Application {

	}

	@RestController
	static class ThingController {

		private final ThingService things;

		ThingController(ThingService things) {
			this.things = things;
		}

		@GetMapping("/things/{id}")
		@RequiresPermission("thing:view")
		String show(@PathVariable @ResourceId("thing") String id) {
			return id;
		}

		@GetMapping("/late/{id}")
		String late(@PathVariable String id) {
			return this.things.view(id);
		}

		@GetMapping("/organization")
		@RequiresPermission("org:view")
		String organization() {
			return "organization";
		}

	}

	@Service
	static class ThingService {

		@RequiresPermission("thing:view")
		String view(@ResourceId("thing") String id) {
			return id;
		}

	}

}
