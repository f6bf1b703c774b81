package io.github.fgaspring.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Service;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client sees when the Authorization API denies, refuses or fails.
 */
@SpringBootTest(properties = "fga.remote.read-timeout=2s")
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class UpstreamFaultTests extends AbstractEmulatorTests {

	private static final String RESOURCE_ID = "thing-4711";

	@BeforeEach
	void reset() {
		Entered.methods.clear();
	}

	@ParameterizedTest
	@MethodSource
	void requestWhenApiFailsThenUnavailable(Fault fault, CapturedOutput output) {
		this.emulator.inject(fault);
		assertUnavailable(send("/things/" + RESOURCE_ID));
		assertUnavailable(send("/late/" + RESOURCE_ID));
		assertThat(this.emulator.requests("/elsewhere")).isEmpty();
		assertHoldsNoSecret(output.toString());
	}

	static Stream<Arguments> requestWhenApiFailsThenUnavailable() {
		return Stream.of(Arguments.argumentSet("500", granting(500)), Arguments.argumentSet("429", granting(429)),
				Arguments.argumentSet("401", granting(401)), Arguments.argumentSet("403", granting(403)),
				Arguments.argumentSet("302", granting(302).header("Location", "/elsewhere")),
				Arguments.argumentSet("closed", Fault.on(CHECKS).resetConnection()),
				Arguments.argumentSet("broken body", granting().truncateBody()),
				Arguments.argumentSet("not JSON", Fault.on(CHECKS).body("<html>" + RESOURCE_ID + "</html>")),
				Arguments.argumentSet("not a boolean", Fault.on(CHECKS).body("{\"authorized\":\"true\"}")));
	}

	@Test
	void requestWhenApiSaysWhenToRetryThenItIsPassedOn() {
		this.emulator.inject(granting().rateLimit(Duration.ofSeconds(37)));
		assertUnavailable(send("/things/" + RESOURCE_ID), "37");
		assertUnavailable(send("/late/" + RESOURCE_ID), "37");
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenApiTimesOutThenUnavailable() {
		this.emulator.inject(Fault.on(CHECKS).delay(Duration.ofSeconds(20)));
		assertUnavailable(send("/things/" + RESOURCE_ID));
	}

	@Test
	void putWhenApiFailsThenBodyIsNotRead() {
		this.emulator.inject(granting(500));
		assertUnavailable(this.mvc.put()
			.uri("/things/{id}", RESOURCE_ID)
			.header("Authorization", "Bearer " + token())
			.contentType(MediaType.APPLICATION_JSON)
			.content("{broken")
			.exchange());
	}

	@Test
	void requestWhenApiFailsAndClaimsGrantThenEntered() {
		this.emulator.inject(granting(500));
		assertThat(send("/things/" + RESOURCE_ID, "thing:view")).hasStatusOk();
		assertThat(checks()).isZero();
		assertThat(Entered.methods).containsExactly("show");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 422 })
	void requestWhenApiRefusesTheQuestionThenDenied(int status) {
		this.emulator.inject(granting(status));
		assertDenied(send("/things/" + RESOURCE_ID), "thing:view");
		assertDenied(send("/late/" + RESOURCE_ID), "thing:late");
	}

	@ParameterizedTest
	@CsvSource({ "400, /rejected/, thing:rejected, ThingController.rejected(String)",
			"422, /late/, thing:late, ThingService.view(String)" })
	void requestsWhenQuestionIsRejectedThenOneErrorNamesTheRule(int status, String path, String permission,
			String method, CapturedOutput output) {
		this.emulator.inject(granting(status));
		assertDenied(send(path + RESOURCE_ID), permission);
		assertDenied(send(path + RESOURCE_ID), permission);
		assertThat(errors(output)).singleElement().asString().contains(permission, method);
		assertHoldsNoSecret(output.toString());
	}

	@Test
	void requestWhenNotFoundThenNoError(CapturedOutput output) {
		this.emulator.inject(granting(404));
		assertDenied(send("/things/" + RESOURCE_ID), "thing:view");
		assertThat(errors(output)).isEmpty();
	}

	@Test
	void requestWhenKeyIsRefusedThenOneErrorNamesTheProperty(CapturedOutput output) {
		assertThat(send("/things/" + RESOURCE_ID)).hasStatusOk();
		Entered.methods.clear();
		this.emulator.inject(granting(401));
		assertUnavailable(send("/things/" + RESOURCE_ID));
		assertUnavailable(send("/things/" + RESOURCE_ID));
		assertThat(errors(output)).singleElement().asString().contains("fga.api-key");
		assertHoldsNoSecret(output.toString());
	}

	@Test
	void requestWhenAllAreRequiredThenTheFirstMissingOneIsNamed() {
		assertDenied(sendAs(CAROL, "/all/" + RESOURCE_ID), "thing:b");
		assertThat(checks()).isOne();
	}

	@Test
	void requestWhenAllAreRequiredAndApiFailsThenUnavailable() {
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertUnavailable(send("/all/" + RESOURCE_ID));
		assertThat(checks()).isOne();
	}

	@Test
	void requestWhenAllAreRequiredAndGrantedThenEntered() {
		assertThat(send("/all/" + RESOURCE_ID)).hasStatusOk();
		assertThat(checks()).isOne();
	}

	@Test
	void requestWhenAnyIsRequiredAndNoneGrantedThenAllAreNamed() {
		assertDenied(sendAs(BOB, "/any/" + RESOURCE_ID), "thing:a", "thing:b", "thing:c");
		assertThat(checks()).isOne();
	}

	@Test
	void requestWhenAnyIsRequiredAndSecondGrantedThenEntered() {
		assertThat(sendAs(DORA, "/any/" + RESOURCE_ID)).hasStatusOk();
		assertThat(checks()).isOne();
	}

	@Test
	void requestWhenAnyIsRequiredAndApiFailsThenNotDenied() {
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertUnavailable(sendAs(BOB, "/any/" + RESOURCE_ID));
	}

	private MvcTestResult send(String uri, String... permissions) {
		return get(uri, permissions).exchange();
	}

	private MvcTestResult sendAs(String userId, String uri) {
		return getAs(userId, uri).exchange();
	}

	/**
	 * An answer that would grant, were it not for the status.
	 */
	private static Fault granting(int status) {
		return granting().status(status);
	}

	private static void assertUnavailable(MvcTestResult result) {
		assertUnavailable(result, "5");
	}

	private static void assertUnavailable(MvcTestResult result, String retryAfter) {
		assertThat(result).hasStatus(503)
			.hasHeader("Retry-After", retryAfter)
			.doesNotContainHeader("WWW-Authenticate")
			.hasContentType("application/problem+json")
			.bodyJson()
			.isStrictlyEqualTo("""
					{"type":"about:blank","title":"Service Unavailable","status":503,
					 "detail":"Whether the request is allowed cannot be found out at the moment.",
					 "code":"authorization_unavailable"}""");
		assertThat(Entered.methods).isEmpty();
	}

	private static void assertDenied(MvcTestResult result, String... permissions) {
		assertThat(result).hasStatus(403)
			.hasHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\"")
			.doesNotContainHeader("Retry-After")
			.hasContentType("application/problem+json")
			.bodyJson()
			.isStrictlyEqualTo("""
					{"type":"about:blank","title":"Forbidden","status":403,"detail":"A permission is missing.",
					 "code":"permission_denied","permissions":["%s"]}""".formatted(String.join("\",\"", permissions)));
		assertThat(Entered.methods).isEmpty();
	}

	private void assertHoldsNoSecret(String text) {
		assertThat(text).doesNotContain(RESOURCE_ID)
			.doesNotContain(ALICES_MEMBERSHIP)
			.doesNotContain(this.emulator.apiKey())
			.doesNotContain("eyJ");
	}

	private static List<String> errors(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains(" ERROR ")).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ThingController.class, LateController.class, ThingService.class })
	static class Application {

	}

	static class Entered {

		static final List<String> methods = new ArrayList<>();

	}

	@RestController
	static class ThingController {

		@GetMapping("/things/{id}")
		@RequiresPermission("thing:view")
		void show(@PathVariable @ResourceId("thing") String id) {
			Entered.methods.add("show");
		}

		@GetMapping("/rejected/{id}")
		@RequiresPermission("thing:rejected")
		void rejected(@PathVariable @ResourceId("thing") String id) {
			Entered.methods.add("rejected");
		}

		@PutMapping("/things/{id}")
		@RequiresPermission("thing:edit")
		void edit(@PathVariable @ResourceId("thing") String id, @RequestBody List<String> body) {
			Entered.methods.add("edit");
		}

		@GetMapping("/all/{id}")
		@RequiresPermission({ "thing:a", "thing:b", "thing:c" })
		void all(@PathVariable @ResourceId("thing") String id) {
			Entered.methods.add("all");
		}

		@GetMapping("/any/{id}")
		@RequiresPermission(value = { "thing:a", "thing:b", "thing:c" }, match = Match.ANY)
		void any(@PathVariable @ResourceId("thing") String id) {
			Entered.methods.add("any");
		}

	}

	/**
	 * Has no rule itself, but calls a bean that has one.
	 */
	@RestController
	static class LateController {

		private final ThingService things;

		LateController(ThingService things) {
			this.things = things;
		}

		@GetMapping("/late/{id}")
		void late(@PathVariable String id) {
			this.things.view(id);
		}

	}

	@Service
	static class ThingService {

		@RequiresPermission("thing:late")
		void view(@ResourceId("thing") String id) {
			Entered.methods.add("late");
		}

	}

}
