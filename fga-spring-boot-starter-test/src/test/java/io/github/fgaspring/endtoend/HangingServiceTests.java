package io.github.fgaspring.endtoend;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.endtoend.LoadGenerator.Answer;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The Authorization API accepts calls and does not answer: what becomes of 50 requests,
 * and of those that do not need it. The circuit breaker is kept from opening, so each
 * request takes as long as one ever can; {@link CircuitBreakerTests} has the other half.
 */
@SpringBootTest(classes = ThingApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "fga.remote.deadline=1s", "fga.remote.read-timeout=600ms",
				"fga.remote.circuit-breaker.window=10000", "fga.remote.circuit-breaker.minimum-calls=10000",
				"server.tomcat.threads.max=60" })
class HangingServiceTests extends AbstractServerTests {

	private static final int REQUESTS = 50;

	private static final Duration LONGEST = Duration.ofMillis(1000 + 250);

	@Autowired
	ServletWebServerApplicationContext context;

	@BeforeEach
	void hang() {
		this.emulator.inject(Fault.on(CHECKS).delay(Duration.ofSeconds(30)));
	}

	@Test
	void requestsWhenServiceHangsThenAllAreUnavailableWithinTheDeadline() {
		Duration slowest = LONGEST;
		// A machine that is busy with something else may be late once.
		for (int round = 0; round < 3 && slowest.compareTo(LONGEST) >= 0; round++) {
			List<Answer> answers = sendAll(different(REQUESTS));
			assertThat(answers).allSatisfy(HangingServiceTests::assertUnavailable);
			slowest = answers.stream().map(Answer::time).max(Comparator.naturalOrder()).orElseThrow();
		}
		assertThat(slowest).isLessThan(LONGEST);
	}

	@Test
	void requestsWhenServiceHangsThenSecondAttemptIsMadeOfWhatTimeIsLeft() {
		assertThat(sendAll(different(REQUESTS)))
			.allSatisfy((answer) -> assertThat(answer.time()).isGreaterThanOrEqualTo(Duration.ofMillis(950)));
		assertThat(checks()).isEqualTo(2 * REQUESTS);
	}

	@RepeatedTest(2)
	void requestWhenOthersHangAndClaimsAnswerThenAnsweredAtOnceAndAllThreadsAreFreeAfterwards() {
		List<CompletableFuture<Answer>> hanging = different(REQUESTS).stream().map(this::send).toList();
		awaitChecks(REQUESTS);
		Answer answer = this.load.send("/organization", token("org:view")).join();
		assertThat(answer.status()).isEqualTo(200);
		assertThat(hanging).noneMatch(CompletableFuture::isDone);
		assertThat(busyThreads()).isGreaterThanOrEqualTo(REQUESTS);
		assertThat(LoadGenerator.join(hanging)).allSatisfy(HangingServiceTests::assertUnavailable);
		await().untilAsserted(() -> assertThat(busyThreads()).isZero());
	}

	@Test
	void requestsWhenIdenticalAndServiceHangsThenAllAreUnavailableWithOneCallAndItsRetry() {
		List<Answer> answers = sendAll(IntStream.range(0, REQUESTS).mapToObj((i) -> "/things/thing-4711").toList());
		assertThat(answers).allSatisfy(HangingServiceTests::assertUnavailable);
		// Who comes too late for the first call shares the next one.
		assertThat(checks()).isBetween(2, 4);
	}

	private static List<String> different(int number) {
		return IntStream.range(0, number).mapToObj((i) -> "/things/thing-" + i).toList();
	}

	private static void assertUnavailable(Answer answer) {
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
		assertThat(answer.body()).contains("authorization_unavailable");
	}

	private int busyThreads() {
		TomcatWebServer server = (TomcatWebServer) this.context.getWebServer();
		ThreadPoolExecutor threads = (ThreadPoolExecutor) server.getTomcat()
			.getConnector()
			.getProtocolHandler()
			.getExecutor();
		return threads.getActiveCount();
	}

}
