package io.github.fgaspring.membership;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.fgaspring.client.ApiCalls;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.support.TestClock;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * A test of something that looks up at WorkOS as seen on the wire.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractLookupTests {

	static final Duration MOMENT = Duration.ofNanos(1);

	static final Duration MAX_WAIT = Duration.ofSeconds(20);

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(1);

	/**
	 * Shared by all such tests, which run one after the other.
	 */
	static final WorkOsStub workOs = WorkOsStub.start();

	final AtomicLong nanos = new AtomicLong();

	final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));

	final ApiStatus status = new ApiStatus(this.clock);

	final WorkOsApi api = new WorkOsApi(RestClient.builder()
		.baseUrl(workOs.baseUrl())
		.requestFactory(requestFactory())
		.defaultHeaders((headers) -> headers.setBearerAuth(WorkOsStub.API_KEY))
		.build(), new ApiCalls(this.status, null), Clock.systemUTC());

	private static JdkClientHttpRequestFactory requestFactory() {
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory();
		factory.setReadTimeout(READ_TIMEOUT);
		return factory;
	}

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	WorkOsIds ids(IdKind userIds, IdKind organizationIds) {
		return new WorkOsIds(this.api, userIds, organizationIds, MAX_WAIT, this.status, this.nanos::get, this.clock);
	}

	void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	/**
	 * What WorkOS answers to everything.
	 */
	static void answer(ResponseDefinitionBuilder answer) {
		workOs.server().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(answer));
	}

	static List<String> requestedUrls() {
		return workOs.server()
			.findAll(WireMock.anyRequestedFor(WireMock.anyUrl()))
			.stream()
			.map(LoggedRequest::getUrl)
			.toList();
	}

	/**
	 * Whatever is no answer.
	 */
	static List<ResponseDefinitionBuilder> failures() {
		return List.of(WireMock.status(401), WireMock.status(403), WireMock.status(408), WireMock.status(409),
				WireMock.status(418), WireMock.status(429), WireMock.status(500), WireMock.status(502),
				WireMock.status(503), WireMock.status(504), WireMock.status(201), WireMock.status(204),
				WireMock.temporaryRedirect("/elsewhere"), WireMock.permanentRedirect("/elsewhere"), WireMock.ok(),
				WireMock.ok("<html>"), WireMock.okJson("[]"), WireMock.okJson("null"), WireMock.okJson("\"x\""),
				WireMock.okJson("{\"data\":[]"), WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
				WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE),
				WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
				WireMock.aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE),
				WireMock.ok().withFixedDelay((int) READ_TIMEOUT.multipliedBy(2).toMillis()));
	}

}
