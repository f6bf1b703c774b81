package io.github.fgaspring.client;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.client.Resilience.Settings;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.support.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ApiCallsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private final ApiStatus status = new ApiStatus(new TestClock(NOW));

	private final Resilience resilience = new Resilience(
			new Settings(2, Duration.ofMillis(1), 1, 50, 2, 2, Duration.ofMinutes(5)));

	private final ApiCalls single = new ApiCalls(this.status, null);

	private final ApiCalls resilient = new ApiCalls(this.status, this.resilience);

	private final AtomicInteger attempts = new AtomicInteger();

	@Test
	void createWhenNoStatusThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ApiCalls(null, this.resilience));
	}

	@Test
	void callWhenItSucceedsThenStatusKnows() {
		assertThat(this.single.<String>call(() -> "answer")).isEqualTo("answer");
		assertThat(this.status.getLastSuccess()).isEqualTo(NOW);
		assertThat(this.status.getLastFailure()).isNull();
	}

	@Test
	void callWhenAnswerIsNullThenItIsOne() {
		assertThat(this.resilient.<String>call(() -> null)).isNull();
		assertThat(this.status.getLastSuccess()).isEqualTo(NOW);
	}

	@ParameterizedTest
	@EnumSource(names = { "TRANSIENT", "BROKEN", "KEY_REFUSED" })
	void callWhenItFailsThenStatusKnows(Kind kind) {
		assertFailure(this.single, () -> fail(kind));
		assertThat(this.status.getLastFailure()).isEqualTo(new ApiStatus.Failure(NOW, "attempt 1"));
		assertThat(this.status.isKeyRefused()).isEqualTo(kind == Kind.KEY_REFUSED);
		assertThat(this.status.getLastSuccess()).isNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "NOT_CALLED", "INTERRUPTED" })
	void callWhenNoCallHasFailedThenStatusIsAsBefore(Kind kind) {
		assertFailure(this.single, () -> fail(kind));
		assertFailure(this.resilient, () -> fail(kind));
		assertThat(this.status.getLastFailure()).isNull();
		assertThat(this.status.getOutageBegin()).isNull();
	}

	@Test
	void callWhenProgrammingErrorThenStatusIsAsBefore() {
		assertThatIllegalStateException().isThrownBy(() -> this.resilient.call(() -> {
			throw new IllegalStateException("mistake");
		}));
		assertThat(this.status.getLastFailure()).isNull();
		assertThat(this.status.getLastSuccess()).isNull();
	}

	@Test
	void callWhenNoResilienceThenOneAttempt() {
		assertFailure(this.single, () -> fail(Kind.TRANSIENT));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void callWhenSecondAttemptSucceedsThenThereWasNoFailure() {
		assertThat(this.resilient
			.<String>call(() -> (this.attempts.get() != 0) ? "answer" : this.<String>fail(Kind.TRANSIENT)))
			.isEqualTo("answer");
		assertThat(this.status.getLastFailure()).isNull();
		assertThat(this.status.getLastSuccess()).isEqualTo(NOW);
	}

	@Test
	void callWhenBreakerOpensBeforeTheSecondAttemptThenStatusKnowsOfTheFirst() {
		this.resilience.getCircuitBreakers()
			.circuitBreaker(Resilience.NAME)
			.onError(0, TimeUnit.NANOSECONDS, new ApiFailureException(Kind.TRANSIENT, "before"));
		assertFailure(this.resilient, () -> fail(Kind.TRANSIENT));
		assertThat(this.attempts).hasValue(1);
		assertThat(this.status.getLastFailure()).isEqualTo(new ApiStatus.Failure(NOW, "attempt 1"));
	}

	@Test
	void callWhenInterruptedAfterAFailedAttemptThenStatusKnowsOfThat() {
		assertFailure(this.resilient, () -> fail((this.attempts.get() != 0) ? Kind.INTERRUPTED : Kind.TRANSIENT));
		assertThat(this.status.getLastFailure()).isEqualTo(new ApiStatus.Failure(NOW, "attempt 1"));
	}

	@Test
	void callWhenBreakerIsOpenThenStatusIsAsBefore() {
		this.resilience.getCircuitBreakers().circuitBreaker(Resilience.NAME).transitionToOpenState();
		assertFailure(this.resilient, () -> fail(Kind.TRANSIENT));
		assertThat(this.attempts).hasValue(0);
		assertThat(this.status.getLastFailure()).isNull();
	}

	@Test
	void callWhenTooManyAreUnderWayThenStatusIsAsBefore() {
		this.resilience.getBulkheads().bulkhead(Resilience.NAME).acquirePermission();
		assertFailure(this.resilient, () -> fail(Kind.TRANSIENT));
		assertThat(this.attempts).hasValue(0);
		assertThat(this.status.getLastFailure()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenDeadlineHasPassedThenIsNotMade(Variant variant) {
		ApiCalls calls = (variant == Variant.SINGLE) ? this.single : this.resilient;
		for (int i = 0; i < 5; i++) {
			assertThatExceptionOfType(ApiFailureException.class)
				.isThrownBy(() -> Deadline.<String>within(Duration.ofNanos(1), () -> calls.call(() -> {
					this.attempts.incrementAndGet();
					return "answer";
				})))
				.withMessage("The time for the decision is over");
		}
		assertThat(this.attempts).hasValue(0);
		assertThat(this.status.getLastFailure()).isNull();
		assertThat(this.resilience.getCircuitBreakerState()).isEqualTo("closed");
	}

	enum Variant {

		SINGLE, RESILIENT

	}

	private <T> T fail(Kind kind) {
		throw new ApiFailureException(kind, "attempt " + this.attempts.incrementAndGet());
	}

	private static void assertFailure(ApiCalls calls, Supplier<String> call) {
		assertThatExceptionOfType(ApiFailureException.class).isThrownBy(() -> calls.call(call));
	}

}
