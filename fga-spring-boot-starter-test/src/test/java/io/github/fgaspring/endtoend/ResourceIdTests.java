package io.github.fgaspring.endtoend;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From the text in a request to the id that the API is asked about: it is the one that
 * the handler sees, whole, or nothing is asked.
 */
@SpringBootTest(properties = { "fga.remote.read-timeout=10s", "fga.remote.deadline=10s" })
@AutoConfigureMockMvc
class ResourceIdTests extends AbstractEmulatorTests {

	private static final String LONGEST = "x".repeat(128);

	@BeforeEach
	void reset() {
		ThingController.seen.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "%20", "%20%20", "%09", "%01", "%1F", "%7F", "caf%C3%A9", "%D1%80-1", "p%E2%80%8B1",
			"%F0%9F%98%80", "%C2%A0" })
	void pathVariableWhenCannotBeAnIdThenDeniedWithoutCall(String encoded) {
		assertDeniedWithoutCall(send("/path/" + encoded));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "%20", "%09", "%00", "%01", "%0A", "a%0D%0Ab", "a%09b", "%7F", "caf%C3%A9", "%D1%80-1",
			"p%E2%80%8B1", "%F0%9F%98%80", "%E2%80%A8", "%FF" })
	void queryParameterWhenCannotBeAnIdThenDeniedWithoutCall(String encoded) {
		assertDeniedWithoutCall(send("/query?id=" + encoded));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t", "a\tb", "caf\u00e9", "\u00a0" })
	void headerWhenCannotBeAnIdThenDeniedWithoutCall(String id) {
		assertDeniedWithoutCall(getWithHeader(id));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\u0001b", "a\u0000", "a\u007f" })
	void headerWhenHasControlCharactersThenRefusedByTheFirewallWithoutCall(String id) {
		assertThat(getWithHeader(id)).hasStatus(400);
		assertThat(checks()).isZero();
		assertThat(ThingController.seen).isEmpty();
	}

	@Test
	void idWhenTooLongThenDeniedWithoutCall() {
		assertDeniedWithoutCall(send("/path/" + LONGEST + "x"));
		assertDeniedWithoutCall(send("/query?id=" + LONGEST + "x"));
		assertDeniedWithoutCall(getWithHeader(LONGEST + "x"));
	}

	@Test
	void pathVariableWhenAsLongAsAllowedThenAsked() {
		assertAskedAboutWhatTheHandlerSees(send("/path/" + LONGEST), LONGEST);
	}

	@Test
	void queryParameterWhenAsLongAsAllowedThenAsked() {
		assertAskedAboutWhatTheHandlerSees(send("/query?id=" + LONGEST), LONGEST);
	}

	@Test
	void headerWhenAsLongAsAllowedThenAsked() {
		assertAskedAboutWhatTheHandlerSees(getWithHeader(LONGEST), LONGEST);
	}

	@Test
	void queryParameterWhenMissingThenDeniedWithoutCall() {
		assertDeniedWithoutCall(send("/query"));
	}

	@Test
	void headerWhenMissingThenDeniedWithoutCall() {
		assertDeniedWithoutCall(send("/header"));
	}

	@Test
	void queryParameterWhenMissingAndClaimsGrantThenBadRequest() {
		assertThat(send("/query", token("thing:view"))).hasStatus(400);
		assertThat(checks()).isZero();
	}

	@Test
	void queryParameterWhenSpecialCharactersThenSentWhole() {
		assertAskedAboutWhatTheHandlerSees(request((uri) -> uri.uri("/query?id={id}", "team/a b?c#d%2f"), token()),
				"team/a b?c#d%2f");
	}

	@Test
	void pathVariableWhenEncodedThenDecodedOnce() {
		assertAskedAboutWhatTheHandlerSees(send("/path/a%20b%3Fc%22d%7B"), "a b?c\"d{");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/path/p-1;v=2", "/path/a%2Fb", "/path/a%252fb", "/path/..%2fp-1", "/path/a%0Ab",
			"/path/a%00" })
	void pathWhenAmbiguousThenRefusedByTheFirewallWithoutCall(String path) {
		assertThat(send(path)).hasStatus(400);
		assertThat(checks()).isZero();
		assertThat(ThingController.seen).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/long/007, 7", "/long/%2B7, 7", "/long/-0, 0", "/long/0x10, 16", "/enum/LARGE, LARGE",
			"/uuid/6F9619FF-8B86-D011-B42D-00CF4FC964FF, 6f9619ff-8b86-d011-b42d-00cf4fc964ff",
			"/uuid/1-1-1-1-1, 00000001-0001-0001-0001-000000000001" })
	void typedParameterWhenWrittenDifferentlyThenAskedAboutTheValue(String path, String id) {
		assertAskedAboutWhatTheHandlerSees(send(path), id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/long/seven", "/long/7a", "/long/9223372036854775808", "/long/%20", "/uuid/7",
			"/enum/huge", "/enum/large" })
	void typedParameterWhenNotConvertibleThenDeniedWithoutCall(String path) {
		assertDeniedWithoutCall(send(path));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/long/seven", "/uuid/7", "/enum/huge" })
	void typedParameterWhenNotConvertibleAndClaimsGrantThenBadRequest(String path) {
		assertThat(send(path, token("thing:view"))).hasStatus(400);
		assertThat(checks()).isZero();
		assertThat(ThingController.seen).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/default", "/default?id=", "/default?other=x" })
	void queryParameterWhenMissingAndHasDefaultThenAskedAboutTheDefault(String uri) {
		assertAskedAboutWhatTheHandlerSees(send(uri), "p-default");
	}

	@Test
	void queryParameterWhenGivenAndHasDefaultThenAskedAboutTheGiven() {
		assertAskedAboutWhatTheHandlerSees(send("/default?id=p-1"), "p-1");
	}

	@Test
	void queryParameterWhenGivenTwiceThenAskedAboutWhatTheHandlerSees() {
		assertAskedAboutWhatTheHandlerSees(send("/query?id=p-mine&id=p-theirs"), "p-mine,p-theirs");
	}

	@Test
	void typedQueryParameterWhenGivenTwiceThenAskedAboutWhatTheHandlerSees() {
		assertAskedAboutWhatTheHandlerSees(send("/longs?id=7&id=8"), "7");
	}

	@Test
	void headerWhenGivenTwiceThenAskedAboutWhatTheHandlerSees() {
		MvcTestResult result = request((uri) -> uri.uri("/header").header("X-Thing", "p-mine", "p-theirs"), token());
		assertAskedAboutWhatTheHandlerSees(result, "p-mine,p-theirs");
	}

	@Test
	void optionalParameterWhenPresentThenAskedAboutTheValue() {
		assertAskedAboutWhatTheHandlerSees(send("/optional?id=p-1"), "p-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/optional", "/optional?id=", "/optional?id=%20" })
	void optionalParameterWhenMissingThenDeniedWithoutCall(String uri) {
		assertDeniedWithoutCall(send(uri));
	}

	@Test
	void optionalParameterWhenMissingAndClaimsGrantThenEntered() {
		assertThat(send("/optional", token("thing:view"))).hasStatusOk();
		assertThat(ThingController.seen).containsExactly("Optional.empty");
		assertThat(checks()).isZero();
	}

	@Test
	void idWhenDeniedByApiThenAnswerDoesNotHoldIt() {
		String token = this.emulator.sessionToken(BOB, ACME);
		assertThat(send("/path/thing-4711", token)).hasStatus(403)
			.hasContentType("application/problem+json")
			.bodyText()
			.doesNotContain("4711");
		assertThat(checks()).isOne();
	}

	private MvcTestResult send(String uri) {
		return send(uri, token());
	}

	private MvcTestResult send(String uri, String token) {
		return request((request) -> request.uri(URI.create(uri)), token);
	}

	private MvcTestResult getWithHeader(String value) {
		return request((request) -> request.uri("/header").header("X-Thing", value), token());
	}

	private MvcTestResult request(Consumer<MockMvcTester.MockMvcRequestBuilder> customizer, String token) {
		MockMvcTester.MockMvcRequestBuilder request = this.mvc.get().header("Authorization", "Bearer " + token);
		customizer.accept(request);
		return request.exchange();
	}

	private void assertDeniedWithoutCall(MvcTestResult result) {
		assertThat(result).hasStatus(403)
			.hasHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\"")
			.bodyJson()
			.isStrictlyEqualTo("""
					{"type":"about:blank","title":"Forbidden","status":403,"detail":"A permission is missing.",
					 "code":"permission_denied","permissions":["thing:view"]}""");
		assertThat(checks()).isZero();
		assertThat(ThingController.seen).isEmpty();
	}

	private void assertAskedAboutWhatTheHandlerSees(MvcTestResult result, String id) {
		assertThat(result).hasStatusOk();
		assertThat(ThingController.seen).containsExactly(id);
		assertAskedOnce(JsonMapper.shared()
			.writeValueAsString(Map.of("permission_slug", "thing:view", "resource_external_id", id,
					"resource_type_slug", "thing")));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ThingController.class)
	static class Application {

	}

	enum Size {

		SMALL, LARGE

	}

	@RestController
	@RequiresPermission("thing:view")
	static class ThingController {

		static final List<String> seen = new ArrayList<>();

		@GetMapping("/path/{id}")
		void path(@PathVariable @ResourceId("thing") String id) {
			seen.add(id);
		}

		@GetMapping("/query")
		void query(@RequestParam @ResourceId("thing") String id) {
			seen.add(id);
		}

		@GetMapping("/header")
		void header(@RequestHeader("X-Thing") @ResourceId("thing") String id) {
			seen.add(id);
		}

		@GetMapping("/long/{id}")
		void number(@PathVariable @ResourceId("thing") Long id) {
			seen.add(id.toString());
		}

		@GetMapping("/longs")
		void numberInQuery(@RequestParam @ResourceId("thing") Long id) {
			seen.add(id.toString());
		}

		@GetMapping("/uuid/{id}")
		void uuid(@PathVariable @ResourceId("thing") UUID id) {
			seen.add(id.toString());
		}

		@GetMapping("/enum/{id}")
		void size(@PathVariable @ResourceId("thing") Size id) {
			seen.add(id.toString());
		}

		@GetMapping("/default")
		void withDefault(@RequestParam(defaultValue = "p-default") @ResourceId("thing") String id) {
			seen.add(id);
		}

		@GetMapping("/optional")
		void optional(@RequestParam @ResourceId("thing") Optional<String> id) {
			seen.add(id.orElse("Optional.empty"));
		}

	}

}
