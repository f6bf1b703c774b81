package io.github.fgaspring.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.support.AbstractWorkOsTests;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
class UpstreamFaultTests extends AbstractWorkOsTests {

	private static final String RESOURCE_ID = "thing-4711";

	@BeforeEach
	void reset() {
		Entered.methods.clear();
	}

	@ParameterizedTest
	@MethodSource
	void requestWhenApiFailsThenUnavailable(ResponseDefinitionBuilder answer, CapturedOutput output) {
		workOs.answerChecks(answer);
		assertUnavailable(get("/things/" + RESOURCE_ID));
		assertUnavailable(get("/late/" + RESOURCE_ID));
		assertHoldsNoSecret(output.toString());
	}

	static Stream<Arguments> requestWhenApiFailsThenUnavailable() {
		return Stream.of(Arguments.argumentSet("500", granting(500)), Arguments.argumentSet("429", granting(429)),
				Arguments.argumentSet("401", granting(401)), Arguments.argumentSet("403", granting(403)),
				Arguments.argumentSet("302", granting(302).withHeader("Location", workOs.baseUrl() + "/elsewhere")),
				Arguments.argumentSet("reset", WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
				Arguments.argumentSet("closed", WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE)),
				Arguments.argumentSet("broken body", WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)),
				Arguments.argumentSet("garbage", WireMock.aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)),
				Arguments.argumentSet("not JSON", WireMock.okJson("<html>" + RESOURCE_ID + "</html>")),
				Arguments.argumentSet("not a boolean", WireMock.okJson("{\"authorized\":\"true\"}")));
	}

	@Test
	void requestWhenApiTimesOutThenUnavailable() {
		workOs.answerChecks(granting(200).withFixedDelay(20_000));
		assertUnavailable(get("/things/" + RESOURCE_ID));
	}

	@Test
	void putWhenApiFailsThenBodyIsNotRead() {
		workOs.answerChecks(granting(500));
		assertUnavailable(this.mvc.put()
			.uri("/things/{id}", RESOURCE_ID)
			.header("Authorization", "Bearer " + workOs.tokens().withPermissions())
			.contentType(MediaType.APPLICATION_JSON)
			.content("{broken")
			.exchange());
	}

	@Test
	void requestWhenApiFailsAndClaimsGrantThenEntered() {
		workOs.answerChecks(granting(500));
		assertThat(get("/things/" + RESOURCE_ID, workOs.tokens().withPermissions("thing:view"))).hasStatusOk();
		assertThat(workOs.checks()).isZero();
		assertThat(Entered.methods).containsExactly("show");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 422 })
	void requestWhenApiRefusesTheQuestionThenDenied(int status) {
		workOs.answerChecks(granting(status));
		assertDenied(get("/things/" + RESOURCE_ID), "thing:view");
		assertDenied(get("/late/" + RESOURCE_ID), "thing:late");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 422 })
	void requestWhenQuestionIsRejectedThenOneErrorNamesTheRule(int status, CapturedOutput output) {
		workOs.answerChecks(granting(status));
		assertDenied(get("/things/" + RESOURCE_ID), "thing:view");
		assertThat(errors(output)).singleElement()
			.asString()
			.contains("thing:view", ThingController.class.getName() + ".show(String)");
		assertHoldsNoSecret(output.toString());
	}

	@Test
	void requestWhenNotFoundThenNoError(CapturedOutput output) {
		workOs.answerChecks(granting(404));
		assertDenied(get("/things/" + RESOURCE_ID), "thing:view");
		assertThat(errors(output)).isEmpty();
	}

	@Test
	void requestWhenKeyIsRefusedThenOneErrorNamesTheProperty(CapturedOutput output) {
		workOs.answerChecks(true);
		assertThat(get("/things/" + RESOURCE_ID)).hasStatusOk();
		Entered.methods.clear();
		workOs.answerChecks(granting(401));
		assertUnavailable(get("/things/" + RESOURCE_ID));
		assertUnavailable(get("/things/" + RESOURCE_ID));
		assertThat(errors(output)).singleElement().asString().contains("fga.api-key");
		assertHoldsNoSecret(output.toString());
	}

	@Test
	void requestWhenAllAreRequiredThenTheFirstMissingOneIsNamed() {
		workOs.answerChecks(true);
		answerCheckOf("thing:b", granting(200).withBody("{\"authorized\":false}"));
		assertDenied(get("/all/" + RESOURCE_ID), "thing:b");
		assertThat(workOs.checks()).isEqualTo(2);
	}

	@Test
	void requestWhenAllAreRequiredAndOneIsUnavailableThenUnavailable() {
		workOs.answerChecks(true);
		answerCheckOf("thing:c", granting(500));
		assertUnavailable(get("/all/" + RESOURCE_ID));
	}

	@Test
	void requestWhenAllAreRequiredAndGrantedThenEntered() {
		workOs.answerChecks(true);
		assertThat(get("/all/" + RESOURCE_ID)).hasStatusOk();
		assertThat(workOs.checks()).isEqualTo(3);
	}

	@Test
	void requestWhenAnyIsRequiredAndNoneGrantedThenAllAreNamed() {
		workOs.answerChecks(false);
		assertDenied(get("/any/" + RESOURCE_ID), "thing:a", "thing:b", "thing:c");
		assertThat(workOs.checks()).isEqualTo(3);
	}

	@Test
	void requestWhenAnyIsRequiredAndSecondGrantedThenEnteredWithoutAskingTheThird() {
		workOs.answerChecks(false);
		answerCheckOf("thing:b", granting(200));
		assertThat(get("/any/" + RESOURCE_ID)).hasStatusOk();
		assertThat(workOs.checks()).isEqualTo(2);
	}

	@Test
	void requestWhenAnyIsRequiredAndOneIsUnavailableThenNotDenied() {
		workOs.answerChecks(false);
		answerCheckOf("thing:b", granting(500));
		assertUnavailable(get("/any/" + RESOURCE_ID));
	}

	private MvcTestResult get(String uri) {
		return get(uri, workOs.tokens().withPermissions());
	}

	private MvcTestResult get(String uri, String token) {
		return this.mvc.get().uri(uri).header("Authorization", "Bearer " + token).exchange();
	}

	private static void answerCheckOf(String permission, ResponseDefinitionBuilder answer) {
		workOs.server()
			.stubFor(WireMock.post(WorkOsStub.CHECK_PATH)
				.withRequestBody(WireMock.matchingJsonPath("$.permission_slug", WireMock.equalTo(permission)))
				.willReturn(answer));
	}

	/**
	 * An answer that would grant, were it not for the status.
	 */
	private static ResponseDefinitionBuilder granting(int status) {
		return WireMock.okJson("{\"authorized\":true}").withStatus(status);
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

	private static void assertHoldsNoSecret(String text) {
		assertThat(text).doesNotContain(RESOURCE_ID)
			.doesNotContain(SessionTokens.MEMBERSHIP_ID)
			.doesNotContain(WorkOsStub.API_KEY)
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
