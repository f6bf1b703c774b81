package io.github.fgaspring.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.endtoend.LoadGenerator.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A dead service is left alone, and found again when it is back.
 */
@SpringBootTest(classes = ThingApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "fga.remote.deadline=1s", "fga.remote.read-timeout=300ms",
				"fga.remote.circuit-breaker.open-for=1s", "fga.remote.circuit-breaker.window=10" })
@ExtendWith(OutputCaptureExtension.class)
class CircuitBreakerTests extends AbstractServerTests {

	private static final int REQUESTS = 50;

	private static final Fault HANGING = Fault.on(CHECKS).delay(Duration.ofSeconds(30));

	@Autowired
	Resilience resilience;

	@Test
	void requestsWhenBreakerIsOpenThenUnavailableWithoutCall() {
		kill(HANGING);
		int calls = checks();
		List<Answer> answers = sendAll(different());
		// Unless that took so long that a probe was due.
		if (this.resilience.getCircuitBreakerState().equals("open")) {
			assertThat(checks()).isEqualTo(calls);
		}
		assertThat(answers).allSatisfy(CircuitBreakerTests::assertSpared);
	}

	@Test
	void requestsWhenBreakerOpensWhileTheyWaitForTheirSecondAttemptThenItIsNotMade() {
		this.emulator.inject(Fault.on(CHECKS).status(503));
		assertThat(sendAll(different())).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(503));
		assertThat(this.resilience.getCircuitBreakerState()).isEqualTo("open");
		assertThat(checks()).isLessThan(2 * REQUESTS);
	}

	@Test
	void requestsWhenServiceIsBackThenFirstSuccessIsWithinTheWaitOfTheBreaker() {
		kill(HANGING);
		this.emulator.clearFaults();
		this.emulator.clearRequests();
		long begin = System.nanoTime();
		AtomicInteger unavailable = new AtomicInteger();
		await().pollInterval(Duration.ofMillis(10)).until(() -> {
			Answer answer = send("/things/thing-4711").join();
			unavailable.addAndGet((answer.status() != 200) ? 1 : 0);
			return answer.status() == 200;
		});
		Duration recovery = Duration.ofNanos(System.nanoTime() - begin);
		assertThat(unavailable).hasPositiveValue();
		assertThat(checks()).isOne();
		// The breaker's second, and time for a busy machine to notice.
		assertThat(recovery).isLessThan(Duration.ofMillis(1000 + 500));
		assertThat(sendAll(List.of("/things/thing-4711", "/things/7", "/things/16")))
			.allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(200));
	}

	@Test
	void requestsWhenServiceStaysDeadThenOneProbeAtATime() {
		kill(Fault.on(CHECKS).status(503));
		await().until(() -> {
			this.emulator.clearRequests();
			sendAll(different());
			return checks() > 0;
		});
		assertThat(checks()).isOne();
		assertThat(this.resilience.getCircuitBreakerState()).isEqualTo("open");
	}

	@Test
	void requestsWhenBreakerOpensAtOnceThenTheOutageIsKnownAndLoggedOnce(CapturedOutput output) {
		this.emulator.inject(Fault.on(CHECKS).status(503));
		sendAll(different());
		sendAll(different());
		assertThat(this.resilience.getCircuitBreakerState()).isEqualTo("open");
		assertThat(this.status.getLastFailure()).isNotNull();
		assertThat(this.status.getOutageBegin()).isNotNull();
		assertThat(output.toString().lines().filter((line) -> line.contains(" WARN "))).singleElement()
			.asString()
			.contains("The WorkOS API does not answer", "503");
	}

	private void kill(Fault fault) {
		this.emulator.inject(fault);
		await().until(() -> {
			sendAll(different());
			return this.resilience.getCircuitBreakerState().equals("open");
		});
	}

	private static List<String> different() {
		return IntStream.range(0, REQUESTS).mapToObj((i) -> "/things/thing-" + i).toList();
	}

	private static void assertSpared(Answer answer) {
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
	}

}
