package io.github.fgaspring.endtoend;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.workos.webhooks.Webhook;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.events.FgaEvent;
import io.github.fgaspring.revocation.FgaRevocations;
import io.github.fgaspring.revocation.SessionMarks;
import io.github.fgaspring.support.SignedMessages;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The webhook endpoint on a real server, byte by byte.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "fga.webhooks.secret=" + SignedMessages.SECRET, "server.servlet.context-path=/shop" })
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class WebhookEndpointTests {

	private static final String SECRET = SignedMessages.SECRET;

	private static final String PATH = "/shop/fga/webhooks";

	private static final AtomicInteger nextId = new AtomicInteger();

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private Application application;

	@Autowired
	private FgaRevocations revocations;

	@Autowired
	private SessionMarks marks;

	@DynamicPropertySource
	static void connect(DynamicPropertyRegistry registry) {
		for (String property : workOs.properties()) {
			String[] parts = property.split("=", 2);
			registry.add(parts[0], () -> parts[1]);
		}
	}

	@BeforeEach
	void reset() {
		this.application.received.clear();
		this.marks.reset();
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void postWhenSignedByTheVendorsSdkThenTakesEffect() throws Exception {
		byte[] body = revocation("session_sdk");
		String time = Long.toString(System.currentTimeMillis());
		String signature = new Webhook().createSignature(time, new String(body, StandardCharsets.UTF_8), SECRET);
		assertThat(isRevoked("session_sdk")).isFalse();
		assertThat(status(request(PATH, "t=" + time + ", v1=" + signature, body))).isEqualTo(200);
		assertThat(isRevoked("session_sdk")).isTrue();
	}

	@Test
	void postThenAnswerHasNeitherBodyNorCookieAndIsNotStored() throws Exception {
		HttpResponse<byte[]> response = this.http.send(signed(revocation("session_1")), BodyHandlers.ofByteArray());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEmpty();
		assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
		assertThat(response.headers().map()).doesNotContainKeys("Set-Cookie", "set-cookie");
	}

	@Test
	void requestWhenPathIsWrittenOtherwiseThenIsTheApplicationsToRefuse() throws Exception {
		byte[] body = revocation("session_1");
		for (String path : List.of(PATH + "/", "/shop/fga/%77ebhooks", "/shop/fga/webhooks;a=b", "/shop//fga/webhooks",
				"/shop/fga//webhooks", "/shop/fga/x/../webhooks", "/shop/FGA/webhooks", "/fga/webhooks",
				"/shop/;a/fga/webhooks")) {
			assertThat(status(request(path, SignedMessages.header(SECRET, Instant.now(), body), body))).as(path)
				.isBetween(400, 404);
		}
		assertThat(this.application.received).isEmpty();
	}

	@Test
	void requestWhenNotAPostThenRefused() throws Exception {
		HttpResponse<String> response = this.http.send(
				HttpRequest.newBuilder(uri(PATH)).method("GET", BodyPublishers.noBody()).build(),
				BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("Allow")).contains("POST");
	}

	@Test
	void postWhenBadThenRefusedWithoutATrace(CapturedOutput output) throws Exception {
		byte[] body = revocation("session_4711");
		Instant now = Instant.now();
		String header = SignedMessages.header(SECRET, now, body);
		assertThat(status(post(PATH, body).build())).isEqualTo(401);
		assertThat(status(request(PATH, "garbage", body))).isEqualTo(401);
		assertThat(status(request(PATH, SignedMessages.header("whsec_other", now, body), body))).isEqualTo(401);
		assertThat(status(request(PATH, SignedMessages.header(SECRET, now.minus(Duration.ofMinutes(4)), body), body)))
			.isEqualTo(401);
		assertThat(status(request(PATH, SignedMessages.header(SECRET, now.plus(Duration.ofMinutes(4)), body), body)))
			.isEqualTo(401);
		for (int i = 0; i < body.length; i += 13) {
			byte[] changed = body.clone();
			changed[i] ^= 1;
			assertThat(status(request(PATH, header, changed))).isEqualTo(401);
		}
		assertThat(
				status(post(PATH, body).header("WorkOS-Signature", header).header("WorkOS-Signature", header).build()))
			.isEqualTo(401);
		for (String garbage : List.of("", "garbage", "{}", "[]", "\u0000", "[".repeat(100_000))) {
			assertThat(status(signed(garbage.getBytes(StandardCharsets.UTF_8)))).isEqualTo(400);
		}
		assertThat(isRevoked("session_4711")).isFalse();
		assertThat(this.application.received).isEmpty();
		assertThat(output).doesNotContain("\tat ", "4711", "whsec");
	}

	@Test
	void postWhenAMegabyteThenRefused() throws Exception {
		byte[] body = new byte[1024 * 1024];
		String header = SignedMessages.header(SECRET, Instant.now(), body);
		assertThat(status(request(PATH, header, body))).isEqualTo(413);
		HttpRequest chunked = HttpRequest.newBuilder(uri(PATH))
			.header("WorkOS-Signature", header)
			.POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)))
			.build();
		assertThat(status(chunked)).isEqualTo(413);
	}

	@Test
	void postWhenChunkedThenAccepted() throws Exception {
		byte[] body = revocation("session_chunked");
		HttpRequest chunked = HttpRequest.newBuilder(uri(PATH))
			.header("WorkOS-Signature", SignedMessages.header(SECRET, Instant.now(), body))
			.POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)))
			.build();
		assertThat(status(chunked)).isEqualTo(200);
		assertThat(isRevoked("session_chunked")).isTrue();
	}

	@Test
	void postWhenBodyBreaksOffThenNoTrace(CapturedOutput output) throws Exception {
		byte[] body = revocation("session_half");
		String head = "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nWorkOS-Signature: "
				+ SignedMessages.header(SECRET, Instant.now(), body) + "\r\n";
		assertThat(answer(head + "Content-Length: " + body.length + "\r\n\r\n{\"half")).isIn("", "400");
		assertThat(answer(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")).isIn("", "400");
		assertThat(isRevoked("session_half")).isFalse();
		assertThat(status(signed(revocation("session_whole")))).isEqualTo(200);
		assertThat(output).doesNotContain("\tat ", "session_half");
	}

	@Test
	void postWhenTypeIsUnknownThenReachesListeners() throws Exception {
		String id = "event_" + nextId.incrementAndGet();
		byte[] body = SignedMessages.event(id, "of.a.kind.yet.unknown", Instant.now(), "{\"a\":[1,2]}")
			.getBytes(StandardCharsets.UTF_8);
		assertThat(status(signed(body))).isEqualTo(200);
		assertThat(this.application.received).containsOnlyKeys(id);
	}

	@Test
	void postWhenOutOfOrderAndTwiceThenTheOutcomeIsTheSame() throws Exception {
		Instant now = Instant.now();
		byte[] inactive = membershipUpdate("event_" + nextId.incrementAndGet(), "inactive", now.minusSeconds(10));
		byte[] active = membershipUpdate("event_" + nextId.incrementAndGet(), "active", now.minusSeconds(5));
		for (byte[] body : List.of(active, inactive, active, inactive)) {
			assertThat(status(signed(body))).isEqualTo(200);
		}
		assertThat(this.application.received).hasSize(2).allSatisfy((id, count) -> assertThat(count).hasValue(1));
		FgaSession before = session("session_1", now.minusSeconds(60));
		assertThat(this.marks.isRevoked(before)).isTrue();
		assertThat(this.marks.isOutdated(before)).isTrue();
		FgaSession after = session("session_1", now.plusSeconds(60));
		assertThat(this.marks.isRevoked(after)).isFalse();
		assertThat(this.marks.isOutdated(after)).isFalse();
	}

	/**
	 * Ten thousand messages, each event twice.
	 */
	@Test
	void postWhenThousandsComeAtOnceThenEachIsDealtWithOnce() throws Exception {
		int events = 5_000;
		List<HttpRequest> requests = new ArrayList<>();
		for (int i = 0; i < events; i++) {
			HttpRequest request = signed(revocation("session_burst_" + i));
			requests.add(request);
			requests.add(request);
		}
		Collections.shuffle(requests);
		ExecutorService senders = Executors.newFixedThreadPool(8);
		try {
			List<Future<Integer>> statuses = new ArrayList<>();
			requests.forEach((request) -> statuses.add(senders.submit(() -> statusWhenAccepted(request))));
			for (Future<Integer> status : statuses) {
				assertThat(status.get()).isEqualTo(200);
			}
		}
		finally {
			senders.shutdownNow();
			assertThat(senders.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(this.application.received).hasSize(events).allSatisfy((id, count) -> assertThat(count).hasValue(1));
		assertThat(IntStream.range(0, events)).allMatch((i) -> isRevoked("session_burst_" + i));
		assertThat(isRevoked("session_burst_" + events)).isFalse();
	}

	/**
	 * Sends a message again while it is being dealt with, as WorkOS does.
	 */
	private int statusWhenAccepted(HttpRequest request) throws IOException, InterruptedException {
		int status = status(request);
		while (status == 503) {
			status = status(request);
		}
		return status;
	}

	private boolean isRevoked(String sessionId) {
		return this.revocations.isRevoked(session(sessionId, Instant.now()));
	}

	private static FgaSession session(String sessionId, Instant issuedAt) {
		return FgaSession.of("user_alice")
			.sessionId(sessionId)
			.organizationId("org_acme")
			.organizationMembershipId("om_alice")
			.issuedAt(issuedAt)
			.build();
	}

	private static byte[] revocation(String sessionId) {
		return SignedMessages.sessionRevoked("event_" + nextId.incrementAndGet(), Instant.now(), sessionId)
			.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] membershipUpdate(String id, String status, Instant time) {
		return SignedMessages
			.event(id, "organization_membership.updated", time,
					"""
							{"id":"om_alice","user_id":"user_alice","organization_id":"org_acme","status":"%s"}"""
						.formatted(status))
			.getBytes(StandardCharsets.UTF_8);
	}

	private HttpRequest signed(byte[] body) {
		return request(PATH, SignedMessages.header(SECRET, Instant.now(), body), body);
	}

	private HttpRequest request(String path, String signature, byte[] body) {
		return post(path, body).header("WorkOS-Signature", signature).build();
	}

	private HttpRequest.Builder post(String path, byte[] body) {
		return HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofByteArray(body));
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.port + path);
	}

	private int status(HttpRequest request) throws IOException, InterruptedException {
		return this.http.send(request, BodyHandlers.discarding()).statusCode();
	}

	/**
	 * The status, empty if there is none.
	 */
	private String answer(String request) throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			OutputStream out = socket.getOutputStream();
			out.write(request.getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
			socket.shutdownOutput();
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			return (!answer.isEmpty()) ? answer.split(" ")[1] : "";
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataRedisAutoConfiguration.class)
	static class Application {

		private final ConcurrentMap<String, AtomicInteger> received = new ConcurrentHashMap<>();

		@EventListener
		void listen(FgaEvent event) {
			this.received.computeIfAbsent(event.id(), (id) -> new AtomicInteger()).incrementAndGet();
		}

	}

}
