package io.github.fgaspring.events;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.fgaspring.client.ApiCalls;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.LiveChanges;
import io.github.fgaspring.support.SignedMessages;
import io.github.fgaspring.support.TestClock;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.provider.Arguments;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * The Events API as seen on the wire.
 */
abstract class AbstractEventFeedTests {

	static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	static final WorkOsStub workOs = WorkOsStub.start();

	final TestClock clock = new TestClock(NOW);

	final WorkOsApi api = new WorkOsApi(
			RestClient.builder().baseUrl(workOs.baseUrl()).requestFactory(requestFactory()).build(),
			new ApiCalls(new ApiStatus(this.clock), null), this.clock);

	/**
	 * What has taken effect in this instance.
	 */
	final List<LiveChange> applied = Collections.synchronizedList(new ArrayList<>());

	/**
	 * What other instances were told.
	 */
	final List<LiveChange> told = Collections.synchronizedList(new ArrayList<>());

	volatile boolean shared = true;

	final LiveChanges changes = new LiveChanges(() -> List.of(this.applied::add), () -> (changes) -> {
		this.told.addAll(changes);
		return this.shared;
	});

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	private static JdkClientHttpRequestFactory requestFactory() {
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory();
		factory.setReadTimeout(Duration.ofSeconds(10));
		return factory;
	}

	/**
	 * Whatever is no page: statuses, broken connections and nonsense.
	 */
	static Stream<Arguments> badAnswers() {
		Stream<Arguments> statuses = Stream
			.of(201, 204, 301, 302, 400, 401, 403, 404, 409, 418, 422, 429, 500, 502, 503, 504)
			.map((status) -> Arguments.of("status " + status, WireMock.aResponse().withStatus(status)));
		Stream<Arguments> faults = Stream.of(Fault.values())
			.map((fault) -> Arguments.of("fault " + fault, WireMock.aResponse().withFault(fault)));
		Stream<Arguments> nonsense = Stream
			.of("", "garbage", "null", "[]", "{}", "{\"data\":null}", "{\"data\":{}}", "{\"data\":\"\"}",
					"{\"data\":[]", "{\"data\":[null]}", "{\"data\":[1]}", "{\"data\":[[]]}", "{\"data\":[{}]}",
					"{\"data\":[{\"id\":null}]}", "{\"data\":[{\"id\":42}]}", "{\"data\":[{\"id\":\"\"}]}")
			.map((body) -> Arguments.of("body " + body, WireMock.okJson(body)));
		return Stream.of(statuses, faults, nonsense).flatMap((answers) -> answers);
	}

	static void answer(ResponseDefinitionBuilder answer) {
		workOs.server().stubFor(WireMock.get(WireMock.urlPathEqualTo("/events")).willReturn(answer));
	}

	static MappingBuilder events() {
		return WireMock.get(WireMock.urlPathEqualTo("/events"));
	}

	static ResponseDefinitionBuilder page(String... events) {
		return WireMock.okJson(
				"{\"object\":\"list\",\"data\":[" + String.join(",", events) + "],\"list_metadata\":{\"after\":null}}");
	}

	static String revocation(int number) {
		return SignedMessages.sessionRevoked("event_" + number, time(number), "session_" + number);
	}

	/**
	 * One event a second.
	 */
	static Instant time(int number) {
		return NOW.minusSeconds(1000).plusSeconds(number);
	}

	static LiveChange ended(int number) {
		return new LiveChange(Kind.ENDED, FgaScope.session("session_" + number), time(number));
	}

	static List<LoggedRequest> requests() {
		return workOs.server().findAll(WireMock.getRequestedFor(WireMock.urlPathEqualTo("/events")));
	}

	static String query(LoggedRequest request) {
		return URLDecoder.decode(request.getUrl().substring("/events?".length()), StandardCharsets.UTF_8);
	}

	static List<String> queries() {
		return requests().stream().map(AbstractEventFeedTests::query).toList();
	}

}
