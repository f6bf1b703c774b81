package io.github.fgaspring.endtoend;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import io.github.fgaspring.endtoend.LoadGenerator.Answer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests that ask at the same time: their calls are held until all of them are under
 * way.
 */
@SpringBootTest(classes = ThingApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "fga.remote.deadline=30s", "fga.remote.read-timeout=30s" })
@Import(ConcurrentQuestionsTests.HoldingConfiguration.class)
class ConcurrentQuestionsTests extends AbstractServerTests {

	private static final int REQUESTS = 50;

	private static final String THING = "/things/thing-4711";

	private final List<Socket> sockets = new ArrayList<>();

	private long joinedBefore;

	@BeforeEach
	void hold() {
		Served.threads.clear();
		Served.requests.clear();
		Gate.reached.set(0);
		Gate.open = new CountDownLatch(1);
		this.joinedBefore = this.status.getSparedCalls();
	}

	@AfterEach
	void release() throws IOException {
		Gate.open.countDown();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	@Test
	void requestsWhenIdenticalThenOneCall() {
		List<CompletableFuture<Answer>> requests = send(REQUESTS, ALICE);
		awaitCalls(1, REQUESTS - 1);
		assertGranted(requests);
		assertThat(checks()).isOne();
	}

	@Test
	void requestsWhenIdenticalAndOneAfterTheOtherThenOneCallEach() {
		Gate.open.countDown();
		for (int i = 0; i < 3; i++) {
			assertGranted(send(1, ALICE));
		}
		assertThat(checks()).isEqualTo(3);
	}

	@Test
	void requestsWhenResourcesDifferThenOneCallEach() {
		List<CompletableFuture<Answer>> requests = IntStream.range(0, REQUESTS)
			.mapToObj((i) -> send("/things/no-" + i))
			.toList();
		awaitCalls(REQUESTS, 0);
		assertStatus(requests, 403);
		assertThat(this.emulator.requests(CHECKS).stream().map(RecordedRequest::body).distinct()).hasSize(REQUESTS);
		assertThat(checks()).isEqualTo(REQUESTS);
	}

	@Test
	void requestsWhenMembershipsDifferThenTheyDoNotShare() {
		List<CompletableFuture<Answer>> alices = send(REQUESTS / 2, ALICE);
		List<CompletableFuture<Answer>> bobs = send(REQUESTS / 2, BOB);
		awaitCalls(2, REQUESTS - 2);
		assertGranted(alices);
		assertStatus(bobs, 403);
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestsWhenAlwaysCurrentThenOneCallEach() {
		List<CompletableFuture<Answer>> requests = IntStream.range(0, 10)
			.mapToObj((i) -> send("/always-current/thing-4711"))
			.toList();
		awaitCalls(10, 0);
		assertGranted(requests);
		assertThat(checks()).isEqualTo(10);
	}

	@Test
	void requestsWhenIdenticalAndServiceFailsThenFailureIsSharedAndNotKept() {
		this.emulator.inject(Fault.on(CHECKS).status(500).times(1));
		List<CompletableFuture<Answer>> requests = send(REQUESTS, ALICE);
		awaitCalls(1, REQUESTS - 1);
		assertStatus(requests, 503);
		assertGranted(send(1, ALICE));
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestsWhenClientOfTheFirstOneDisconnectsThenOthersAreAnswered() throws IOException {
		Socket leader = connect();
		await().until(() -> Gate.reached.get() == 1);
		List<CompletableFuture<Answer>> followers = send(REQUESTS, ALICE);
		await().untilAsserted(() -> assertThat(joined()).isEqualTo(REQUESTS));
		// What is sent to the client from now on comes back as a reset.
		leader.setSoLinger(true, 0);
		leader.close();
		Gate.open.countDown();
		assertGranted(followers);
		assertThat(checks()).isOne();
	}

	@Test
	void requestsWhenThreadOfTheFirstOneIsInterruptedThenOthersAreAnswered() throws IOException {
		Gate.open.countDown();
		this.emulator.inject(Fault.on(CHECKS).delay(Duration.ofSeconds(30)).times(1));
		connect();
		await().untilAsserted(() -> assertThat(checks()).isOne());
		Thread leader = Served.threads.get(0);
		Gate.open = new CountDownLatch(1);
		List<CompletableFuture<Answer>> followers = send(REQUESTS, ALICE);
		await().untilAsserted(() -> assertThat(joined()).isEqualTo(REQUESTS));
		leader.interrupt();
		await().untilAsserted(() -> assertThat(Served.requests).contains(new Served(leader, 503)));
		// One of them leads, and the others join it.
		awaitCalls(2, REQUESTS + REQUESTS - 1);
		assertGranted(followers);
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestsWhenThreadOfAWaitingOneIsInterruptedThenOthersAreAnswered() throws IOException {
		CompletableFuture<Answer> leader = send(THING);
		await().until(() -> Gate.reached.get() == 1);
		connect();
		await().untilAsserted(() -> assertThat(joined()).isOne());
		Thread waiting = Served.threads.get(1);
		List<CompletableFuture<Answer>> followers = send(REQUESTS, ALICE);
		await().untilAsserted(() -> assertThat(joined()).isEqualTo(1 + REQUESTS));
		waiting.interrupt();
		await().untilAsserted(() -> assertThat(Served.requests).contains(new Served(waiting, 503)));
		Gate.open.countDown();
		assertGranted(List.of(leader));
		assertGranted(followers);
		assertThat(checks()).isOne();
	}

	@Test
	void requestsThenServedByThreadsOfTheKindThatIsTested() {
		send("/organization").join();
		await().untilAsserted(() -> assertThat(Served.requests).isNotEmpty());
		assertThat(Served.requests)
			.allMatch((served) -> served.thread.toString().startsWith("VirtualThread[") == expectsVirtualThreads());
	}

	boolean expectsVirtualThreads() {
		return false;

	}

	/**
	 *
	 *
	 *
	 * Sends a request of Alice that no HTTP client repeats if the connection breaks.
	 */

	private Socket connect() throws IOException {
		Socket socket = new Socket("127.0.0.1", this.port);
		this.sockets.add(socket);
		OutputStream out = socket.getOutputStream();
		String request = "GET " + THING + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + tokenOf(ALICE)
				+ "\r\n\r\n";
		out.write(request.getBytes(StandardCharsets.US_ASCII));
		out.flush();
		return socket;
	}

	private List<CompletableFuture<Answer>> send(int number, String userId) {
		String token = tokenOf(userId);
		return IntStream.range(0, number).mapToObj((i) -> this.load.send(THING, token)).toList();
	}

	/**
	 * Waits until so many calls are held and so many threads wait for them, and lets them
	 * go.
	 */
	private void awaitCalls(int number, int joined) {
		await().untilAsserted(() -> {
			assertThat(Gate.reached).hasValue(number);
			assertThat(joined()).isEqualTo(joined);
		});
		Gate.open.countDown();
	}

	private long joined() {
		return this.status.getSparedCalls() - this.joinedBefore;
	}

	private static void assertGranted(List<CompletableFuture<Answer>> requests) {
		assertStatus(requests, 200);
	}

	private static void assertStatus(List<CompletableFuture<Answer>> requests, int status) {
		assertThat(LoadGenerator.join(requests)).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(status));
	}

	/**
	 * Where the calls to WorkOS are held.
	 */
	private static final class Gate {

		static final AtomicInteger reached = new AtomicInteger();

		static volatile CountDownLatch open = new CountDownLatch(0);

		private Gate() {
		}

		static void pass() {
			reached.incrementAndGet();
			try {
				open.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	/**
	 * A request that was served. Of a thread that is interrupted, only this tells what it
	 * has answered: the connection is closed.
	 */
	private record Served(Thread thread, int status) {

		static final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

		static final List<Served> requests = Collections.synchronizedList(new ArrayList<>());

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class HoldingConfiguration {

		@Bean
		RestClientCustomizer holdingCustomizer() {
			return (builder) -> builder.requestInterceptor((request, body, execution) -> {
				if (request.getURI().getPath().endsWith("/check")) {
					Gate.pass();
				}
				return execution.execute(request, body);
			});
		}

		@Bean
		Filter servedFilter() {
			return (request, response, chain) -> {
				Served.threads.add(Thread.currentThread());
				try {
					chain.doFilter(request, response);
				}
				finally {
					Served.requests
						.add(new Served(Thread.currentThread(), ((HttpServletResponse) response).getStatus()));
				}
			};
		}

	}

}
