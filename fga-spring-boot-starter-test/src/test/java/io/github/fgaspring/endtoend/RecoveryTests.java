package io.github.fgaspring.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that fails now and then, and one that says when to come back.
 */
@SpringBootTest(classes = ThingApplication.class,
		properties = { "fga.remote.deadline=4s", "fga.remote.read-timeout=1s",
				"fga.remote.circuit-breaker.window=10000", "fga.remote.circuit-breaker.minimum-calls=10000" })
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class RecoveryTests extends AbstractEmulatorTests {

	private static final String THING = "/things/thing-4711";

	@ParameterizedTest
	@MethodSource
	void requestWhenApiFailsOnceThenSecondAttemptSucceeds(Fault fault) {
		this.emulator.inject(fault.times(1));
		assertThat(get(THING)).hasStatusOk();
		assertThat(checks()).isEqualTo(2);
	}

	static Stream<Arguments> requestWhenApiFailsOnceThenSecondAttemptSucceeds() {
		Fault fault = Fault.on(CHECKS);
		return Stream.of(Arguments.argumentSet("429", fault.status(429)),
				Arguments.argumentSet("502", fault.status(502)), Arguments.argumentSet("503", fault.status(503)),
				Arguments.argumentSet("504", fault.status(504)),
				Arguments.argumentSet("reset", fault.resetConnection()),
				Arguments.argumentSet("truncated", fault.truncateBody()),
				Arguments.argumentSet("late", fault.delay(Duration.ofSeconds(3))));
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 401, 403, 500, 501 })
	void requestWhenApiFailsInAnotherWayThenNoSecondAttempt(int status) {
		this.emulator.inject(Fault.on(CHECKS).status(status).times(1));
		assertUnavailable("5");
		assertThat(checks()).isOne();
	}

	@Test
	void requestWhenApiFailsTwiceThenUnavailable() {
		this.emulator.inject(Fault.on(CHECKS).status(503).times(2));
		assertUnavailable("5");
		assertThat(checks()).isEqualTo(2);
		assertThat(get(THING)).hasStatusOk();
	}

	@Test
	void requestWhenDeniedAfterFailureThenDenied() {
		this.emulator.inject(Fault.on(CHECKS).status(503).times(1));
		assertThat(getAs(BOB, THING)).hasStatus(403);
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenApiSaysWhenToRetryThenThatIsWaitedFor() {
		this.emulator.inject(Fault.on(CHECKS).rateLimit(Duration.ofSeconds(1)).times(1));
		long begin = System.nanoTime();
		assertThat(get(THING)).hasStatusOk();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
		assertThat(checks()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "37, 37", "60, 60", "86400, 60", "99999999999999999999, 60" })
	void requestWhenApiSaysToRetryLaterThanTheDeadlineThenPassedOnAtOnce(String retryAfter, String expected) {
		this.emulator.inject(Fault.on(CHECKS).status(503).header("Retry-After", retryAfter));
		assertUnavailable(expected);
		assertThat(checks()).isOne();
	}

	@Test
	void requestWhenApiSaysToRetryAtADateThenPassedOn() {
		this.emulator.inject(Fault.on(CHECKS).status(429).header("Retry-After", date(Duration.ofSeconds(40))));
		MvcTestResult result = get(THING).exchange();
		assertThat(result).hasStatus(503);
		assertThat(Integer.parseInt(result.getResponse().getHeader("Retry-After"))).isBetween(30, 40);
		assertThat(checks()).isOne();
	}

	@Test
	void requestWhenApiSaysToRetryAtADateInAYearThenPassedOnBounded() {
		this.emulator.inject(Fault.on(CHECKS).status(429).header("Retry-After", date(Duration.ofDays(365))));
		assertUnavailable("60");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "-99999999999999999999", "soon", "", "1.5", "0x1", "1, 2",
			"Thu, 01 Jan 1970 00:00:00 GMT" })
	void requestWhenRetryAfterMakesNoSenseThenSecondAttemptAsUsual(String retryAfter) {
		this.emulator.inject(Fault.on(CHECKS).status(503).header("Retry-After", retryAfter).times(1));
		long begin = System.nanoTime();
		assertThat(get(THING)).hasStatusOk();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestsWhenServiceFlapsThenBeginIsLoggedOnceAndNothingPerRequest(CapturedOutput output) {
		int before = output.toString().length();
		for (int i = 0; i < 20; i++) {
			this.emulator.inject(Fault.on(CHECKS).status(500).times(1));
			assertUnavailable("5");
			assertThat(get(THING)).hasStatusOk();
		}
		assertThat(output.toString().substring(before).lines()).singleElement()
			.asString()
			.contains(" WARN ", "The WorkOS API does not answer");
	}

	private void assertUnavailable(String retryAfter) {
		MvcTestResult result = get(THING).exchange();
		assertThat(result).hasStatus(503).hasHeader("Retry-After", retryAfter);
	}

	private static String date(Duration fromNow) {
		return DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().plus(fromNow).atOffset(ZoneOffset.UTC));
	}

}
