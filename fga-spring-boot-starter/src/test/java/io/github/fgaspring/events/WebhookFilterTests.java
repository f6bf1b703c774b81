package io.github.fgaspring.events;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.fgaspring.revocation.LiveChanges;
import io.github.fgaspring.support.SignedMessages;
import io.github.fgaspring.support.TestClock;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
class WebhookFilterTests {

	private static final String SECRET = SignedMessages.SECRET;

	private static final Duration TOLERANCE = Duration.ofMinutes(3);

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final byte[] REVOKED = SignedMessages.sessionRevoked("event_4711", NOW, "session_4711")
		.getBytes(StandardCharsets.UTF_8);

	private final TestClock clock = new TestClock(NOW);

	private final List<Object> published = Collections.synchronizedList(new ArrayList<>());

	private final AtomicBoolean listenerFails = new AtomicBoolean();

	private final LocalReceivedEvents receivedEvents = new LocalReceivedEvents(this.clock);

	private final EventReceiver receiver = new EventReceiver(this.receivedEvents,
			new LiveChanges(List::of, () -> (changes) -> true), this::publish);

	private final WebhookFilter filter = new WebhookFilter("/fga/webhooks", List.of(SECRET, "whsec_previous"),
			TOLERANCE, this.receiver, this.clock);

	@Test
	void createWhenArgumentIsUnusableThenFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WebhookFilter("fga", List.of(SECRET), TOLERANCE, this.receiver, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WebhookFilter("/fga", List.of(), TOLERANCE, this.receiver, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WebhookFilter("/fga", List.of(SECRET), Duration.ZERO, this.receiver, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WebhookFilter("/fga", List.of(SECRET), TOLERANCE, null, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WebhookFilter("/fga", List.of(SECRET), TOLERANCE, this.receiver, null));
	}

	@Test
	void postWhenRightlySignedThenDealtWithOnce() throws Exception {
		assertStatus(200, signed(REVOKED));
		assertStatus(200, signed(REVOKED));
		assertThat(this.published).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fga/webhooks/", "/fga/webhooks;a=b", "/fga;a=b/webhooks", "//fga/webhooks",
			"/fga//webhooks", "/fga/%77ebhooks", "/fga/./webhooks", "/fga/x/../webhooks", "/FGA/webhooks",
			"/fga/webhooks.json", "/fga/webhook", "/", "", "/fga/webhooks%00", "/fga/webhooks%20" })
	void requestWhenPathIsWrittenOtherwiseThenGoesOn(String path) throws Exception {
		MockHttpServletRequest request = signed(REVOKED);
		request.setRequestURI(path);
		MockFilterChain chain = new MockFilterChain();
		this.filter.doFilter(request, new MockHttpServletResponse(), chain);
		assertThat(chain.getRequest()).isSameAs(request);
		assertThat(this.published).isEmpty();
	}

	@Test
	void requestWhenBelowContextPathThenOnlyThereIsTheEndpoint() throws Exception {
		MockHttpServletRequest request = signed(REVOKED);
		request.setContextPath("/shop");
		MockFilterChain chain = new MockFilterChain();
		this.filter.doFilter(request, new MockHttpServletResponse(), chain);
		assertThat(chain.getRequest()).isSameAs(request);
		request.setRequestURI("/shop/fga/webhooks");
		assertStatus(200, request);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "post", "BREW" })
	void requestWhenNotAPostThenRefused(String method) throws Exception {
		MockHttpServletRequest request = signed(REVOKED);
		request.setMethod(method);
		assertThat(assertStatus(405, request).getHeader("Allow")).isEqualTo("POST");
		assertThat(this.published).isEmpty();
	}

	@Test
	void postWhenNotSignedThenRefused(CapturedOutput output) throws Exception {
		MockHttpServletResponse response = assertStatus(401, post(REVOKED));
		assertThat(response.getHeader("WWW-Authenticate")).isEqualTo("WorkOS-Signature");
		assertThat(output).contains("no signature").doesNotContain("4711");
	}

	@Test
	void postWhenHeaderComesTwiceThenRefused() throws Exception {
		MockHttpServletRequest request = signed(REVOKED);
		request.addHeader("WorkOS-Signature", SignedMessages.header(SECRET, NOW, REVOKED));
		assertStatus(401, request);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage", "t=1767268800000", "v1=00", "t=now, v1=00" })
	void postWhenSignatureMalformedThenRefused(String header) throws Exception {
		MockHttpServletRequest request = post(REVOKED);
		request.addHeader("WorkOS-Signature", header);
		assertStatus(401, request);
	}

	@Test
	void postWhenSignedWithAnotherSecretThenRefused(CapturedOutput output) throws Exception {
		assertStatus(401, signed(REVOKED, "whsec_of_somebody_else", NOW));
		assertThat(output).contains("a wrong signature").doesNotContain("4711", "whsec");
		assertThat(this.published).isEmpty();
	}

	@Test
	void postWhenSignedWithPreviousSecretThenAccepted() throws Exception {
		assertStatus(200, signed(REVOKED, "whsec_previous", NOW));
		assertThat(this.published).hasSize(1);
	}

	@Test
	void postWhenSignedWithinToleranceThenAccepted() throws Exception {
		assertStatus(200, signed(REVOKED, SECRET, NOW.minus(TOLERANCE)));
		assertStatus(200, signed(REVOKED, SECRET, NOW.plus(TOLERANCE)));
	}

	@Test
	void postWhenSignedTooLongBeforeOrAfterNowThenRefused() throws Exception {
		assertStatus(401, signed(REVOKED, SECRET, NOW.minus(TOLERANCE).minusMillis(1)));
		assertStatus(401, signed(REVOKED, SECRET, NOW.plus(TOLERANCE).plusMillis(1)));
		assertStatus(401, signed(REVOKED, SECRET, Instant.ofEpochMilli(9_999_999_999_999_999L)));
		assertStatus(401, signed(REVOKED, SECRET, Instant.ofEpochMilli(NOW.getEpochSecond())));
		assertThat(this.published).isEmpty();
	}

	@Test
	void postWhenReplayedLaterThenRefused() throws Exception {
		String header = SignedMessages.header(SECRET, NOW, REVOKED);
		MockHttpServletRequest replay = post(REVOKED);
		replay.addHeader("WorkOS-Signature", header);
		assertStatus(200, replay);
		this.clock.advance(TOLERANCE.plusMillis(1));
		assertStatus(401, replay);
		assertThat(this.published).hasSize(1);
	}

	@Test
	void postWhenSignedTimeIsReplacedThenRefused() throws Exception {
		String header = SignedMessages.header(SECRET, NOW.minus(Duration.ofDays(1)), REVOKED);
		MockHttpServletRequest request = post(REVOKED);
		request.addHeader("WorkOS-Signature", header.replaceAll("t=\\d+", "t=" + NOW.toEpochMilli()));
		assertStatus(401, request);
	}

	@Test
	void postWhenAnyByteOfTheBodyChangesThenRefused() throws Exception {
		for (int i = 0; i < REVOKED.length; i++) {
			byte[] changed = REVOKED.clone();
			changed[i] ^= 1;
			MockHttpServletRequest request = post(changed);
			request.addHeader("WorkOS-Signature", SignedMessages.header(SECRET, NOW, REVOKED));
			assertStatus(401, request);
		}
		assertThat(this.published).isEmpty();
	}

	@Test
	void postWhenAsLongAsAllowedThenAccepted() throws Exception {
		byte[] body = SignedMessages.event("event_1", "a.b", NOW, "{\"a\":\"" + "x".repeat(262_000) + "\"}")
			.getBytes(StandardCharsets.UTF_8);
		byte[] padded = (new String(body, StandardCharsets.UTF_8) + " ".repeat(WebhookFilter.MAX_LENGTH - body.length))
			.getBytes(StandardCharsets.UTF_8);
		assertThat(padded).hasSize(256 * 1024);
		assertStatus(200, signed(padded));
		assertThat(this.published).hasSize(1);
	}

	@Test
	void postWhenLongerThanAllowedThenRefusedWithoutReading() throws Exception {
		byte[] body = new byte[1024 * 1024];
		CountingRequest request = new CountingRequest(body.length, body.length);
		request.addHeader("WorkOS-Signature", SignedMessages.header(SECRET, NOW, body));
		assertStatus(413, request);
		assertThat(request.read).isZero();
	}

	@Test
	void postWhenLengthUnknownAndLongerThanAllowedThenRefusedAfterTheLimit() throws Exception {
		CountingRequest request = new CountingRequest(-1, Long.MAX_VALUE);
		request.addHeader("WorkOS-Signature", SignedMessages.header(SECRET, NOW, REVOKED));
		assertStatus(413, request);
		assertThat(request.read).isEqualTo(WebhookFilter.MAX_LENGTH + 1);
	}

	@Test
	void postWhenNotSignedThenRefusedWithoutReading() throws Exception {
		CountingRequest request = new CountingRequest(-1, Long.MAX_VALUE);
		assertStatus(401, request);
		assertThat(request.read).isZero();
	}

	@Test
	void postWhenBodyBreaksOffThenRefused() throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/fga/webhooks") {

			@Override
			public ServletInputStream getInputStream() {
				return new DelegatingServletInputStream(new InputStream() {

					@Override
					public int read() throws IOException {
						throw new IOException("Broken");
					}

				});
			}

		};
		request.addHeader("WorkOS-Signature", SignedMessages.header(SECRET, NOW, REVOKED));
		assertStatus(400, request);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage", "{", "[]", "null", "{\"id\":\"event_4711\"}", "\u0000\u0001",
			"{\"id\":\"event_4711\",\"event\":\"session.revoked\",\"data\":{},\"created_at\":\"2026-01-01T12:00:00Z\"}" })
	void postWhenSignatureIsRightAroundGarbageThenRefused(String body, CapturedOutput output) throws Exception {
		assertStatus(400, signed(body.getBytes(StandardCharsets.UTF_8)));
		assertThat(output).containsOnlyOnce("refused although its signature is right")
			.doesNotContain("4711", "Exception");
		assertThat(this.published).isEmpty();
	}

	@Test
	void postWhenSignatureIsWrongAroundGarbageThenIsNotParsed() throws Exception {
		assertStatus(401, signed("garbage".getBytes(StandardCharsets.UTF_8), "whsec_of_somebody_else", NOW));
	}

	@Test
	void postWhenListenerFailsThenIsToBeSentAgain() throws Exception {
		this.listenerFails.set(true);
		assertThat(assertStatus(503, signed(REVOKED)).getHeader("Retry-After")).isEqualTo("5");
		this.listenerFails.set(false);
		assertStatus(200, signed(REVOKED));
		assertThat(this.published).hasSize(1);
	}

	@Test
	void postWhenInProgressElsewhereThenIsToBeSentAgain() throws Exception {
		this.receivedEvents.begin("event_4711");
		assertStatus(503, signed(REVOKED));
		this.receivedEvents.abandon("event_4711");
		assertStatus(200, signed(REVOKED));
	}

	@Test
	void postWhenMemoryOfEventsFailsThenIsToBeSentAgain() throws Exception {
		EventReceiver failing = new EventReceiver(brokenMemory(), new LiveChanges(List::of, () -> (changes) -> true),
				this::publish);
		WebhookFilter filter = new WebhookFilter("/fga/webhooks", List.of(SECRET), TOLERANCE, failing, this.clock);
		MockHttpServletResponse response = new MockHttpServletResponse();
		filter.doFilter(signed(REVOKED), response, new MockFilterChain());
		assertThat(response.getStatus()).isEqualTo(503);
	}

	private static ReceivedEvents brokenMemory() {
		return new ReceivedEvents() {

			@Override
			public Receipt begin(String eventId) {
				throw new IllegalStateException("No memory");
			}

			@Override
			public void complete(String eventId) {
			}

			@Override
			public void abandon(String eventId) {
			}

		};
	}

	private void publish(Object event) {
		if (this.listenerFails.get()) {
			throw new IllegalStateException("The listener fails");
		}
		this.published.add(event);
	}

	private MockHttpServletResponse assertStatus(int status, MockHttpServletRequest request)
			throws IOException, ServletException {
		MockHttpServletResponse response = new MockHttpServletResponse();
		MockFilterChain chain = new MockFilterChain();
		this.filter.doFilter(request, response, chain);
		assertThat(response.getStatus()).isEqualTo(status);
		assertThat(response.getContentAsByteArray()).isEmpty();
		assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
		assertThat(chain.getRequest()).isNull();
		return response;
	}

	private static MockHttpServletRequest signed(byte[] body) {
		return signed(body, SECRET, NOW);
	}

	private static MockHttpServletRequest signed(byte[] body, String secret, Instant time) {
		MockHttpServletRequest request = post(body);
		request.addHeader("WorkOS-Signature", SignedMessages.header(secret, time, body));
		return request;
	}

	private static MockHttpServletRequest post(byte[] body) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/fga/webhooks");
		request.setContent(body);
		return request;
	}

	/**
	 * A request that counts how many bytes of its body are read.
	 */
	private static final class CountingRequest extends MockHttpServletRequest {

		private final long contentLength;

		private final long length;

		private long read;

		private CountingRequest(long contentLength, long length) {
			super("POST", "/fga/webhooks");
			this.contentLength = contentLength;
			this.length = length;
		}

		@Override
		public long getContentLengthLong() {
			return this.contentLength;
		}

		@Override
		public ServletInputStream getInputStream() {
			return new DelegatingServletInputStream(new InputStream() {

				@Override
				public int read() {
					CountingRequest request = CountingRequest.this;
					return (request.read++ < request.length) ? 'x' : -1;
				}

			});
		}

	}

}
