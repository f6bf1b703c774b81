package io.github.fgaspring.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.TestClock;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.DisconnectedClientHelper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The client as the auto-configuration builds it, against the API as seen on the wire.
 */
@ExtendWith(OutputCaptureExtension.class)
class RestFgaClientTests {

	private static final String PERMISSION = "project:view";

	private static final String RESOURCE_ID = "resource-4711";

	private static final ResourceReference RESOURCE = ResourceReference.external("project", RESOURCE_ID);

	private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

	private static final Duration READ_TIMEOUT = Duration.ofMillis(300);

	/**
	 * How late a slow answer may be noticed: the time-outs, and a busy machine's share.
	 */
	private static final Duration BOUND = CONNECT_TIMEOUT.plus(READ_TIMEOUT).plusSeconds(3);

	private static final Duration SLOW = BOUND.multipliedBy(3);

	private static final WorkOsStub workOs = WorkOsStub.start();

	private static FgaClient client;

	private static FgaClient impatientClient;

	@BeforeAll
	static void createClients() {
		client = newClient("fga.remote.read-timeout=10s");
		impatientClient = newClient("fga.remote.connect-timeout=" + CONNECT_TIMEOUT.toMillis() + "ms",
				"fga.remote.read-timeout=" + READ_TIMEOUT.toMillis() + "ms");
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	@Test
	void checkWhenExternalIdThenSendsTheDocumentedRequestOnce() {
		workOs.answerChecks(true);
		ask();
		LoggedRequest request = onlyRequest();
		assertThat(request.getMethod().getName()).isEqualTo("POST");
		assertThat(request.getUrl()).isEqualTo("/authorization/organization_memberships/om_alice/check");
		assertThat(request.getHeaders().getHeader("Authorization").values())
			.containsExactly("Bearer " + WorkOsStub.API_KEY);
		assertThat(request.getHeaders().getHeader("Content-Type").values()).containsExactly("application/json");
		assertThat(request.getHeaders().getHeader("Accept").values()).containsExactly("application/json");
		workOs.server()
			.verify(1, WireMock.postRequestedFor(WireMock.urlEqualTo(WorkOsStub.CHECK_PATH))
				.withRequestBody(WireMock.equalToJson("""
						{"permission_slug":"project:view","resource_external_id":"resource-4711",
						 "resource_type_slug":"project"}""")));
	}

	@Test
	void checkWhenResourceIdThenSendsTheDocumentedBody() {
		workOs.answerChecks(true);
		client.check(SessionTokens.MEMBERSHIP_ID, PERMISSION, ResourceReference.id("resource_01ABC"));
		assertThat(onlyRequest().getUrl()).isEqualTo(WorkOsStub.CHECK_PATH);
		workOs.server().verify(1, WireMock.anyRequestedFor(WireMock.anyUrl()).withRequestBody(WireMock.equalToJson("""
				{"permission_slug":"project:view","resource_id":"resource_01ABC"}""")));
	}

	@Test
	void checkThenBodyHasLengthAndIsNotChunked() {
		workOs.answerChecks(true);
		ask();
		LoggedRequest request = onlyRequest();
		assertThat(request.getHeaders().getHeader("Content-Length").values())
			.containsExactly(String.valueOf(request.getBody().length));
		assertThat(request.containsHeader("Transfer-Encoding")).isFalse();
	}

	@Test
	void checkWhenMembershipIdHasPathCharactersThenStaysOnePathSegment() {
		workOs.answerChecks(WireMock.aResponse().withStatus(404));
		client.check("../om/x?y#z%2f;a b", PERMISSION, RESOURCE);
		assertThat(onlyRequest().getUrl())
			.isEqualTo("/authorization/organization_memberships/..%2Fom%2Fx%3Fy%23z%252f%3Ba%20b/check");
	}

	@Test
	void checkWhenExternalIdHasSpecialCharactersThenIsSentWhole() {
		workOs.answerChecks(true);
		client.check(SessionTokens.MEMBERSHIP_ID, PERMISSION,
				ResourceReference.external("project", "team/a b?c#d%2f\"\\{x}"));
		assertThat(onlyRequest().getUrl()).isEqualTo(WorkOsStub.CHECK_PATH);
		workOs.server()
			.verify(1,
					WireMock.anyRequestedFor(WireMock.anyUrl())
						.withRequestBody(WireMock.matchingJsonPath("$.resource_external_id",
								WireMock.equalTo("team/a b?c#d%2f\"\\{x}"))));
	}

	@Test
	void checkWhenAuthorizedThenGrants() {
		workOs.answerChecks(true);
		assertThat(ask()).isEqualTo(PermissionDecision.grant(PERMISSION, DecisionSource.REMOTE));
	}

	@Test
	void checkWhenNotAuthorizedThenDenies() {
		workOs.answerChecks(false);
		assertThat(ask()).isEqualTo(denied(DenialReason.MISSING_PERMISSION));
	}

	@Test
	void checkWhenAnswerHasFurtherMembersThenReadsAuthorized() {
		workOs.answerChecks(WireMock.okJson("{\"object\":{\"authorized\":false},\"authorized\":true,\"x\":[1]}"));
		assertThat(ask()).isEqualTo(PermissionDecision.grant(PERMISSION, DecisionSource.REMOTE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "\"true\"", "true", "1", "null", "[]", "[{\"authorized\":true}]", "",
			"{\"authorized\":\"true\"}", "{\"authorized\":1}", "{\"authorized\":null}", "{\"authorized\":{}}",
			"{\"authorized\":[true]}", "{\"Authorized\":true}", "{\"data\":{\"authorized\":true}}",
			"{\"authorized\":false,\"authorized\":true}", "{\"authorized\":true,\"authorized\":false}",
			"{\"authorized\":true,\"authorized\":true}", "{\"authorized\":true}{\"authorized\":true}",
			"{\"authorized\":true} x", "{\"authorized\":true}]", "{\"authorized\":true", "{authorized:true}",
			"{'authorized':true}", "{\"authorized\":true,}", "{\"authorized\":TRUE}", "/**/{\"authorized\":true}",
			"<!DOCTYPE html><html><body>{\"authorized\":true}</body></html>" })
	void checkWhenAnswerIsNotTheDocumentedObjectThenUnavailable(String body) {
		workOs.answerChecks(WireMock.okJson(body));
		assertUnavailable(client);
		assertThat(workOs.checks()).isOne();
	}

	@ParameterizedTest
	@MethodSource
	void checkWhenAnswerCannotBeReadThenUnavailable(ResponseDefinitionBuilder answer) {
		workOs.answerChecks(answer);
		assertUnavailable(client);
		assertThat(workOs.checks()).isOne();
	}

	static Stream<Arguments> checkWhenAnswerCannotBeReadThenUnavailable() {
		return Stream.of(
				Arguments.argumentSet("1 MB",
						WireMock.okJson("{\"x\":\"" + "x".repeat(1 << 20) + "\",\"authorized\":true}")),
				Arguments.argumentSet("1 MB after the answer",
						WireMock.okJson("{\"authorized\":true}" + " ".repeat(1 << 20))),
				Arguments.argumentSet("deep nesting",
						WireMock.okJson("{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + ",\"authorized\":true}")),
				Arguments.argumentSet("deep nesting without end", WireMock.okJson("[".repeat(10000))),
				Arguments.argumentSet("invalid UTF-8 in a string",
						WireMock.aResponse()
							.withStatus(200)
							.withBody("{\"authorized\":true,\"x\":\"\u00c3(\"}".getBytes(StandardCharsets.ISO_8859_1))),
				Arguments.argumentSet("invalid UTF-8 outside",
						WireMock.aResponse()
							.withStatus(200)
							.withBody("{\"authorized\":true}\u00ff".getBytes(StandardCharsets.ISO_8859_1))),
				Arguments.argumentSet("not the announced gzip",
						WireMock.okJson("{\"authorized\":true}").withHeader("Content-Encoding", "gzip")),
				Arguments.argumentSet("number too long", WireMock.okJson("{\"authorized\":" + "1".repeat(5000) + "}")));
	}

	@ParameterizedTest
	@ValueSource(ints = { 99, 201, 202, 203, 204, 206, 300, 304, 402, 405, 409, 410, 418, 429, 500, 501, 502, 503, 504,
			599, 600, 999 })
	void checkWhenStatusIsNotDocumentedThenUnavailable(int status) {
		workOs.answerChecks(granting(status));
		assertUnavailable(client);
		assertThat(workOs.checks()).isOne();
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void checkWhenRedirectedThenUnavailableAndTargetSeesNoRequest(int status) {
		workOs.server().stubFor(WireMock.any(WireMock.urlEqualTo("/elsewhere")).willReturn(granting(200)));
		workOs.answerChecks(granting(status).withHeader("Location", workOs.baseUrl() + "/elsewhere"));
		assertUnavailable(client);
		workOs.server().verify(0, WireMock.anyRequestedFor(WireMock.urlEqualTo("/elsewhere")));
		assertThat(workOs.checks()).isOne();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 422 })
	void checkWhenQuestionIsRejectedThenDenies(int status) {
		workOs.answerChecks(granting(status));
		assertThat(ask()).isEqualTo(denied(DenialReason.REJECTED_QUESTION));
	}

	@Test
	void checkWhenNotFoundThenDenies() {
		workOs.answerChecks(granting(404));
		assertThat(ask()).isEqualTo(denied(DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP));
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403 })
	void checkWhenKeyIsRefusedNowAndThenThenUnavailableAndLoggedOnce(int status, CapturedOutput output) {
		FgaClient fresh = newClient("fga.remote.read-timeout=10s");
		workOs.answerChecks(granting(status));
		assertUnavailable(fresh);
		assertUnavailable(fresh);
		assertThat(errors(output)).singleElement()
			.asString()
			.contains("fga.api-key", String.valueOf(status))
			.doesNotContain(WorkOsStub.API_KEY, SessionTokens.MEMBERSHIP_ID, RESOURCE_ID);
		workOs.answerChecks(true);
		assertThat(fresh.check(SessionTokens.MEMBERSHIP_ID, PERMISSION, RESOURCE).isGranted()).isTrue();
		workOs.answerChecks(granting(status));
		assertUnavailable(fresh);
		assertUnavailable(fresh);
		assertThat(errors(output)).hasSize(1);
	}

	@Test
	void checkWhenNobodyListensThenUnavailable() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		assertUnavailable(newClient("fga.base-url=http://127.0.0.1:" + port));
	}

	@ParameterizedTest
	@EnumSource(Fault.class)
	void checkWhenConnectionBreaksThenUnavailable(Fault fault) {
		workOs.answerChecks(WireMock.aResponse().withFault(fault));
		assertUnavailable(client);
	}

	@Test
	void checkWhenConnectionBreaksThenIsNotRepeatedByTheHttpLibrary() {
		workOs.answerChecks(WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE));
		assertUnavailable(client);
		assertThat(workOs.checks()).isOne();
	}

	@Test
	void checkWhenConnectionBrokeBeforeThenNextOneIsAnswered() {
		workOs.answerChecks(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		assertUnavailable(client);
		workOs.answerChecks(true);
		assertThat(ask().isGranted()).isTrue();
	}

	@Test
	void checkWhenHeadIsSlowThenUnavailableWithinTheTimeouts() {
		workOs.answerChecks(granting(200).withFixedDelay((int) SLOW.toMillis()));
		assertUnavailableWithinBound();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 401, 500 })
	void checkWhenBodyDripsThenUnavailableWithinTheTimeouts(int status) {
		workOs.answerChecks(dripping(status));
		assertUnavailableWithinBound();
	}

	@Test
	void checkWhenBodyOfDenialDripsThenDeniedWithinTheTimeouts() {
		workOs.answerChecks(dripping(404));
		long start = System.nanoTime();
		PermissionDecision decision = impatientClient.check(SessionTokens.MEMBERSHIP_ID, PERMISSION, RESOURCE);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
		assertThat(decision).isEqualTo(denied(DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP));
	}

	@Test
	void checkWhenAnswerIsLateThenTheFailureSaysSo() {
		workOs.answerChecks(granting(200).withFixedDelay((int) SLOW.toMillis()));
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> impatientClient.check(SessionTokens.MEMBERSHIP_ID, PERMISSION, RESOURCE))
			.withMessage("The WorkOS API does not answer in time");
	}

	@Test
	void checkWhenThreadIsInterruptedThenUnavailableAndStaysInterrupted() {
		workOs.answerChecks(granting(200).withFixedDelay((int) READ_TIMEOUT.toMillis()));
		Thread.currentThread().interrupt();
		try {
			assertUnavailable(client);
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			0, PT0S
			1, PT1S
			' 7 ', PT7S
			007, PT7S
			59, PT59S
			60, PT1M
			61, PT1M
			3600, PT1M
			2147483648, PT1M
			1000000000000000000000000000000, PT1M
			-1, -
			+1, -
			1.5, -
			1e3, -
			1s, -
			'1, 2', -
			'', -
			' ', -
			soon, -
			\u0661, -
			0x10, -
			'Thu, 01 Jan 2026 12:00:30 GMT', PT30S
			'Thu, 01 Jan 2026 12:00:00 GMT', PT0S
			'Thu, 01 Jan 2026 11:59:59 GMT', -
			'Fri, 01 Jan 1999 00:00:00 GMT', -
			'Thu, 01 Jan 2026 12:01:01 GMT', PT1M
			'Fri, 31 Dec 9999 23:59:59 GMT', PT1M
			'Thursday, 01-Jan-26 12:00:30 GMT', PT30S
			'Thu, 32 Jan 2026 12:00:30 GMT', -
			2026-01-01T12:00:30Z, -
			""")
	void checkWhenBusyThenPassesOnWhatMakesSenseAsRetryAfter(String header, Duration expected) {
		workOs.answerChecks(WireMock.aResponse().withStatus(429).withHeader("Retry-After", header));
		assertThat(unavailable(atNoon()).getRetryAfter()).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 500, 502, 503, 504 })
	void checkWhenServiceFailsThenPassesOnRetryAfter(int status) {
		workOs.answerChecks(granting(status).withHeader("Retry-After", "7"));
		assertThat(unavailable(client).getRetryAfter()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void checkWhenNoRetryAfterThenNobodyKnows() {
		workOs.answerChecks(granting(429));
		assertThat(unavailable(client).getRetryAfter()).isNull();
	}

	@Test
	void checkWhenRetryAfterIsTwiceThereThenFirstCounts() {
		workOs.answerChecks(granting(429).withHeader("Retry-After", "7", "soon"));
		assertThat(unavailable(client).getRetryAfter()).isEqualTo(Duration.ofSeconds(7));
		workOs.answerChecks(granting(429).withHeader("Retry-After", "soon", "7"));
		assertThat(unavailable(client).getRetryAfter()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "401,KEY_REFUSED", "403,KEY_REFUSED", "429,TRANSIENT", "500,BROKEN", "501,BROKEN", "502,TRANSIENT",
			"503,TRANSIENT", "504,TRANSIENT", "201,BROKEN", "302,BROKEN", "418,BROKEN" })
	void checkWhenStatusIsNoAnswerThenFailureIsOfItsKind(int status, Kind kind) {
		workOs.answerChecks(granting(status));
		assertThat(unavailable(client)).isInstanceOf(ApiFailureException.class).extracting("kind").isEqualTo(kind);
	}

	@Test
	void checkWhenLessTimeRemainsThanTheReadTimeoutThenGivesUpAtTheDeadline() {
		workOs.answerChecks(granting(200).withFixedDelay((int) SLOW.toMillis()));
		assertUnavailableAtTheDeadline();
	}

	@Test
	void checkWhenBodyDripsBeyondTheDeadlineThenGivesUpAtTheDeadline() {
		workOs.answerChecks(dripping(200));
		assertUnavailableAtTheDeadline();
	}

	private static void assertUnavailableAtTheDeadline() {
		long start = System.nanoTime();
		Deadline.within(READ_TIMEOUT, () -> {
			assertUnavailable(client);
			return null;
		});
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(READ_TIMEOUT.dividedBy(2), BOUND);
	}

	@Test
	void checkWhenDeadlineHasPassedThenIsNotSent() {
		workOs.answerChecks(true);
		Deadline.within(Duration.ofNanos(1), () -> {
			assertUnavailable(client);
			return null;
		});
		assertThat(workOs.checks()).isZero();
	}

	private static CheckUnavailableException unavailable(FgaClient client) {
		return catchThrowableOfType(CheckUnavailableException.class,
				() -> client.check(SessionTokens.MEMBERSHIP_ID, PERMISSION, RESOURCE));
	}

	private static FgaClient atNoon() {
		TestClock noon = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));
		return new RestFgaClient(
				new WorkOsApi(RestClient.create(workOs.baseUrl()), new ApiCalls(new ApiStatus(noon), null), noon));
	}

	private static FgaClient newClient(String... properties) {
		List<FgaClient> clients = new ArrayList<>();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
					FgaAutoConfiguration.class))
			.withPropertyValues(workOs.properties())
			.withPropertyValues("fga.remote.resilience=false", "fga.remote.deadline=20s")
			.withPropertyValues(properties)
			.run((context) -> clients.add(context.getBean(FgaClient.class)));
		return clients.get(0);
	}

	private static PermissionDecision ask() {
		return client.check(SessionTokens.MEMBERSHIP_ID, PERMISSION, RESOURCE);
	}

	/**
	 * An answer that would grant, were it not for the status.
	 */
	private static ResponseDefinitionBuilder granting(int status) {
		return WireMock.okJson("{\"authorized\":true}").withStatus(status);
	}

	/**
	 * The same, with the head at once and then a few bytes now and then.
	 */
	private static ResponseDefinitionBuilder dripping(int status) {
		int chunks = (int) SLOW.dividedBy(READ_TIMEOUT.dividedBy(10));
		return granting(status).withBody(" ".repeat(2 * chunks) + "{\"authorized\":true}")
			.withChunkedDribbleDelay(chunks, (int) SLOW.toMillis());
	}

	private static PermissionDecision denied(DenialReason reason) {
		return PermissionDecision.deny(PERMISSION, DecisionSource.REMOTE, reason);
	}

	private static LoggedRequest onlyRequest() {
		List<LoggedRequest> requests = workOs.server().findAll(WireMock.anyRequestedFor(WireMock.anyUrl()));
		assertThat(requests).hasSize(1);
		return requests.get(0);
	}

	private static void assertUnavailableWithinBound() {
		long start = System.nanoTime();
		assertUnavailable(impatientClient);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
	}

	private static void assertUnavailable(FgaClient client) {
		Throwable failure = catchThrowable(() -> client.check(SessionTokens.MEMBERSHIP_ID, PERMISSION, RESOURCE));
		assertThat(failure).isInstanceOf(CheckUnavailableException.class);
		// Spring MVC would answer 200 to what it takes for a lost caller.
		assertThat(DisconnectedClientHelper.isClientDisconnectedException(failure)).isFalse();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			for (Throwable suppressed : cause.getSuppressed()) {
				assertHoldsNoSecret(suppressed);
			}
			assertHoldsNoSecret(cause);
		}
	}

	private static void assertHoldsNoSecret(Throwable failure) {
		assertThat(failure.toString()).doesNotContain(SessionTokens.MEMBERSHIP_ID)
			.doesNotContain(RESOURCE_ID)
			.doesNotContain(WorkOsStub.API_KEY)
			.doesNotContain(workOs.baseUrl());
	}

	private static List<String> errors(CapturedOutput output) {
		return output.toString()
			.lines()
			.filter((line) -> line.contains("ERROR") && line.contains("ApiStatus"))
			.toList();
	}

}
