package io.github.fgaspring.endtoend;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client sees when the connection to the Authorization API breaks in a way that
 * needs bytes below HTTP, which the emulator does not send: the tests on
 * {@code @EnableFgaEmulator}, in the module of the test kit, have all the others.
 */
@SpringBootTest(properties = "logging.level.io.github.fgaspring=TRACE")
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
@ExtendWith(OutputCaptureExtension.class)
class BrokenConnectionTests {

	private static final String RESOURCE_ID = "thing-4711";

	private static final WorkOsStub workOs = WorkOsStub.start();

	@Autowired
	private MockMvcTester mvc;

	@DynamicPropertySource
	static void connect(DynamicPropertyRegistry registry) {
		for (String property : workOs.properties()) {
			String[] parts = property.split("=", 2);
			registry.add(parts[0], () -> parts[1]);
		}
	}

	@BeforeEach
	void reset() {
		workOs.reset();
		ThingController.entered.set(0);
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@ParameterizedTest
	@MethodSource
	@Timeout(20)
	void requestWhenConnectionBreaksThenUnavailable(ResponseDefinitionBuilder answer, CapturedOutput output) {
		workOs.answerChecks(answer);
		assertUnavailable(post("/things/" + RESOURCE_ID));
		assertUnavailable(post("/late/" + RESOURCE_ID));
		assertThat(output).doesNotContain(RESOURCE_ID, SessionTokens.MEMBERSHIP_ID, SessionTokens.ORGANIZATION_ID,
				WorkOsStub.API_KEY, "user_alice", "session_1", "eyJ");
	}

	static Stream<Named<ResponseDefinitionBuilder>> requestWhenConnectionBreaksThenUnavailable() {
		return Stream.of(Named.of("reset", WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
				Named.of("malformed chunk", WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)),
				Named.of("no HTTP", WireMock.aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)),
				Named.of("byte after byte",
						WireMock.okJson("{\"authorized\":true}").withChunkedDribbleDelay(10, 60_000)));
	}

	private MvcTestResult post(String uri) {
		return this.mvc.post()
			.uri(uri)
			.header("Authorization", "Bearer " + workOs.tokens().withPermissions())
			.exchange();
	}

	private static void assertUnavailable(MvcTestResult result) {
		assertThat(result).hasStatus(503)
			.hasHeader("Retry-After", "5")
			.doesNotContainHeader("WWW-Authenticate")
			.hasContentType("application/problem+json")
			.bodyJson()
			.isStrictlyEqualTo("""
					{"type":"about:blank","title":"Service Unavailable","status":503,
					 "detail":"Whether the request is allowed cannot be found out at the moment.",
					 "code":"authorization_unavailable"}""");
		assertThat(ThingController.entered).hasValue(0);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ThingController.class, ThingService.class })
	static class Application {

	}

	@RestController
	static class ThingController {

		static final AtomicInteger entered = new AtomicInteger();

		private final ThingService things;

		ThingController(ThingService things) {
			this.things = things;
		}

		@PostMapping("/things/{id}")
		@RequiresPermission("thing:edit")
		void edit(@PathVariable @ResourceId("thing") String id) {
			entered.incrementAndGet();
		}

		@PostMapping("/late/{id}")
		void late(@PathVariable String id) {
			this.things.edit(id);
		}

	}

	@Service
	static class ThingService {

		@RequiresPermission("thing:edit")
		void edit(@ResourceId("thing") String id) {
			ThingController.entered.incrementAndGet();
		}

	}

}
